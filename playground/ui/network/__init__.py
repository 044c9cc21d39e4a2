"""The parts of the 'Neurons and networks' page."""
