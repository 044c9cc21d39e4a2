"""A network small enough to be read number by number: its weights by name, and its forward pass in single steps."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.backpropagation.autograd_graph import Forward
from playground.errors import ConfigurationError

MAX_SIZE = 3
"""Neurons in a layer, and inputs: more would not be readable."""
MAX_LAYERS = 2
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SUPERSCRIPTS = "⁰¹²³"


@dataclass(frozen=True)
class SmallNet:
    """Inputs, one or two hidden layers, and one linear output.

    Attributes:
        inputs: how many numbers go in, 1 to `MAX_SIZE`.
        hidden: neurons of each hidden layer, 1 to `MAX_SIZE` each, one or two layers.
        activation: a key of `NETWORK_ACTIVATIONS`, after each hidden layer.
        seed: of the weights.
    """

    inputs: int = 2
    hidden: tuple[int, ...] = (2,)
    activation: str = "tanh"
    seed: int = 0

    def __post_init__(self) -> None:
        sizes = (self.inputs, *self.hidden)
        if not 1 <= len(self.hidden) <= MAX_LAYERS or not all(1 <= size <= MAX_SIZE for size in sizes):
            raise ConfigurationError(
                f"Expected 1 to {MAX_SIZE} inputs and one or two hidden layers of 1 to {MAX_SIZE} neurons, but got "
                f"{self.inputs} and {self.hidden}. Take a smaller network."
            )
        if self.activation not in NETWORK_ACTIVATIONS:
            raise ConfigurationError(
                f"Expected an activation out of {', '.join(NETWORK_ACTIVATIONS)}, but got {self.activation!r}. Take one of them."
            )

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons of every layer, from the inputs to the output."""
        return (self.inputs, *self.hidden, 1)

    def weights(self) -> dict[str, Tensor]:
        """Each layer's weight `(fan_out, fan_in)` and bias `(fan_out,)`, float64, by PyTorch's default rule.

        Uniform within `1 / sqrt(fan_in)`, as `torch.nn.Linear` has it, rounded to two digits to be read with ease.
        """
        generator = torch.Generator().manual_seed(self.seed)
        values = {}
        for layer, (fan_in, fan_out) in enumerate(zip(self.sizes, self.sizes[1:], strict=False), 1):
            bound = 1 / math.sqrt(fan_in)
            for name, shape in ((f"W{layer}", (fan_out, fan_in)), (f"b{layer}", (fan_out,))):
                drawn = torch.rand(shape, generator=generator, dtype=torch.float64) * 2 * bound - bound
                values[name] = (drawn * 100).round() / 100 + 0.0  # no -0
        return {name.translate(SUBSCRIPTS): value for name, value in values.items()}

    def scalars(self, weights: Mapping[str, Tensor], point: Tensor) -> dict[str, Tensor]:
        """Every weight and every input as a leaf of its own, such as `w¹₂₁`: layer 1, to neuron 2, from input 1."""
        leaves = {f"x{index}".translate(SUBSCRIPTS): value for index, value in enumerate(point, 1)}
        for layer in range(1, len(self.sizes)):
            weight, bias = weights[_name("W", layer)], weights[_name("b", layer)]
            for to in range(len(weight)):
                for source in range(weight.shape[1]):
                    leaves[weight_name(layer, to + 1, source + 1)] = weight[to, source]
                leaves[bias_name(layer, to + 1)] = bias[to]
        return leaves

    def by_neurons(self, target: float) -> Forward:
        """The squared error of one example, each neuron's sum written out: a graph of single numbers.

        The leaves are those of `scalars`.
        """

        bend = self._module()

        def forward(leaves: Mapping[str, Tensor]) -> Tensor:
            values = [leaves[f"x{index}".translate(SUBSCRIPTS)] for index in range(1, self.inputs + 1)]
            for layer, size in enumerate(self.sizes[1:], 1):
                sums = []
                for to in range(1, size + 1):
                    total = leaves[bias_name(layer, to)]
                    for source, value in enumerate(values, 1):
                        total = total + leaves[weight_name(layer, to, source)] * value
                    sums.append(total)
                values = [bend(total) for total in sums] if layer < len(self.sizes) - 1 else sums
            return (values[0] - target) ** 2

        return forward

    def by_layers(self, targets: Tensor) -> Forward:
        """The mean squared error of examples, a whole layer a step: a graph of matrices.

        The leaves are `x` `(N, inputs)` and those of `weights`; `targets` is `(N,)`.
        """

        def forward(leaves: Mapping[str, Tensor]) -> Tensor:
            return ((self.output(leaves, leaves["x"]) - targets) ** 2).mean()

        return forward

    def output(self, weights: Mapping[str, Tensor], points: Tensor) -> Tensor:
        """The network's answers `(N,)` for points `(N, inputs)`."""
        values, bend = points, self._module()
        for layer in range(1, len(self.sizes)):
            values = values @ weights[_name("W", layer)].T + weights[_name("b", layer)]
            if layer < len(self.sizes) - 1:
                values = bend(values)
        return values.squeeze(1)

    def _module(self) -> nn.Module:
        return NETWORK_ACTIVATIONS[self.activation].build(torch.float64)


def weight_name(layer: int, to: int, source: int) -> str:
    """The weight to a neuron from a neuron of the layer before, all counted from 1."""
    return f"w{SUPERSCRIPTS[layer]}{f'{to}{source}'.translate(SUBSCRIPTS)}"


def bias_name(layer: int, to: int) -> str:
    """The bias of a neuron, counted from 1."""
    return f"b{SUPERSCRIPTS[layer]}{str(to).translate(SUBSCRIPTS)}"


def _name(letter: str, layer: int) -> str:
    return f"{letter}{layer}".translate(SUBSCRIPTS)
