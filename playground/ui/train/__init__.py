"""The page that trains a network on digits."""
