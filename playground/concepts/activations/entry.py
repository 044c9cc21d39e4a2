"""One activation function, computed by an `nn.Module` and differentiated by autograd."""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from playground.concepts.module_definition import Definition, call_source, module_class


@dataclass(frozen=True, kw_only=True)
class ActivationParameter:
    """A number of an activation, by the name of the module's argument; the range is what a slider offers."""

    name: str
    label: str
    default: float
    low: float
    high: float
    step: float


@dataclass(frozen=True, kw_only=True)
class Activation:
    """One entry of the catalogue.

    Attributes:
        name: the catalogue key, a lower_snake_case identifier.
        label: the display name.
        definition: its class in `torch.nn`, or the source of a class that `torch.nn` does not have, which sees `torch`
            and `nn` alone. Values, slopes, networks and programs come from it.
        arguments: what the class is always built with, besides the parameters.
        formula: the function in LaTeX.
        derivative_formula: its derivative in LaTeX.
        range: the values it takes, in LaTeX.
        notice: what a student should see, in one or two sentences.
        source: where the formula is documented.
        parameters: its numbers.
        in_networks: whether the digit network and the small ones offer it: one that has no slope anywhere teaches
            hidden layers nothing, and one that learns a number itself is a layer rather than a function.
    """

    name: str
    label: str
    definition: Definition
    formula: str
    derivative_formula: str
    range: str
    notice: str
    source: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    parameters: tuple[ActivationParameter, ...] = ()
    in_networks: bool = True

    @property
    def name_in_formulas(self) -> str:
        """As a formula writes it: tanh, but ReLU."""
        label = self.label.split(" (")[0]
        return label.lower() if label == label.capitalize() else label

    @property
    def module_class(self) -> type[nn.Module]:
        """The class of its modules."""
        return module_class(self.definition)

    @property
    def is_in_torch(self) -> bool:
        """Whether `torch.nn` has it."""
        return not isinstance(self.definition, str)

    def value(self, x: Tensor, **parameters: float) -> Tensor:
        """The function at every element of `x` (any shape, floating point); same shape and dtype."""
        with torch.no_grad():
            return self.build(x.dtype, **parameters)(x)

    def derivative(self, x: Tensor, **parameters: float) -> Tensor:
        """The derivative at every element of `x` by autograd; same shape and dtype.

        At a kink it is PyTorch's convention: ReLU's derivative at 0 is 0.
        """
        with torch.enable_grad():
            point = x.detach().clone().requires_grad_()
            (gradient,) = torch.autograd.grad(self.build(x.dtype, **parameters)(point).sum(), point)
        return gradient

    def build(self, dtype: torch.dtype = torch.float32, **parameters: float) -> nn.Module:
        """The module for inputs of a dtype; a parameter that is not given has its default."""
        arguments: dict[str, Any] = {**self.arguments, **self._values(parameters)}
        if "dtype" in inspect.signature(self.module_class).parameters:
            arguments["dtype"] = dtype  # a weight made in float32 would keep only the digits of float32
        return self.module_class(**arguments).to(dtype)

    def source_call(self, package: str = "torch.nn", /, **parameters: float) -> str:
        """The module as Python source, such as `torch.nn.ELU(alpha=2.0)`, without what the class assumes by itself.

        Args:
            package: where the program finds the classes of `torch.nn`; one of its own has its `definition` before it.
            parameters: those that are not given have their defaults.
        """
        usual = inspect.signature(self.module_class).parameters
        given = {**self._values(parameters), **self.arguments}
        arguments = [f"{name}={value!r}" for name, value in given.items() if usual[name].default != value]
        return call_source(self.definition, ", ".join(arguments), package)

    def _values(self, parameters: Mapping[str, float]) -> dict[str, float]:
        return {parameter.name: parameter.default for parameter in self.parameters} | dict(parameters)


DOCUMENTATION = "https://docs.pytorch.org/docs/stable/generated/torch.nn.{}.html"
