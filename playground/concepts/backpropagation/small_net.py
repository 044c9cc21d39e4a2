"""A network small enough to be read number by number: its weights by name, and its forward pass in single steps."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.backpropagation.autograd_graph import Forward
from playground.concepts.backpropagation.recording import Group, grouped, named
from playground.errors import ConfigurationError

MAX_SIZE = 3
"""Neurons in a layer, and inputs: more would not be readable."""
MAX_LAYERS = 2
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SUPERSCRIPTS = "⁰¹²³"
NOTATION = (
    "w⁽¹⁾₂₁ would be the weight of layer 1 to neuron 2 from input 1, and b⁽¹⁾₂ that neuron's bias. z is a neuron's "
    "weighted sum, a what its activation makes of it, ŷ the network's output, y the target and L the loss."
)
LAYER_NOTATION = (
    "W⁽¹⁾ holds all weights of layer 1, a row for each neuron, and b⁽¹⁾ their biases. Z are the weighted sums of a layer, "
    "A what its activation makes of them, ŷ the output, y the target and L the loss."
)
"""How numbers are called: the layer in brackets above, the neurons below."""


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
            for letter, shape in (("W", (fan_out, fan_in)), ("b", (fan_out,))):
                drawn = torch.rand(shape, generator=generator, dtype=torch.float64) * 2 * bound - bound
                values[layer_name(letter, layer)] = (drawn * 100).round() / 100 + 0.0  # no -0
        return values

    def scalars(self, weights: Mapping[str, Tensor], point: Tensor) -> dict[str, Tensor]:
        """Every weight and every input as a leaf of its own, such as `w⁽¹⁾₂₁`: layer 1, to neuron 2, from input 1."""
        leaves = {input_name(index): value for index, value in enumerate(point, 1)}
        for layer in range(1, len(self.sizes)):
            weight, bias = weights[layer_name("W", layer)], weights[layer_name("b", layer)]
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
            names = [input_name(index) for index in range(1, self.inputs + 1)]
            with grouped(self._inputs()):
                values = [named(name, leaves[name]) for name in names]
            for layer in range(1, len(self.sizes)):
                values = [
                    self._neuron(leaves, layer, to, values, bend) for to in range(1, self.sizes[layer] + 1)
                ]
            with grouped(self._loss("L = (ŷ − y)²")):
                target_node = named("y", torch.tensor(target, dtype=torch.float64))
                return named("L", named("ŷ − y", values[0] - target_node) ** 2)

        return forward

    def _neuron(
        self, leaves: Mapping[str, Tensor], layer: int, to: int, values: list[Tensor], bend: nn.Module
    ) -> Tensor:
        """One neuron's output from the outputs of the layer before, all scalars."""
        with grouped(self.neuron(layer, to)):
            total = leaves[bias_name(layer, to)]
            for source, value in enumerate(values, 1):
                total = total + leaves[weight_name(layer, to, source)] * value
            if layer == len(self.sizes) - 1:
                return named("ŷ", total)
            return named(f"a{_indices(layer, to)}", bend(named(f"z{_indices(layer, to)}", total)))

    def neuron(self, layer: int, index: int) -> Group:
        """What is said of a neuron."""
        summed = f"w·{'x' if layer == 1 else 'a'} + b"
        if layer == len(self.sizes) - 1:
            return Group("neuron", layer, index, "output layer", "neuron 1", f"ŷ = {summed}")
        return Group(
            kind="neuron",
            layer=layer,
            index=index,
            where=f"hidden layer {layer}",
            who=f"neuron {index}",
            formula=f"z = {summed}, a = {self._of('z')}",
            function=self._function(),
        )

    def _layer(self, layer: int) -> Group:
        summed = f"{'X' if layer == 1 else 'A'} Wᵀ + b"
        if layer == len(self.sizes) - 1:
            return Group("layer", layer, 1, "output layer", "", f"ŷ = {summed}")
        return Group(
            "layer",
            layer,
            1,
            f"hidden layer {layer}",
            "",
            f"Z = {summed}, A = {self._of('Z')}",
            self._function(),
        )

    def _inputs(self) -> Group:
        return Group("inputs", 0, 1, "inputs" if self.inputs > 1 else "input", "", "")

    def _loss(self, formula: str) -> Group:
        return Group("loss", len(self.sizes), 1, "loss", "", formula)

    def _function(self) -> str:
        return NETWORK_ACTIVATIONS[self.activation].name_in_formulas

    def _of(self, sum_name: str) -> str:
        return sum_name if self.activation == "linear" else f"{self._function()}({sum_name})"

    def by_layers(self, targets: Tensor) -> Forward:
        """The mean squared error of examples, a whole layer a step: a graph of matrices.

        The leaves are `x` `(N, inputs)` and those of `weights`; `targets` is `(N,)`.
        """

        def forward(leaves: Mapping[str, Tensor]) -> Tensor:
            with grouped(self._inputs()):
                points = named("x", leaves["x"])
            outputs = self.output(leaves, points)
            with grouped(self._loss("L = mean of (ŷ − y)²")):
                error = named("ŷ − y", outputs - named("y", targets))
                return named("L", (error**2).mean())

        return forward

    def output(self, weights: Mapping[str, Tensor], points: Tensor) -> Tensor:
        """The network's outputs `(N,)` for points `(N, inputs)`."""
        values, bend = points, self._module()
        last = len(self.sizes) - 1
        for layer in range(1, last + 1):
            with grouped(self._layer(layer)):
                values = values @ weights[layer_name("W", layer)].T + weights[layer_name("b", layer)]
                values = (
                    named("ŷ", values.squeeze(1))
                    if layer == last
                    else bend(named(f"Z{_above(layer)}", values))
                )
                if layer < last:
                    named(f"A{_above(layer)}", values)
        return values

    def _module(self) -> nn.Module:
        return NETWORK_ACTIVATIONS[self.activation].build(torch.float64)


def input_name(index: int) -> str:
    """An input, counted from 1."""
    return f"x{index}".translate(SUBSCRIPTS)


def weight_name(layer: int, to: int, source: int) -> str:
    """The weight to a neuron from a neuron of the layer before, all counted from 1, such as `w⁽¹⁾₂₁`."""
    return f"w{_indices(layer, to)}{str(source).translate(SUBSCRIPTS)}"


def bias_name(layer: int, to: int) -> str:
    """The bias of a neuron, counted from 1, such as `b⁽¹⁾₂`."""
    return f"b{_indices(layer, to)}"


def layer_name(letter: str, layer: int) -> str:
    """A matrix or a vector of a whole layer, counted from 1, such as `W⁽¹⁾`."""
    return f"{letter}{_above(layer)}"


def _above(layer: int) -> str:
    return f"⁽{SUPERSCRIPTS[layer]}⁾"


def _indices(layer: int, to: int) -> str:
    return f"{_above(layer)}{str(to).translate(SUBSCRIPTS)}"
