"""Activations with flat ends: sigmoid, tanh, and what approximates them."""

from torch import nn

from playground.concepts.activations.entry import DOCUMENTATION, Activation, ActivationParameter

STEP = """
class Step(nn.Module):
    def forward(self, x):
        return (torch.sign(x) + 1) / 2
"""
"""The activation of the perceptron: 0 below 0, 1 above, a half at 0."""

SIGMOID = Activation(
    name="sigmoid",
    label="Sigmoid",
    definition=nn.Sigmoid,
    formula=r"\sigma(x) = \frac{1}{1 + e^{-x}}",
    derivative_formula=r"\sigma'(x) = \sigma(x)\,(1 - \sigma(x))",
    range="(0, 1)",
    notice="Any number becomes one between 0 and 1. The slope is at most 0.25, at x = 0, and almost 0 far from it: a "
    "saturated neuron learns very slowly.",
    source=DOCUMENTATION.format("Sigmoid"),
)
TANH = Activation(
    name="tanh",
    label="Tanh",
    definition=nn.Tanh,
    formula=r"\tanh(x) = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}",
    derivative_formula=r"\tanh'(x) = 1 - \tanh^2(x)",
    range="(-1, 1)",
    notice="Like sigmoid, but centred on 0 and with slope 1 at x = 0. It still flattens out for large inputs of either sign.",
    source=DOCUMENTATION.format("Tanh"),
)
OTHERS = (
    Activation(
        name="step",
        label="Step",
        definition=STEP,
        formula=r"f(x) = 1 \text{ if } x > 0,\; \tfrac12 \text{ if } x = 0,\; 0 \text{ else}",
        derivative_formula=r"f'(x) = 0 \text{ for } x \ne 0",
        range=r"\{0, \tfrac12, 1\}",
        notice="The first artificial neurons switched like this. Its slope is 0 on both sides of the jump, so gradient descent learns nothing.",
        source="https://doi.org/10.1037/h0042519",
        in_networks=False,
    ),
    Activation(
        name="softsign",
        label="Softsign",
        definition=nn.Softsign,
        formula=r"f(x) = \frac{x}{1 + |x|}",
        derivative_formula=r"f'(x) = \frac{1}{(1 + |x|)^2}",
        range="(-1, 1)",
        notice="Like tanh with longer arms: it saturates too, but so slowly that some slope is left far out.",
        source=DOCUMENTATION.format("Softsign"),
    ),
    Activation(
        name="hardtanh",
        label="Hardtanh",
        definition=nn.Hardtanh,
        formula=r"f(x) = \operatorname{clip}(x, a, b)",
        derivative_formula=r"f'(x) = 1 \text{ if } a < x < b \text{ else } 0",
        range="[a, b]",
        notice="Tanh out of three straight pieces: cheap to compute, and flat from one point on.",
        source=DOCUMENTATION.format("Hardtanh"),
        parameters=(
            ActivationParameter(
                name="min_val", label="Lowest value of Hardtanh", default=-1.0, low=-3.0, high=-0.1, step=0.1
            ),
            ActivationParameter(
                name="max_val", label="Highest value of Hardtanh", default=1.0, low=0.1, high=3.0, step=0.1
            ),
        ),
    ),
    Activation(
        name="hardsigmoid",
        label="Hardsigmoid",
        definition=nn.Hardsigmoid,
        formula=r"f(x) = \operatorname{clip}(x / 6 + \tfrac12, 0, 1)",
        derivative_formula=r"f'(x) = \tfrac16 \text{ if } -3 < x < 3 \text{ else } 0",
        range="[0, 1]",
        notice="Sigmoid out of three straight pieces; beyond 3 no gradient is left at all.",
        source=DOCUMENTATION.format("Hardsigmoid"),
    ),
)
