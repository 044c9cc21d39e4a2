"""The page that tries several values of a setting."""
