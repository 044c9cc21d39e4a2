"""One loss function, computed by its `torch.nn` module and differentiated by autograd."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

REDUCTIONS = ("none", "mean", "sum")


@dataclass(frozen=True)
class LossParameter:
    """A number of a loss, by the name that `torch.nn` gives it; the range is what a slider offers.

    `tensor` says that the module wants it as one.
    """

    name: str
    label: str
    default: float
    low: float
    high: float
    step: float
    help: str
    tensor: bool = False


@dataclass(frozen=True)
class Loss:
    """One entry of the catalogue.

    Attributes:
        name: the catalogue key.
        label: the display name.
        kind: what a prediction is: a key of `playground.concepts.losses.catalogue.KINDS`.
        module: the class in `torch.nn`, built from its parameters and `reduction`.
        call: applies the module to a prediction and a target of `arranged`, for the few that take their input
            otherwise, such as logarithms.
        arranged: from numbers on the x axis `(N,)` and a target to what the module takes.
        formula: for one example, in LaTeX.
        gradient_formula: its derivative by the prediction, in LaTeX.
        notice: what a student should see.
        source: where it is documented.
        parameters: its numbers.
        code: the module's input as Python source, from `prediction` and `target`.
        mean: what the module calls the mean over the examples.
    """

    name: str
    label: str
    kind: str
    module: type[nn.Module]
    formula: str
    gradient_formula: str
    notice: str
    source: str
    arranged: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]
    call: Callable[[nn.Module, Tensor, Tensor], Tensor] = lambda module, prediction, target: module(
        prediction, target
    )
    parameters: tuple[LossParameter, ...] = ()
    code: str = "loss(prediction, target)"
    mean: str = "mean"

    def value(
        self, prediction: Tensor, target: Tensor, reduction: str = "mean", **parameters: float
    ) -> Tensor:
        """The loss of predictions against targets, as its module takes them; differentiable.

        `reduction` is one of `REDUCTIONS`; the mean is that of the examples.

        Returns:
            A scalar for `"mean"` and `"sum"`, one number an example for `"none"`.
        """
        return self.call(self.build(reduction, **parameters), prediction, target)

    def build(self, reduction: str = "mean", **parameters: float) -> nn.Module:
        """The module; a parameter that is not given has its default."""
        values: dict[str, Any] = {}
        for parameter in self.parameters:
            value = parameters.get(parameter.name, parameter.default)
            values[parameter.name] = torch.tensor(value) if parameter.tensor else value
        return self.module(**values, reduction=self._own(reduction))

    def source_call(self, reduction: str = "mean", **parameters: float) -> str:
        """The module as Python source, such as `HuberLoss(delta=1.0, reduction='mean')`."""
        values = []
        for parameter in self.parameters:
            value = parameters.get(parameter.name, parameter.default)
            values.append(f"{parameter.name}={f'torch.tensor({value})' if parameter.tensor else value}")
        values.append(f"reduction={self._own(reduction)!r}")
        return f"{self.module.__name__}({', '.join(values)})"

    def _own(self, reduction: str) -> str:
        return self.mean if reduction == "mean" else reduction

    def along(self, x: Tensor, target: Tensor, **parameters: float) -> tuple[Tensor, Tensor]:
        """Value and derivative of one example's loss at every place of an axis.

        Args:
            x: `(N,)`, the predictions: numbers, scores or probabilities of `kind`.
            target: a scalar, or `(N,)`.
            parameters: of the loss.

        Returns:
            Two tensors `(N,)`: the loss and its derivative by `x`, from autograd.
        """
        with torch.enable_grad():
            point = x.detach().clone().requires_grad_()
            module = self.build("none", **parameters)
            losses = self.call(module, *self.arranged(point, target.expand_as(x)))
            (slopes,) = torch.autograd.grad(losses.sum(), point)
        return losses.detach(), slopes
