"""Activations with flat ends: sigmoid, tanh, and what approximates them."""

import torch
from torch import Tensor, nn

from playground.concepts.activations.entry import DOCUMENTATION, Activation, ActivationParameter


class Step(nn.Module):
    """0 below 0, 1 above, a half at 0: the perceptron's, without a class in `torch.nn`. Its slope is 0 everywhere."""

    def forward(self, x: Tensor) -> Tensor:
        """`(sign(x) + 1) / 2`, of x's shape."""
        return (torch.sign(x) + 1) / 2


SIGMOID = Activation(
    "sigmoid", "Sigmoid", nn.Sigmoid,
    r"\sigma(x) = \frac{1}{1 + e^{-x}}", r"\sigma'(x) = \sigma(x)\,(1 - \sigma(x))", "(0, 1)",
    "Any number becomes one between 0 and 1. The slope is at most 0.25, at x = 0, and almost 0 far from it: a "
    "saturated neuron learns very slowly.",
    DOCUMENTATION.format("Sigmoid"),
)  # fmt: skip
TANH = Activation(
    "tanh", "Tanh", nn.Tanh,
    r"\tanh(x) = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}", r"\tanh'(x) = 1 - \tanh^2(x)", "(-1, 1)",
    "Like sigmoid, but centred on 0 and with slope 1 at x = 0. It still flattens out for large inputs of either sign.",
    DOCUMENTATION.format("Tanh"),
)  # fmt: skip
OTHERS = (
    Activation(
        "step", "Step", Step,
        r"f(x) = 1 \text{ if } x > 0,\; \tfrac12 \text{ if } x = 0,\; 0 \text{ else}", r"f'(x) = 0 \text{ for } x \ne 0", r"\{0, \tfrac12, 1\}",
        "The first artificial neurons switched like this. Its slope is 0 everywhere, so gradient descent learns nothing.",
        "https://doi.org/10.1037/h0042519", in_networks=False, code="lambda x: (torch.sign(x) + 1) / 2",
    ),
    Activation(
        "softsign", "Softsign", nn.Softsign,
        r"f(x) = \frac{x}{1 + |x|}", r"f'(x) = \frac{1}{(1 + |x|)^2}", "(-1, 1)",
        "Like tanh with longer arms: it saturates too, but so slowly that some slope is left far out.",
        DOCUMENTATION.format("Softsign"),
    ),
    Activation(
        "hardtanh", "Hardtanh", nn.Hardtanh,
        r"f(x) = \operatorname{clip}(x, a, b)", r"f'(x) = 1 \text{ if } a < x < b \text{ else } 0", "[a, b]",
        "Tanh out of three straight pieces: cheap to compute, and flat from one point on.",
        DOCUMENTATION.format("Hardtanh"),
        (
            ActivationParameter("min_val", "Lowest value of Hardtanh", -1.0, -3.0, -0.1, 0.1),
            ActivationParameter("max_val", "Highest value of Hardtanh", 1.0, 0.1, 3.0, 0.1),
        ),
    ),
    Activation(
        "hardsigmoid", "Hardsigmoid", nn.Hardsigmoid,
        r"f(x) = \operatorname{clip}(x / 6 + \tfrac12, 0, 1)", r"f'(x) = \tfrac16 \text{ if } -3 < x < 3 \text{ else } 0",
        "[0, 1]",
        "Sigmoid out of three straight pieces; beyond 3 no gradient is left at all.",
        DOCUMENTATION.format("Hardsigmoid"),
    ),
)  # fmt: skip
