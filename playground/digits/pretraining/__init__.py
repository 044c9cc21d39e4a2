"""Makes the networks that ship with the playground. The app never imports it."""
