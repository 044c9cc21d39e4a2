"""One loss function, computed by an `nn.Module` and differentiated by autograd."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from playground.concepts.losses.best_line import Line
from playground.concepts.module_definition import Definition, call_source, module_class

REDUCTIONS = ("none", "mean", "sum")


def _unchanged(prediction: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    return prediction, target


def _apply(module: nn.Module, prediction: Tensor, target: Tensor) -> Tensor:
    return module(prediction, target)


@dataclass(frozen=True, kw_only=True)
class LossParameter:
    """A number of a loss, by the name of the module's argument; the range is what a slider offers.

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


@dataclass(frozen=True, kw_only=True)
class Loss:
    """One entry of the catalogue.

    Attributes:
        name: the catalogue key.
        label: the display name.
        kind: what a prediction is: a key of `playground.concepts.losses.catalogue.KINDS`.
        definition: its class in `torch.nn`, or the source of a class that `torch.nn` does not have, which sees `torch`
            and `nn` alone. It is built from its parameters and `reduction`, one of `REDUCTIONS`. Values, gradients and
            programs come from it.
        formula: for one example, in LaTeX.
        gradient_formula: its derivative by the prediction, in LaTeX.
        notice: what a student should see.
        source: where it is documented.
        arranged: from numbers on the x axis `(N,)` and a target to what the module takes.
        call: applies the module to a prediction and a target of `arranged`, for the few that take their input
            otherwise, such as logarithms.
        code: the same as Python source, from `prediction` and `target` on the x axis.
        parameters: its numbers.
        mean: what the module calls the mean over the examples.
        best_line: finds the line of the least mean loss through points `(N,)` and `(N,)`, float64, with the loss's
            parameters; None where nobody draws it.
    """

    name: str
    label: str
    kind: str
    definition: Definition
    formula: str
    gradient_formula: str
    notice: str
    source: str
    arranged: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]] = _unchanged
    call: Callable[[nn.Module, Tensor, Tensor], Tensor] = _apply
    code: str = "loss(prediction, target)"
    parameters: tuple[LossParameter, ...] = ()
    mean: str = "mean"
    best_line: Callable[..., Line] | None = None

    @property
    def module_class(self) -> type[nn.Module]:
        """The class of its modules."""
        return module_class(self.definition)

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
        return self.module_class(**values, reduction=self._own(reduction))

    def source_call(self, reduction: str = "mean", /, **parameters: float) -> str:
        """The module as Python source, such as `torch.nn.HuberLoss(delta=1.0, reduction='mean')`."""
        values = []
        for parameter in self.parameters:
            value = parameters.get(parameter.name, parameter.default)
            values.append(f"{parameter.name}={f'torch.tensor({value})' if parameter.tensor else value}")
        values.append(f"reduction={self._own(reduction)!r}")
        return call_source(self.definition, ", ".join(values))

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


DOCUMENTATION = "https://docs.pytorch.org/docs/stable/generated/torch.nn.{}.html"
