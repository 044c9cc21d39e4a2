"""The catalogue of activation functions. Adding one is one entry here: widgets, tests and pages follow."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Activation:
    """One activation function, computed by its `torch.nn` module and differentiated by autograd.

    Attributes:
        name: the catalogue key, a lower_snake_case identifier.
        label: the display name.
        module: builds the `torch.nn` module, also used inside networks.
        formula: the function in LaTeX.
        derivative_formula: its derivative in LaTeX.
        range: the values it takes, in LaTeX.
        notice: what a student should see, in one or two sentences.
        source: where the formula is documented.
    """

    name: str
    label: str
    module: Callable[[], nn.Module]
    formula: str
    derivative_formula: str
    range: str
    notice: str
    source: str

    def value(self, x: Tensor) -> Tensor:
        """The function at every element of `x` (any shape, floating point); same shape and dtype."""
        with torch.no_grad():
            return self.module()(x)

    def derivative(self, x: Tensor) -> Tensor:
        """The derivative at every element of `x` by autograd; same shape and dtype.

        At a kink it is PyTorch's convention: ReLU's derivative at 0 is 0.
        """
        with torch.enable_grad():
            point = x.detach().clone().requires_grad_()
            (gradient,) = torch.autograd.grad(self.module()(point).sum(), point)
        return gradient


_DOCUMENTATION = "https://docs.pytorch.org/docs/stable/generated/torch.nn.{}.html"

ACTIVATIONS: dict[str, Activation] = {
    entry.name: entry
    for entry in (
        Activation(
            name="relu",
            label="ReLU",
            module=nn.ReLU,
            formula=r"\mathrm{ReLU}(x) = \max(0, x)",
            derivative_formula=r"\mathrm{ReLU}'(x) = 1 \text{ if } x > 0 \text{ else } 0",
            range=r"[0, \infty)",
            notice="Positive inputs pass unchanged with slope 1, so gradients do not shrink; "
            "negative inputs are cut to 0 with slope 0, so nothing is learnt there.",
            source=_DOCUMENTATION.format("ReLU"),
        ),
        Activation(
            name="sigmoid",
            label="Sigmoid",
            module=nn.Sigmoid,
            formula=r"\sigma(x) = \frac{1}{1 + e^{-x}}",
            derivative_formula=r"\sigma'(x) = \sigma(x)\,(1 - \sigma(x))",
            range="(0, 1)",
            notice="Any number becomes one between 0 and 1. The slope is at most 0.25, at x = 0, "
            "and almost 0 far from it: a saturated neuron learns very slowly.",
            source=_DOCUMENTATION.format("Sigmoid"),
        ),
        Activation(
            name="tanh",
            label="Tanh",
            module=nn.Tanh,
            formula=r"\tanh(x) = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}",
            derivative_formula=r"\tanh'(x) = 1 - \tanh^2(x)",
            range="(-1, 1)",
            notice="Like sigmoid, but centred on 0 and with slope 1 at x = 0. It still flattens out "
            "for large inputs of either sign.",
            source=_DOCUMENTATION.format("Tanh"),
        ),
    )
}
