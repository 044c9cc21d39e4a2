"""The parts of the 'Loss functions' page."""
