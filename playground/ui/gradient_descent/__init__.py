"""The page of gradient descent."""
