"""Smooth relatives of ReLU, and two built from sigmoid and tanh."""

from functools import partial

from torch import nn

from playground.concepts.activations.entry import DOCUMENTATION, Activation, ActivationParameter

OTHERS = (
    Activation(
        "gelu", "GELU", nn.GELU,
        r"f(x) = x\,\Phi(x)", r"f'(x) = \Phi(x) + x\,\varphi(x)", r"[-0.17, \infty)",
        "The input times the chance that a normal number is smaller: ReLU with a soft corner that dips below 0.",
        DOCUMENTATION.format("GELU"),
    ),
    Activation(
        "gelu_tanh", "GELU (tanh)", partial(nn.GELU, approximate="tanh"),
        r"f(x) = \tfrac{x}{2}\Bigl(1 + \tanh\bigl(\sqrt{2 / \pi}\,(x + 0.044715\,x^3)\bigr)\Bigr)",
        r"f'(x) = \tfrac12 (1 + t) + \tfrac{x}{2} (1 - t^2) \sqrt{2 / \pi}\,(1 + 0.134145\,x^2), \; t = \tanh(\ldots)",
        r"[-0.17, \infty)",
        "GELU by a formula without the normal distribution: the two curves differ by less than 0.0005.",
        DOCUMENTATION.format("GELU"),
    ),
    Activation(
        "silu", "SiLU", nn.SiLU,
        r"f(x) = x\,\sigma(x)", r"f'(x) = \sigma(x)\,(1 + x\,(1 - \sigma(x)))", r"[-0.279, \infty)",
        "The input times its own sigmoid, also called Swish: smooth, and not monotone, as it dips below 0.",
        DOCUMENTATION.format("SiLU"),
    ),
    Activation(
        "mish", "Mish", nn.Mish,
        r"f(x) = x \tanh(\ln(1 + e^{x}))",
        r"f'(x) = \tanh(s) + x\,\sigma(x)\,(1 - \tanh^2 s), \; s = \ln(1 + e^{x})", r"[-0.309, \infty)",
        "A close relative of SiLU, a little steeper around 0.",
        DOCUMENTATION.format("Mish"),
    ),
    Activation(
        "hardswish", "Hardswish", nn.Hardswish,
        r"f(x) = x \cdot \operatorname{clip}(x / 6 + \tfrac12, 0, 1)",
        r"f'(x) = 0,\; (2x + 3) / 6,\; 1 \text{ for } x \le -3,\; -3 < x < 3,\; x \ge 3", r"[-0.375, \infty)",
        "SiLU out of a parabola and two lines, for small devices.",
        DOCUMENTATION.format("Hardswish"),
    ),
    Activation(
        "softplus", "Softplus", nn.Softplus,
        r"f(x) = \tfrac1\beta \ln(1 + e^{\beta x})", r"f'(x) = \sigma(\beta x)", r"(0, \infty)",
        "ReLU with its corner rounded off; its slope is the sigmoid.",
        DOCUMENTATION.format("Softplus"),
        (ActivationParameter("beta", "β of Softplus", 1.0, 0.2, 5.0, 0.1),),
    ),
    Activation(
        "log_sigmoid", "LogSigmoid", nn.LogSigmoid,
        r"f(x) = \ln \sigma(x)", r"f'(x) = 1 - \sigma(x)", r"(-\infty, 0)",
        "The logarithm of a probability, as losses need it; inside a network it only ever answers below 0.",
        DOCUMENTATION.format("LogSigmoid"),
    ),
    Activation(
        "tanhshrink", "Tanhshrink", nn.Tanhshrink,
        r"f(x) = x - \tanh(x)", r"f'(x) = \tanh^2(x)", r"(-\infty, \infty)",
        "What tanh takes away: almost flat around 0, where most inputs lie, and straight far out.",
        DOCUMENTATION.format("Tanhshrink"),
    ),
)  # fmt: skip
