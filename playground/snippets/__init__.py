"""The PyTorch programs for what the pages show: runnable as they are, printing the page's numbers."""
