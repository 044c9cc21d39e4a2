"""A grid of images, one of which is chosen."""
