"""The parts of the 'Backpropagation' page."""
