"""Softmax on a vector: probabilities, and how each depends on each logit."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Softmax:
    """Softmax of `logits / temperature`, float64.

    Attributes:
        probabilities: `(n,)`.
        jacobian: `(n, n)`; row i, column j is the derivative of probability i by logit j, from autograd.
    """

    probabilities: Tensor
    jacobian: Tensor


def softmax(logits: Sequence[float], temperature: float = 1.0) -> Softmax:
    """Softmax by `torch.softmax`, for finite logits and a temperature above 0."""
    z = torch.tensor(list(logits), dtype=torch.float64)
    jacobian = torch.autograd.functional.jacobian(lambda place: torch.softmax(place / temperature, dim=0), z)
    return Softmax(torch.softmax(z / temperature, dim=0), jacobian)
