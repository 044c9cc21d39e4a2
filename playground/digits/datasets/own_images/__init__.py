"""Images that somebody brings: read from a ZIP or NumPy file, brought to MNIST's form, and kept as a data set."""
