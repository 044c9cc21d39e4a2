"""Backpropagation: forward and backward passes, the autograd graph, the chain rule, small networks."""
