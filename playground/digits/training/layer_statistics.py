"""Statistics of each layer in a step: the norm of its gradient, and the share of its units that are dead."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor, nn

from playground.concepts.activations import ACTIVATIONS
from playground.concepts.module_definition import Definition
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
            output layer, which has no activation, and where the activation is nowhere so flat, such as Leaky ReLU.
    """

    layer: str
    gradient_norm: float
    dead: float | None


@contextmanager
def record_activation_inputs(model: DigitNetwork) -> Iterator[list[Tensor | None]]:
    """Collect what enters the activation behind each layer with weights, in order, within the block.

    It is `(N, units)` or `(N, channels, H, W)`; None where no activation follows the layer.
    """
    inputs: list[Tensor | None] = []

    def record(module: nn.Module, arguments: tuple[Tensor]) -> None:
        if isinstance(module, nn.Linear | nn.Conv2d):
            inputs.append(None)
        elif inputs and inputs[-1] is None and _is_activation(module, model.activation_at(len(inputs) - 1)):
            inputs[-1] = arguments[0].detach()

    hooks = [
        module.register_forward_pre_hook(record) for module in model.modules() if not list(module.children())
    ]
    try:
        yield inputs
    finally:
        for hook in hooks:
            hook.remove()


def measure_layers(
    model: DigitNetwork, activation_inputs: Sequence[Tensor | None]
) -> tuple[LayerStatistics, ...]:
    """Figures of each layer with weights, first to last, after `loss.backward()`.

    Args:
        model: with gradients.
        activation_inputs: from `record_activation_inputs` around the same batch's forward pass.
    """
    layers = [(name, part) for name, part in model.named_modules() if isinstance(part, nn.Linear | nn.Conv2d)]
    dead = [
        None if inputs is None or not can_die(key) else share_dead(inputs, key)
        for index, inputs in enumerate(activation_inputs)
        for key in [model.activation_at(index)]
    ]
    shares = [*dead, *[None] * (len(layers) - len(dead))]
    return tuple(
        LayerStatistics(name, _norm(part.weight.grad), share)
        for (name, part), share in zip(layers, shares, strict=True)
    )


def can_die(activation: str) -> bool:
    """Whether the slope of an activation, a key of `ACTIVATIONS`, falls below `DEAD_SLOPE` between -100 and 100."""
    return _can_die(activation, ACTIVATIONS[activation].definition)  # type: ignore[arg-type]  # classes are hashable


@cache
def _can_die(activation: str, _definition: Definition) -> bool:
    """Once a definition: building and differentiating it takes as long as a step of the network."""
    slopes = ACTIVATIONS[activation].derivative(torch.linspace(-100, 100, 2001))
    return bool((slopes.abs() < DEAD_SLOPE).any())


def share_dead(inputs: Tensor, activation: str) -> float:
    """The share of units whose activation is flat for all inputs.

    Args:
        inputs: `(N, units)` or `(N, channels, H, W)`, what enters the activation.
        activation: a key of `ACTIVATIONS`.
    """
    slopes = ACTIVATIONS[activation].derivative(inputs).abs()
    alive = (slopes >= DEAD_SLOPE).transpose(0, 1).flatten(1).any(1)  # (units,)
    return 1 - int(alive.sum()) / len(alive)


def _is_activation(module: nn.Module, key: str) -> bool:
    return type(module) is ACTIVATIONS[key].module_class


def _norm(gradient: Tensor | None) -> float:
    return 0.0 if gradient is None else torch.linalg.vector_norm(gradient).item()
