"""Statistics of each layer in a step: the norm of its gradient, and the share of its units that are dead."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from playground.concepts.activations import ACTIVATIONS
from playground.digits.models import DigitNetwork

DEAD_SLOPE = 0.01
"""A unit is dead on a batch when its activation's slope is below this for every image: it passes back nothing."""


@dataclass(frozen=True)
class LayerStatistics:
    """One layer in one step.

    Attributes:
        layer: its name in the network, such as `"fc1"`.
        gradient_norm: Euclidean norm of the loss's gradient by the layer's weights.
        dead: share of its units (of a convolution: channels) that are dead on the batch, 0..1; None for the
            output layer, which has no activation.
    """

    layer: str
    gradient_norm: float
    dead: float | None


@contextmanager
def record_activation_inputs(model: DigitNetwork) -> Iterator[list[Tensor]]:
    """Collect what enters each activation, `(N, units)` or `(N, channels, H, W)`, in order, within the block."""
    inputs: list[Tensor] = []
    kind = ACTIVATIONS[model.config.activation].module_class
    hooks = [
        module.register_forward_pre_hook(lambda _, arguments: inputs.append(arguments[0].detach()))
        for module in model.modules()
        if type(module) is kind
    ]
    try:
        yield inputs
    finally:
        for hook in hooks:
            hook.remove()


def measure_layers(model: DigitNetwork, activation_inputs: list[Tensor]) -> tuple[LayerStatistics, ...]:
    """Figures of each layer with weights, first to last, after `loss.backward()`.

    Args:
        model: with gradients.
        activation_inputs: from `record_activation_inputs` around the same batch's forward pass.
    """
    layers = [(name, part) for name, part in model.named_modules() if isinstance(part, nn.Linear | nn.Conv2d)]
    dead = [share_dead(inputs, model.config.activation) for inputs in activation_inputs]
    shares = [*dead, *[None] * (len(layers) - len(dead))]
    return tuple(
        LayerStatistics(name, _norm(part.weight.grad), share)
        for (name, part), share in zip(layers, shares, strict=True)
    )


def share_dead(inputs: Tensor, activation: str) -> float:
    """The share of units whose activation is flat for all inputs.

    Args:
        inputs: `(N, units)` or `(N, channels, H, W)`, what enters the activation.
        activation: a key of `ACTIVATIONS`.
    """
    slopes = ACTIVATIONS[activation].derivative(inputs).abs()
    alive = (slopes >= DEAD_SLOPE).transpose(0, 1).flatten(1).any(1)  # (units,)
    return 1 - int(alive.sum()) / len(alive)


def _norm(gradient: Tensor | None) -> float:
    return 0.0 if gradient is None else torch.linalg.vector_norm(gradient).item()
