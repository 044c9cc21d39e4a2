"""Backpropagation through a fully connected network, written out: the chain rule, layer by layer, from the last one."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from playground.concepts.backpropagation.derivative_kernels import (
    Backward,
    Loss,
    activation_backward,
    loss_and_gradient,
)


@dataclass(frozen=True)
class _Layer:
    """Views of a layer's tensors, made once: they follow every update in place."""

    weight: Tensor
    transposed: Tensor
    bias: Tensor
    weight_gradient: Tensor
    bias_gradient: Tensor
    activation: nn.Module
    backward: Backward


_Passed = tuple[_Layer, Tensor, Tensor, Tensor, Tensor | None]


class BackwardByHand:
    """Loss and gradients of `a = f(W x + b)`, layer after layer, without a graph.

    With delta = dL/dz of a layer, `(N, fan_out)`: dL/dW = deltaᵀ x, dL/db = the sum of delta over the examples, and
    dL/dx = delta W is what the layer before gets, times its f'(z). These are the products that autograd makes too, so
    the gradients are its own to the last bit.

    The gradients are written into the parameters' `.grad`, so any `torch.optim` optimizer goes on from there.

    Source: Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", 1986.
    """

    def __init__(
        self,
        layers: Sequence[nn.Linear],
        activations: Sequence[nn.Module],
        loss: Loss,
        dropout: float = 0.0,
        generator: torch.Generator | None = None,
    ) -> None:
        """Prepare the tensors of the gradients; those that are there already are written into.

        Args:
            layers: with biases, from the inputs to the outputs.
            activations: an elementwise module after each layer; `nn.Identity()` where there is none.
            loss: takes outputs `(N, fan_out)` and targets, and returns one number.
            dropout: the share of each hidden layer's outputs that a step leaves out; the others grow to make up for it.
            generator: of what is left out; None is PyTorch's own.
        """
        self._kept, self._generator = 1 - dropout, generator
        self._layers = [
            _Layer(
                weight=layer.weight,
                transposed=layer.weight.detach().t(),
                bias=layer.bias,
                weight_gradient=_gradient_of(layer.weight),
                bias_gradient=_gradient_of(layer.bias),
                activation=activation,
                backward=activation_backward(activation),
            )
            for layer, activation in zip(layers, activations, strict=True)
        ]
        self._loss = loss_and_gradient(loss)

    @torch.no_grad()
    def __call__(self, inputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        """Forward and backward for one batch; leaves each parameter's `.grad`.

        Args:
            inputs: `(N, fan_in)` of the first layer, floating point.
            targets: as the loss takes them.

        Returns:
            The loss, a scalar, and the outputs `(N, fan_out)` of the last layer, both before any update.
        """
        passed, outputs = self._forward(inputs)
        loss, gradient = self._loss(outputs, targets)
        self.backward(gradient, passed)
        return loss, outputs

    def backward(self, gradient: Tensor, passed: Sequence[_Passed]) -> None:
        """From the last layer to the first; its lines are shown to students as they are.

        Args:
            gradient: of the loss by the last layer's outputs, `(N, fan_out)`.
            passed: each layer with its inputs, sums, outputs, and what dropout multiplied these with, if it did.
        """
        for layer, inputs, sums, outputs, kept in reversed(passed):
            delta = layer.backward(gradient if kept is None else gradient * kept, sums, outputs)  # ∂L/∂z
            torch.mm(delta.t(), inputs, out=layer.weight_gradient)  # ∂L/∂W
            torch.sum(delta, 0, out=layer.bias_gradient)  # ∂L/∂b
            if layer is not self._layers[0]:
                gradient = torch.mm(delta, layer.weight)  # ∂L/∂x, for the layer before

    def _forward(self, inputs: Tensor) -> tuple[list[_Passed], Tensor]:
        passed: list[_Passed] = []
        for layer in self._layers:
            # Autograd may have put tensors of its own there since.
            layer.weight.grad, layer.bias.grad = layer.weight_gradient, layer.bias_gradient
            sums = torch.addmm(layer.bias, inputs, layer.transposed)
            outputs = layer.activation.forward(sums)
            kept = self._mask(outputs) if self._kept < 1 and layer is not self._layers[-1] else None
            passed.append((layer, inputs, sums, outputs, kept))
            inputs = outputs if kept is None else outputs * kept
        return passed, inputs

    def _mask(self, outputs: Tensor) -> Tensor:
        """What `nn.Dropout` multiplies outputs with, drawn as it draws it."""
        return torch.empty_like(outputs).bernoulli_(self._kept, generator=self._generator).div_(self._kept)


def _gradient_of(parameter: Tensor) -> Tensor:
    if parameter.grad is None:
        parameter.grad = torch.zeros_like(parameter)
    return parameter.grad
