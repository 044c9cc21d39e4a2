"""From a drawing or a photograph to MNIST's 28 x 28 form."""

from playground.digits.drawing.preprocessing import to_mnist

__all__ = ["to_mnist"]
