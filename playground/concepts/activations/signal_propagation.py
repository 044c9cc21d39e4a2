"""Signal propagation: the outputs and gradients of many layers, for an activation and an initialisation."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.concepts.activations.catalogue import ACTIVATIONS
from playground.concepts.activations.facts import SATURATED_SLOPE
from playground.concepts.activations.initialization import INITIALIZATIONS
from playground.errors import ConfigurationError
from playground.formatting import as_given

WIDTH = 64
BATCH = 100
MAX_DEPTH = 50


@dataclass(frozen=True)
class Stack:
    """A stack of equal layers without biases.

    Attributes:
        activation: a key of `ACTIVATIONS`.
        initialization: a key of `INITIALIZATIONS`.
        depth: layers, 1 to `MAX_DEPTH`.
        deviation: the standard deviation of plain weights.
        seed: of weights and inputs.
    """

    activation: str = "sigmoid"
    initialization: str = "xavier"
    depth: int = 10
    deviation: float = 0.1
    seed: int = 0

    def __post_init__(self) -> None:
        if self.activation not in ACTIVATIONS or self.initialization not in INITIALIZATIONS:
            raise ConfigurationError(
                f"Expected an activation out of {', '.join(ACTIVATIONS)} and an initialisation out of "
                f"{', '.join(INITIALIZATIONS)}, but got {self.activation!r} and {self.initialization!r}."
            )
        if not (1 <= self.depth <= MAX_DEPTH and 0 < self.deviation <= 10):
            raise ConfigurationError(
                f"Expected 1 to {MAX_DEPTH} layers and a standard deviation above 0 and up to 10, but got {self.depth} "
                f"and {as_given(self.deviation)}."
            )


@dataclass(frozen=True)
class Propagation:
    """What was measured, first layer first.

    Attributes:
        outputs: `(depth, BATCH, WIDTH)` float64, the output of each layer.
        gradients: `(depth,)`, root mean square of the gradient that arrives at each layer's output, where a gradient
            of root mean square 1 was sent in at the last one.
        dead: `(depth,)`, share of units whose slope is 0 for every example.
        saturated: `(depth,)`, share of slopes with an absolute value below `SATURATED_SLOPE`.
    """

    outputs: Tensor
    gradients: Tensor
    dead: Tensor
    saturated: Tensor

    @property
    def deviations(self) -> Tensor:
        """`(depth,)`, root mean square of each layer's outputs."""
        return self.outputs.square().mean(dim=(1, 2)).sqrt()


def propagate(stack: Stack) -> Propagation:
    """Send standard normal inputs forward, and a standard normal gradient back by autograd."""
    generator = torch.Generator().manual_seed(stack.seed)
    initialization = INITIALIZATIONS[stack.initialization]
    module = ACTIVATIONS[stack.activation].build(torch.float64)
    signal = torch.randn(BATCH, WIDTH, generator=generator, dtype=torch.float64)
    outputs: list[Tensor] = []
    sums: list[Tensor] = []
    with torch.enable_grad():
        for _ in range(stack.depth):
            weight = torch.empty(WIDTH, WIDTH, dtype=torch.float64)
            initialization.fill(weight, stack.deviation, generator)
            sums.append((signal @ weight.T).requires_grad_())
            signal = module(sums[-1])
            outputs.append(signal)
        sent = torch.randn(BATCH, WIDTH, generator=generator, dtype=torch.float64)
        sent /= sent.square().mean().sqrt()
        arrived = torch.autograd.grad(signal, outputs, sent)
    slopes = ACTIVATIONS[stack.activation].derivative(torch.stack(sums))
    return Propagation(
        torch.stack(outputs).detach(),
        torch.stack([gradient.square().mean().sqrt() for gradient in arrived]),
        (slopes == 0).all(dim=1).double().mean(dim=1),
        (slopes.abs() < SATURATED_SLOPE).double().mean(dim=(1, 2)),
    )


def sigmoid_bound(depth: int) -> list[float]:
    """`0.25 ** k` for the layers that a gradient still has to cross, first layer first: what slopes alone leave of it."""
    return [math.pow(0.25, depth - layer) for layer in range(1, depth + 1)]
