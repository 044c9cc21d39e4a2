"""The autograd graph, stepped through forward and back."""
