"""The plane of one neuron."""
