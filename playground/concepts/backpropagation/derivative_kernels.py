"""What PyTorch multiplies a gradient with when it goes back through a function, as single calls.

Autograd finds the derivative by the name of the node that a function leaves in the graph. The same derivatives can be
called by themselves, without a graph: `tanh_backward(gradient, a)` is `gradient * (1 - a ** 2)` in one pass over the
memory. A function that is written in several operations has no such call; autograd differentiates it.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

Backward = Callable[[Tensor, Tensor, Tensor], Tensor]
"""From dL/da, the input z and the output a = f(z), all of one shape: dL/dz = dL/da * f'(z)."""

Loss = Callable[[Tensor, Tensor], Tensor]
"""Takes outputs and targets, and returns one number: a module of `torch.nn`, or any function."""

LossAndGradient = Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]
"""From outputs and targets, as the loss takes them: the loss, and its gradient by the outputs, of their shape."""

_aten = torch.ops.aten


def activation_backward(activation: nn.Module) -> Backward:
    """The way back through an elementwise activation, to the last bit as autograd goes it.

    Args:
        activation: an elementwise module without weights of its own.
    """
    point = torch.ones(1, requires_grad=True)
    value = activation(point)
    if value is point:
        return lambda gradient, z, a: gradient
    node = value.grad_fn
    (before, *others), kernel = [source for source, _ in node.next_functions], _ACTIVATIONS.get(node.name())
    if kernel is None or others or before.name() != "torch::autograd::AccumulateGrad":
        return _by_autograd(activation)
    return kernel(node)


def loss_and_gradient(loss: Loss) -> LossAndGradient:
    """A loss and its gradient by the outputs, to the last bit as autograd computes it.

    Args:
        loss: takes outputs and targets, and returns one number.
    """
    known = next((kernel for kind, kernel in _LOSSES.items() if type(loss) is kind), None)
    return known(loss) if known is not None else _loss_by_autograd(loss)


def _by_autograd(activation: nn.Module) -> Backward:
    def backward(gradient: Tensor, z: Tensor, _: Tensor) -> Tensor:
        with torch.enable_grad():
            point = z.detach().requires_grad_()
            return torch.autograd.grad(activation(point), point, gradient)[0]

    return backward


def _loss_by_autograd(loss: Loss) -> LossAndGradient:
    def both(outputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        with torch.enable_grad():
            point = outputs.detach().requires_grad_()
            value = loss(point, targets)
            return value.detach(), torch.autograd.grad(value, point)[0]

    return both


def _elu(alpha: float, scale: float, input_scale: float) -> Backward:
    return lambda gradient, z, a: _aten.elu_backward.default(gradient, alpha, scale, input_scale, False, z)


def _clipped(low: float, high: float) -> Backward:
    return lambda gradient, z, a: _aten.hardtanh_backward.default(gradient, z, low, high)


def _leaky(slope: float) -> Backward:
    return lambda gradient, z, a: _aten.leaky_relu_backward.default(gradient, z, slope, False)


def _gelu(approximate: str) -> Backward:
    return lambda gradient, z, a: _aten.gelu_backward.default(gradient, z, approximate=approximate)


def _softplus(beta: float, threshold: float) -> Backward:
    return lambda gradient, z, a: _aten.softplus_backward.default(gradient, z, beta, threshold)


_ACTIVATIONS: dict[str, Callable[[Any], Backward]] = {
    "ReluBackward0": lambda node: lambda gradient, z, a: _aten.threshold_backward.default(gradient, a, 0),
    "SigmoidBackward0": lambda node: lambda gradient, z, a: _aten.sigmoid_backward.default(gradient, a),
    "TanhBackward0": lambda node: lambda gradient, z, a: _aten.tanh_backward.default(gradient, a),
    "LeakyReluBackward0": lambda node: _leaky(node._saved_negative_slope),
    "HardtanhBackward0": lambda node: _clipped(node._saved_min_val, node._saved_max_val),
    "EluBackward0": lambda node: _elu(node._saved_alpha, node._saved_scale, node._saved_input_scale),
    "CeluBackward0": lambda node: _elu(node._saved_alpha, 1, 1 / node._saved_alpha),
    "GeluBackward0": lambda node: _gelu(node._saved_approximate),
    "SiluBackward0": lambda node: lambda gradient, z, a: _aten.silu_backward.default(gradient, z),
    "MishBackward0": lambda node: lambda gradient, z, a: _aten.mish_backward.default(gradient, z),
    "HardswishBackward0": lambda node: lambda gradient, z, a: _aten.hardswish_backward.default(gradient, z),
    "HardsigmoidBackward0": lambda node: (
        lambda gradient, z, a: _aten.hardsigmoid_backward.default(gradient, z)
    ),
    "SoftplusBackward0": lambda node: _softplus(node._saved_beta, node._saved_threshold),
}
"""By the name of autograd's node, which has saved the activation's numbers."""


def _mse(loss: nn.MSELoss) -> LossAndGradient:
    reduction, one = _reduction(loss), torch.ones(())

    def both(outputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        value = _aten.mse_loss.default(outputs, targets, reduction)
        return value, _aten.mse_loss_backward.default(one.to(value.dtype), outputs, targets, reduction)

    return both


def _binary_cross_entropy(loss: nn.BCEWithLogitsLoss) -> LossAndGradient:
    if loss.weight is not None or (loss.pos_weight is not None and bool((loss.pos_weight != 1).any())):
        return _loss_by_autograd(loss)
    mean = _reduction(loss) == 1

    def both(outputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        gradient = outputs.sigmoid().sub_(targets)
        return loss.forward(outputs, targets), gradient.div_(outputs.numel()) if mean else gradient

    return both


def _cross_entropy(loss: nn.CrossEntropyLoss) -> LossAndGradient:
    if loss.weight is not None or loss.label_smoothing:
        return _loss_by_autograd(loss)
    reduction, ignored, one = _reduction(loss), loss.ignore_index, torch.ones(())

    def both(outputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        if targets.dtype != torch.int64:  # probabilities of the classes, and no class
            return by_autograd(outputs, targets)
        logs = torch._log_softmax(outputs, 1, False)
        value, total = _aten.nll_loss_forward.default(logs, targets, None, reduction, ignored)
        gradient = _aten.nll_loss_backward.default(
            one.to(value.dtype), logs, targets, None, reduction, ignored, total
        )
        return value, torch._log_softmax_backward_data(gradient, logs, 1, outputs.dtype)

    by_autograd = _loss_by_autograd(loss)
    return both


def _reduction(loss: Any) -> int:
    return {"mean": 1, "sum": 2}[loss.reduction]


_LOSSES: dict[type[nn.Module], Callable[[Any], LossAndGradient]] = {
    nn.MSELoss: _mse,
    nn.BCEWithLogitsLoss: _binary_cross_entropy,
    nn.CrossEntropyLoss: _cross_entropy,
}
"""The article's two and the one of two classes; the others cost one small graph a step."""
