"""Activations with a kink at 0 that pass positive inputs: ReLU and its variants with a slope below 0."""

from torch import nn

from playground.concepts.activations.entry import DOCUMENTATION, Activation, ActivationParameter

RELU = Activation(
    name="relu",
    label="ReLU",
    definition=nn.ReLU,
    formula=r"\mathrm{ReLU}(x) = \max(0, x)",
    derivative_formula=r"\mathrm{ReLU}'(x) = 1 \text{ if } x > 0 \text{ else } 0",
    range=r"[0, \infty)",
    notice="Positive inputs pass unchanged with slope 1, so gradients do not shrink; negative inputs are cut to 0 with slope 0, "
    "so nothing is learnt there.",
    source=DOCUMENTATION.format("ReLU"),
)
OTHERS = (
    Activation(
        name="linear",
        label="Linear",
        definition=nn.Identity,
        formula=r"f(x) = x",
        derivative_formula=r"f'(x) = 1",
        range=r"(-\infty, \infty)",
        notice="No bend at all: a stack of linear layers is one linear layer, however deep. That is why networks need a bend.",
        source=DOCUMENTATION.format("Identity"),
    ),
    Activation(
        name="leaky_relu",
        label="Leaky ReLU",
        definition=nn.LeakyReLU,
        formula=r"f(x) = \max(0, x) + a \min(0, x)",
        derivative_formula=r"f'(x) = 1 \text{ if } x > 0 \text{ else } a",
        range=r"(-\infty, \infty)",
        notice="Negative inputs keep a slope above 0: no unit dies.",
        source=DOCUMENTATION.format("LeakyReLU"),
        parameters=(
            ActivationParameter(
                name="negative_slope",
                label="Slope of Leaky ReLU below 0",
                default=0.01,
                low=0.01,
                high=1.0,
                step=0.01,
            ),
        ),
    ),
    Activation(
        name="prelu",
        label="PReLU",
        definition=nn.PReLU,
        formula=r"f(x) = \max(0, x) + a \min(0, x), \; a \text{ learnt}",
        derivative_formula=r"f'(x) = 1 \text{ if } x > 0 \text{ else } a",
        range=r"(-\infty, \infty)",
        notice="Leaky ReLU whose slope below 0 is a weight that training finds; this is where it begins.",
        source=DOCUMENTATION.format("PReLU"),
        parameters=(
            ActivationParameter(
                name="init", label="Slope of PReLU below 0", default=0.25, low=0.0, high=1.0, step=0.05
            ),
        ),
        in_networks=False,
    ),
    Activation(
        name="relu6",
        label="ReLU6",
        definition=nn.ReLU6,
        formula=r"f(x) = \min(\max(0, x), 6)",
        derivative_formula=r"f'(x) = 1 \text{ if } 0 < x < 6 \text{ else } 0",
        range="[0, 6]",
        notice="ReLU with a ceiling, for networks that compute with few bits; above 6 it is flat too.",
        source=DOCUMENTATION.format("ReLU6"),
    ),
    Activation(
        name="elu",
        label="ELU",
        definition=nn.ELU,
        formula=r"f(x) = x \text{ if } x > 0 \text{ else } \alpha\,(e^{x} - 1)",
        derivative_formula=r"f'(x) = 1 \text{ if } x > 0 \text{ else } \alpha e^{x}",
        range=r"(-\alpha, \infty)",
        notice="Below 0 it bends towards a floor: outputs average nearer to 0 than ReLU's.",
        source=DOCUMENTATION.format("ELU"),
        parameters=(
            ActivationParameter(name="alpha", label="α of ELU", default=1.0, low=0.1, high=3.0, step=0.1),
        ),
    ),
    Activation(
        name="selu",
        label="SELU",
        definition=nn.SELU,
        formula=r"f(x) = s\,\bigl(x \text{ if } x > 0 \text{ else } \alpha\,(e^{x} - 1)\bigr), \; s \approx 1.0507, \; \alpha \approx 1.6733",
        derivative_formula=r"f'(x) = s \text{ if } x > 0 \text{ else } s\,\alpha e^{x}",
        range=r"(-1.7581, \infty)",
        notice="ELU with two numbers chosen so that mean 0 and variance 1 survive layer after layer.",
        source=DOCUMENTATION.format("SELU"),
    ),
    Activation(
        name="celu",
        label="CELU",
        definition=nn.CELU,
        formula=r"f(x) = \max(0, x) + \min(0, \alpha\,(e^{x / \alpha} - 1))",
        derivative_formula=r"f'(x) = 1 \text{ if } x > 0 \text{ else } e^{x / \alpha}",
        range=r"(-\alpha, \infty)",
        notice="ELU whose two halves meet with the same slope for every α.",
        source=DOCUMENTATION.format("CELU"),
        parameters=(
            ActivationParameter(name="alpha", label="α of CELU", default=1.0, low=0.1, high=3.0, step=0.1),
        ),
    ),
)
