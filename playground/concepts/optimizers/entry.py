"""An optimizer with all that pages, programs and races need to know of it."""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import dedent
from typing import Any, Literal

import torch
from torch import Tensor

from playground.concepts.optimizers.parameters import Parameter
from playground.concepts.optimizers.update_trace import UpdateTracer, trace_measured_update
from playground.concepts.optimizers.without_dynamo import keep_dynamo_out

Values = Mapping[str, float | bool]
"""A number, or a switch's position, for each parameter of an optimizer."""


@dataclass(frozen=True, kw_only=True)
class Optimizer:
    """One optimizer: a class of `torch.optim`, or another subclass of `torch.optim.Optimizer`.

    Attributes:
        name: the catalogue key, a lower_snake_case identifier.
        label: the display name.
        optimizer_class: takes the tensors to update, `lr`, and the keywords of `arguments`. Where it is not
            PyTorch's own, programs contain its source, which may use nothing but `torch`.
        notice: its idea in one sentence.
        formula: one step in LaTeX, from the point x_t with the gradient g_t.
        source: where its formula is documented.
        learning_rate: a sensible learning rate for a network.
        surface_learning_rate: one for a function of two coordinates about which nothing is known: a cautious one.
        parameters: what it takes beside the learning rate, with default numbers.
        in_formula: the parameters that `formula` shows beside the learning rate; it holds where the others are 0.
        arguments: the keywords of `optimizer_class` from a value for each parameter, where they are more than the
            parameters by their own keywords.
        fused_on: types of device on which the class has a fused kernel and takes `fused=True`.
        trace_update: adds the lines of an update to a tracer, in the order of computing. By default they are the
            gradient, what the optimizer remembers, and the step, as measured.
        linear_update: how the step near a minimum is a linear map of the error, where it is one: PyTorch's SGD with
            `momentum` and `dampening` ("momentum") or with Nesterov's ("nesterov"); it takes a `weight_decay` that
            is part of the gradient. See `playground.concepts.descent.stability`.
    """

    name: str
    label: str
    optimizer_class: type[torch.optim.Optimizer]
    notice: str
    formula: str
    source: str
    learning_rate: float
    surface_learning_rate: float
    parameters: tuple[Parameter, ...] = ()
    in_formula: tuple[str, ...] = ()
    arguments: Callable[[Values], dict[str, Any]] | None = None
    fused_on: tuple[str, ...] = ()
    trace_update: Callable[[UpdateTracer], None] = trace_measured_update
    linear_update: Literal["momentum", "nesterov"] | None = None

    @property
    def defaults(self) -> dict[str, float | bool]:
        """The default of each parameter, by name."""
        return {parameter.name: parameter.default for parameter in self.parameters}

    @property
    def definition(self) -> str:
        """The source of the class for a program; empty where PyTorch has it."""
        if self._is_pytorchs:
            return ""
        return dedent(inspect.getsource(self.optimizer_class)).strip()

    def build(
        self, tensors: Iterable[Tensor], learning_rate: float, values: Values, fused: bool = False
    ) -> torch.optim.Optimizer:
        """The optimizer of `tensors`, which require their gradients.

        Args:
            tensors: what to update.
            learning_rate: its `lr`.
            values: a number for each parameter.
            fused: use PyTorch's fused kernel, the whole update in one call, where there is one for all tensors.
        """
        keep_dynamo_out()
        tensors = list(tensors)
        keywords = self._keywords(values)
        if fused and {tensor.device.type for tensor in tensors} <= set(self.fused_on):
            keywords["fused"] = True
        build: Callable[..., torch.optim.Optimizer] = self.optimizer_class
        return build(tensors, lr=learning_rate, **keywords)

    def source_call(self, tensors: str, learning_rate: float, values: Values, fused: bool = False) -> str:
        """The call that a person would write, read off the object that `build` makes.

        Args:
            tensors: Python source of what to update, such as `[x]` or `model.parameters()`.
            learning_rate: its `lr`.
            values: a number for each parameter.
            fused: see `build`.
        """
        example: Sequence[Tensor] = [torch.zeros(1, requires_grad=True)]
        built = self.build(example, learning_rate, values, fused)
        plain: Any = self.optimizer_class
        usual = plain(example, lr=learning_rate).defaults
        changed = [
            f"{key}={value!r}" for key, value in built.defaults.items() if key != "lr" and value != usual[key]
        ]
        called = f"torch.optim.{plain.__name__}" if self._is_pytorchs else plain.__name__
        return f"{called}({', '.join([tensors, f'lr={learning_rate!r}', *changed])})"

    def _keywords(self, values: Values) -> dict[str, Any]:
        if self.arguments is not None:
            return self.arguments(values)
        return {parameter.keyword or parameter.name: values[parameter.name] for parameter in self.parameters}

    @property
    def _is_pytorchs(self) -> bool:
        return getattr(torch.optim, self.optimizer_class.__name__, None) is self.optimizer_class
