"""Components with code of their own in the browser."""
