"""One activation function, computed by its `torch.nn` module and differentiated by autograd."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class ActivationParameter:
    """A number of an activation, by the name that `torch.nn` gives it; the range is what a slider offers."""

    name: str
    label: str
    default: float
    low: float
    high: float
    step: float


@dataclass(frozen=True)
class Activation:
    """One entry of the catalogue.

    Attributes:
        name: the catalogue key, a lower_snake_case identifier.
        label: the display name.
        module: builds the `torch.nn` module from its parameters, also used inside networks.
        formula: the function in LaTeX.
        derivative_formula: its derivative in LaTeX.
        range: the values it takes, in LaTeX.
        notice: what a student should see, in one or two sentences.
        source: where the formula is documented.
        parameters: its numbers.
        in_networks: whether the digit network and the small ones offer it: one that has no slope anywhere teaches
            hidden layers nothing, and one that learns a number itself is a layer rather than a function.
        code: Python source for one that `torch.nn` does not have.
    """

    name: str
    label: str
    module: Callable[..., nn.Module]
    formula: str
    derivative_formula: str
    range: str
    notice: str
    source: str
    parameters: tuple[ActivationParameter, ...] = ()
    in_networks: bool = True
    code: str = ""

    def value(self, x: Tensor, **parameters: float) -> Tensor:
        """The function at every element of `x` (any shape, floating point); same shape and dtype."""
        with torch.no_grad():
            return self.built_for(x, **parameters)(x)

    def derivative(self, x: Tensor, **parameters: float) -> Tensor:
        """The derivative at every element of `x` by autograd; same shape and dtype.

        At a kink it is PyTorch's convention: ReLU's derivative at 0 is 0.
        """
        with torch.enable_grad():
            point = x.detach().clone().requires_grad_()
            (gradient,) = torch.autograd.grad(self.built_for(x, **parameters)(point).sum(), point)
        return gradient

    def built_for(self, x: Tensor, **parameters: float) -> nn.Module:
        """The module in the dtype of `x`; a parameter that is not given has its default."""
        values = {parameter.name: parameter.default for parameter in self.parameters}
        return self.module(**(values | parameters)).to(x.dtype)

    def source_call(self, **parameters: float) -> str:
        """The module as Python source, such as `torch.nn.ELU(alpha=2.0)`; numbers that are usual are not written."""
        if self.code:
            return self.code
        given = {
            p.name: parameters[p.name]
            for p in self.parameters
            if parameters.get(p.name, p.default) != p.default
        }
        module = self.module(**given)
        arguments = [f"{name}={value!r}" for name, value in given.items()]
        if getattr(module, "approximate", "none") != "none":
            arguments.append(f"approximate={module.approximate!r}")
        return f"torch.nn.{type(module).__name__}({', '.join(arguments)})"


DOCUMENTATION = "https://docs.pytorch.org/docs/stable/generated/torch.nn.{}.html"
