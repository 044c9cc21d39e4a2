"""Makes Back in the browser undo one deliberate choice."""
