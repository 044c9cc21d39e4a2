"""The page that lays runs over one another."""
