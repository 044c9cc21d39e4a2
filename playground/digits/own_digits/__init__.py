"""The user's test set: digits drawn by hand, kept as files."""
