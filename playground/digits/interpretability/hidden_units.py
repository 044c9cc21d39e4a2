"""The arithmetic of fully connected layers for one image: `sum(w x) + b = z`, `activation(z) = a`."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from playground.digits.interpretability.attribution import to_inputs
from playground.digits.interpretability.layer_calls import LayerCall, layer_calls
from playground.errors import ConfigurationError


@dataclass(frozen=True)
class LinearLayer:
    """One fully connected layer, and what it made of an image.

    Attributes:
        weight: `(units, inputs)` float32.
        bias: `(units,)` float32; zeros where the layer has none.
        inputs: `(inputs,)` float32, what came in: the prepared pixels, or the activations of the layer before.
        sums: `(units,)` float32, `weight @ inputs + bias`: z.
        outputs: `(units,)` float32, the activations of z; the same as `sums` for the output layer.
        gradients: `(10, units)` float32, how fast each digit's logit grows with each of `outputs`.
    """

    weight: Tensor
    bias: Tensor
    inputs: Tensor
    sums: Tensor
    outputs: Tensor
    gradients: Tensor

    @property
    def units(self) -> int:
        """How many units it has."""
        return len(self.bias)

    def products(self, unit: int) -> Tensor:
        """`(inputs,)` float64, weight times input: their sum and the bias make `sums[unit]`."""
        return self.weight[unit].double() * self.inputs.double()

    def contributions(self, digit: int) -> Tensor:
        """`(units,)` float64, each unit's activation times the slope of the digit's logit.

        For the last hidden layer that is its term in the logit's sum; for an earlier one only a first-order estimate.
        """
        return self.outputs.double() * self.gradients[digit].double()

    def silent(self) -> Tensor:
        """`(units,)` bool: the activation is 0, so that nothing is passed on."""
        return self.outputs == 0


def trace_layers(model: nn.Module, image: NDArray[np.uint8] | Tensor) -> tuple[LinearLayer, ...]:
    """The fully connected layers in the order in which an image passes them, the output layer last.

    Args:
        model: `nn.Linear` layers with one activation between two; it stays as it is.
        image: `(28, 28)` uint8, white ink on black.

    Raises:
        ConfigurationError: something else lies between two layers, or before the first.
    """
    pixels = to_inputs(image).requires_grad_()
    calls, logits = layer_calls(model, pixels)
    passed = [(call.layer, call) for call in calls if isinstance(call.layer, nn.Linear)]
    prepared = next((call.output for call in calls if call.name == "preparation"), pixels)
    _check_chain(prepared, [call for _, call in passed])
    ends = [call.input for _, call in passed[1:]] + [passed[-1][1].output]
    slopes = [torch.autograd.grad(logit, ends, retain_graph=True) for logit in logits[0]]
    return tuple(
        LinearLayer(
            layer.weight,
            torch.zeros(len(layer.weight)) if layer.bias is None else layer.bias,
            call.input[0].detach(),
            call.output[0].detach(),
            end[0].detach(),
            torch.stack([digit[index][0] for digit in slopes]),
        )
        for index, ((layer, call), end) in enumerate(zip(passed, ends, strict=True))
    )


def strongest(layer: LinearLayer, digit: int) -> int:
    """The unit that contributes most to a digit."""
    return int(layer.contributions(digit).argmax())


def order_units(layer: LinearLayer, digit: int | None, limit: int = 128) -> list[int]:
    """The units that a page shows.

    Args:
        layer: their layer.
        digit: by how much they contribute to it, falling; None: by their number.
        limit: at most so many, those that contribute most for or against the digit, or without one are most active.
    """
    size = layer.outputs.double() if digit is None else layer.contributions(digit)
    chosen = size.abs().argsort(descending=True, stable=True)[:limit]
    if digit is None:
        return sorted(chosen.tolist())
    return chosen[size[chosen].argsort(descending=True, stable=True)].tolist()


def _check_chain(pixels: Tensor, passed: list[LayerCall]) -> None:
    """Each layer reads the one before, the first one the pixels: otherwise its sums are not what we say."""
    before = pixels.flatten(1)
    for call in passed:
        if call.input.shape != before.shape:
            break
        before = call.output
    else:
        if passed and torch.equal(passed[0].input, pixels.flatten(1)):
            return
    raise ConfigurationError(
        "Expected fully connected layers that read one another and, first, the pixels, but this network is built "
        "differently. Choose an MLP."
    )
