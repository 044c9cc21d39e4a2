"""One neuron with two inputs: its output, what it is asked for, and how it learns by gradient descent."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.errors import ConfigurationError
from playground.formatting import as_given, format_number, listed

LARGEST = 1000.0
"""Weights and biases beyond are not kept."""
CROSS_ENTROPY = "sigmoid"
"""The activation whose output is a probability: it learns by binary cross-entropy, all others by squared error."""


@dataclass(frozen=True)
class Neuron:
    """Two weights, a bias, an activation.

    Attributes:
        weights: of both inputs.
        bias: what is added.
        activation: a key of `NETWORK_ACTIVATIONS`.
    """

    weights: tuple[float, float]
    bias: float
    activation: str = "sigmoid"

    def __post_init__(self) -> None:
        if self.activation not in NETWORK_ACTIVATIONS:
            raise ConfigurationError(
                f"Expected an activation out of {', '.join(NETWORK_ACTIVATIONS)}, but got {self.activation!r}. "
                "Take sigmoid."
            )
        if not all(
            abs(value) <= LARGEST for value in (*self.weights, self.bias)
        ):  # NaN fails the comparison too
            raise ConfigurationError(
                f"Expected weights and a bias from {format_number(-LARGEST)} to {format_number(LARGEST)}, but got {listed([*map(as_given, self.weights)])} and {as_given(self.bias)}. "
                "Take smaller ones."
            )

    def outputs(self, points: Tensor) -> tuple[Tensor, Tensor]:
        """z and a at points `(N, 2)`: `(N,)` each, of their dtype."""
        z = points @ torch.tensor(self.weights, dtype=points.dtype) + self.bias
        return z, NETWORK_ACTIVATIONS[self.activation].value(z)


def middle(activation: str) -> float:
    """What comes out where z = 0: the output is above it exactly where z is positive."""
    return NETWORK_ACTIVATIONS[activation].value(torch.zeros(1, dtype=torch.float64)).item()


def asked_for(activation: str) -> tuple[float, float]:
    """What a neuron is to put out for no and for yes: the middle minus and plus 1, as far as the function reaches."""
    reached = NETWORK_ACTIVATIONS[activation].value(torch.linspace(-100, 100, 20_001, dtype=torch.float64))
    at_zero = middle(activation)
    low, high = max(at_zero - 1, reached.min().item()), min(at_zero + 1, reached.max().item())
    return round(low, 3) + 0.0, round(high, 3) + 0.0


@dataclass(frozen=True, eq=False)
class LearningPath:
    """Where gradient descent led.

    Attributes:
        weights: float32 `(steps + 1, 3)`: both weights and the bias, before the first step and after each.
        losses: the loss at each.
        diverged: whether it ended early since the numbers left `LARGEST`.
    """

    weights: Tensor
    losses: tuple[float, ...]
    diverged: bool


def learn(neuron: Neuron, points: Tensor, classes: Tensor, learning_rate: float, steps: int) -> LearningPath:
    """Plain gradient descent: each step looks at all points.

    The loss is the mean over the points of the binary cross-entropy for a sigmoid, else of the squared error from what is
    `asked_for`.

    Args:
        neuron: where it begins.
        points: float32 `(N, 2)`, at least one.
        classes: `(N,)`, 0 or 1.
        learning_rate: what the gradient is multiplied by.
        steps: how many at most.

    Raises:
        ConfigurationError: there is nothing to learn.
    """
    if not len(points):
        raise ConfigurationError("Expected points to learn from, but there are none. Choose an exercise.")
    low, high = asked_for(neuron.activation)
    targets = torch.where(classes.bool(), high, low)
    activation = NETWORK_ACTIVATIONS[neuron.activation].build()
    weight = torch.tensor(neuron.weights, requires_grad=True)
    bias = torch.tensor(neuron.bias, requires_grad=True)
    path: list[Tensor] = []
    losses: list[float] = []
    for step in range(steps + 1):
        z = points @ weight + bias
        if neuron.activation == CROSS_ENTROPY:
            loss = nn.functional.binary_cross_entropy_with_logits(z, targets)
        else:
            loss = nn.functional.mse_loss(activation(z), targets)
        present = torch.cat([weight.detach(), bias.detach()[None]])
        if not math.isfinite(loss.item()) or present.abs().max() > LARGEST:
            return LearningPath(torch.stack(path), tuple(losses), diverged=True)
        path.append(present)
        losses.append(loss.item())
        if step < steps:
            slopes = torch.autograd.grad(loss, (weight, bias))
            with torch.no_grad():
                weight -= learning_rate * slopes[0]
                bias -= learning_rate * slopes[1]
    return LearningPath(torch.stack(path), tuple(losses), diverged=False)
