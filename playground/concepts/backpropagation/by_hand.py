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
        passed = []
        for layer in self._layers:
            sums = torch.addmm(layer.bias, inputs, layer.transposed)
            outputs = layer.activation.forward(sums)
            mask = self._mask(outputs) if self._kept < 1 and layer is not self._layers[-1] else None
            passed.append((layer, inputs, sums, outputs, mask))
            inputs = outputs if mask is None else outputs * mask
        loss, gradient = self._loss(inputs, targets)
        predicted = inputs
        for layer, inputs, sums, outputs, mask in reversed(passed):
            if mask is not None:
                gradient = gradient * mask
            delta = layer.backward(gradient, sums, outputs)
            torch.mm(delta.t(), inputs, out=layer.weight_gradient)
            torch.sum(delta, 0, out=layer.bias_gradient)
            # Autograd may have put tensors of its own there since.
            layer.weight.grad, layer.bias.grad = layer.weight_gradient, layer.bias_gradient
            if layer is not self._layers[0]:
                gradient = torch.mm(delta, layer.weight)
        return loss, predicted

    def _mask(self, outputs: Tensor) -> Tensor:
        """What `nn.Dropout` multiplies outputs with, drawn as it draws it."""
        return torch.empty_like(outputs).bernoulli_(self._kept, generator=self._generator).div_(self._kept)


def _gradient_of(parameter: Tensor) -> Tensor:
    if parameter.grad is None:
        parameter.grad = torch.zeros_like(parameter)
    return parameter.grad
