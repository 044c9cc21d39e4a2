"""Smooth relatives of ReLU, and two built from sigmoid and tanh."""

from torch import nn

from playground.concepts.activations.entry import DOCUMENTATION, Activation, ActivationParameter

SQUAREPLUS = """
class Squareplus(nn.Module):
    def __init__(self, b=4.0):
        super().__init__()
        self.b = b

    def forward(self, x):
        return (x + torch.sqrt(x * x + self.b)) / 2
"""

OTHERS = (
    Activation(
        name="gelu",
        label="GELU",
        definition=nn.GELU,
        formula=r"f(x) = x\,\Phi(x)",
        derivative_formula=r"f'(x) = \Phi(x) + x\,\varphi(x)",
        range=r"[-0.17, \infty)",
        notice="The input times the chance that a normal number is smaller: ReLU with a soft corner that dips below 0.",
        source=DOCUMENTATION.format("GELU"),
    ),
    Activation(
        name="gelu_tanh",
        label="GELU (tanh)",
        definition=nn.GELU,
        arguments={"approximate": "tanh"},
        formula=r"f(x) = \tfrac{x}{2}\Bigl(1 + \tanh\bigl(\sqrt{2 / \pi}\,(x + 0.044715\,x^3)\bigr)\Bigr)",
        derivative_formula=r"f'(x) = \tfrac12 (1 + t) + \tfrac{x}{2} (1 - t^2) \sqrt{2 / \pi}\,(1 + 0.134145\,x^2), \; t = \tanh(\ldots)",
        range=r"[-0.17, \infty)",
        notice="GELU by a formula without the normal distribution: the two curves differ by less than 0.0005.",
        source=DOCUMENTATION.format("GELU"),
    ),
    Activation(
        name="silu",
        label="SiLU",
        definition=nn.SiLU,
        formula=r"f(x) = x\,\sigma(x)",
        derivative_formula=r"f'(x) = \sigma(x)\,(1 + x\,(1 - \sigma(x)))",
        range=r"[-0.279, \infty)",
        notice="The input times its own sigmoid, also called Swish: smooth, and not monotone, as it dips below 0.",
        source=DOCUMENTATION.format("SiLU"),
    ),
    Activation(
        name="mish",
        label="Mish",
        definition=nn.Mish,
        formula=r"f(x) = x \tanh(\ln(1 + e^{x}))",
        derivative_formula=r"f'(x) = \tanh(s) + x\,\sigma(x)\,(1 - \tanh^2 s), \; s = \ln(1 + e^{x})",
        range=r"[-0.309, \infty)",
        notice="A close relative of SiLU, a little steeper around 0.",
        source=DOCUMENTATION.format("Mish"),
    ),
    Activation(
        name="hardswish",
        label="Hardswish",
        definition=nn.Hardswish,
        formula=r"f(x) = x \cdot \operatorname{clip}(x / 6 + \tfrac12, 0, 1)",
        derivative_formula=r"f'(x) = 0,\; (2x + 3) / 6,\; 1 \text{ for } x \le -3,\; -3 < x < 3,\; x \ge 3",
        range=r"[-0.375, \infty)",
        notice="SiLU out of a parabola and two lines, for small devices.",
        source=DOCUMENTATION.format("Hardswish"),
    ),
    Activation(
        name="softplus",
        label="Softplus",
        definition=nn.Softplus,
        formula=r"f(x) = \tfrac1\beta \ln(1 + e^{\beta x})",
        derivative_formula=r"f'(x) = \sigma(\beta x)",
        range=r"(0, \infty)",
        notice="ReLU with its corner rounded off; its slope is the sigmoid of β times x.",
        source=DOCUMENTATION.format("Softplus"),
        parameters=(
            ActivationParameter(name="beta", label="β of Softplus", default=1.0, low=0.2, high=5.0, step=0.1),
        ),
    ),
    Activation(
        name="squareplus",
        label="Squareplus",
        definition=SQUAREPLUS,
        formula=r"f(x) = \tfrac12 \bigl(x + \sqrt{x^2 + b}\bigr)",
        derivative_formula=r"f'(x) = \tfrac12 \Bigl(1 + \frac{x}{\sqrt{x^2 + b}}\Bigr)",
        range=r"(0, \infty)",
        notice="Softplus without exponentials, only a root: positive everywhere, and b says how wide the bend is.",
        source="https://arxiv.org/abs/2112.11687",
        parameters=(
            ActivationParameter(name="b", label="b of Squareplus", default=4.0, low=0.1, high=10.0, step=0.1),
        ),
    ),
    Activation(
        name="log_sigmoid",
        label="LogSigmoid",
        definition=nn.LogSigmoid,
        formula=r"f(x) = \ln \sigma(x)",
        derivative_formula=r"f'(x) = 1 - \sigma(x)",
        range=r"(-\infty, 0)",
        notice="The logarithm of a probability, as losses need it; inside a network it only ever answers below 0.",
        source=DOCUMENTATION.format("LogSigmoid"),
    ),
    Activation(
        name="tanhshrink",
        label="Tanhshrink",
        definition=nn.Tanhshrink,
        formula=r"f(x) = x - \tanh(x)",
        derivative_formula=r"f'(x) = \tanh^2(x)",
        range=r"(-\infty, \infty)",
        notice="What tanh takes away: almost flat around 0, where most inputs lie, and straight far out.",
        source=DOCUMENTATION.format("Tanhshrink"),
    ),
)
