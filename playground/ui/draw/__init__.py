"""The page that reads a drawn digit."""
