"""The parts of the 'Activation functions' page."""
