"""Activations with a kink at 0 that pass positive inputs: ReLU and what mends its flat side."""

from functools import partial

import torch
from torch import nn

from playground.concepts.activations.entry import DOCUMENTATION, Activation, ActivationParameter

RELU = Activation(
    "relu", "ReLU", nn.ReLU,
    r"\mathrm{ReLU}(x) = \max(0, x)", r"\mathrm{ReLU}'(x) = 1 \text{ if } x > 0 \text{ else } 0", r"[0, \infty)",
    "Positive inputs pass unchanged with slope 1, so gradients do not shrink; negative inputs are cut to 0 with slope 0, "
    "so nothing is learnt there.",
    DOCUMENTATION.format("ReLU"),
)  # fmt: skip
OTHERS = (
    Activation(
        "linear", "Linear", nn.Identity,
        r"f(x) = x", r"f'(x) = 1", r"(-\infty, \infty)",
        "No bend at all: a stack of linear layers is one linear layer, however deep. That is why networks need a bend.",
        DOCUMENTATION.format("Identity"),
    ),
    Activation(
        "leaky_relu", "Leaky ReLU", nn.LeakyReLU,
        r"f(x) = \max(0, x) + a \min(0, x)", r"f'(x) = 1 \text{ if } x > 0 \text{ else } a", r"(-\infty, \infty)",
        "A small slope for negative inputs: no unit dies.",
        DOCUMENTATION.format("LeakyReLU"),
        (ActivationParameter("negative_slope", "Slope of Leaky ReLU below 0", 0.01, 0.01, 1.0, 0.01),),
    ),
    Activation(
        # Its weight keeps all digits of the slider: the module is brought to the input's dtype afterwards.
        "prelu", "PReLU", partial(nn.PReLU, dtype=torch.float64),
        r"f(x) = \max(0, x) + a \min(0, x), \; a \text{ learnt}", r"f'(x) = 1 \text{ if } x > 0 \text{ else } a",
        r"(-\infty, \infty)",
        "Leaky ReLU whose slope below 0 is a weight that training finds; this is where it begins.",
        DOCUMENTATION.format("PReLU"),
        (ActivationParameter("init", "Slope of PReLU below 0", 0.25, 0.0, 1.0, 0.05),),
        in_networks=False,
    ),
    Activation(
        "relu6", "ReLU6", nn.ReLU6,
        r"f(x) = \min(\max(0, x), 6)", r"f'(x) = 1 \text{ if } 0 < x < 6 \text{ else } 0", "[0, 6]",
        "ReLU with a ceiling, for networks that compute with few bits; above 6 it is flat too.",
        DOCUMENTATION.format("ReLU6"),
    ),
    Activation(
        "elu", "ELU", nn.ELU,
        r"f(x) = x \text{ if } x > 0 \text{ else } \alpha\,(e^{x} - 1)", r"f'(x) = 1 \text{ if } x > 0 \text{ else } \alpha e^{x}",
        r"(-\alpha, \infty)",
        "Below 0 it bends towards a floor: outputs average nearer to 0 than ReLU's.",
        DOCUMENTATION.format("ELU"),
        (ActivationParameter("alpha", "α of ELU", 1.0, 0.1, 3.0, 0.1),),
    ),
    Activation(
        "selu", "SELU", nn.SELU,
        r"f(x) = s\,\bigl(x \text{ if } x > 0 \text{ else } \alpha\,(e^{x} - 1)\bigr), \; s \approx 1.0507, \; \alpha \approx 1.6733",
        r"f'(x) = s \text{ if } x > 0 \text{ else } s\,\alpha e^{x}", r"(-1.7581, \infty)",
        "ELU with two numbers chosen so that mean 0 and variance 1 survive layer after layer.",
        DOCUMENTATION.format("SELU"),
    ),
    Activation(
        "celu", "CELU", nn.CELU,
        r"f(x) = \max(0, x) + \min(0, \alpha\,(e^{x / \alpha} - 1))",
        r"f'(x) = 1 \text{ if } x > 0 \text{ else } e^{x / \alpha}", r"(-\alpha, \infty)",
        "ELU whose two halves meet with the same slope for every α.",
        DOCUMENTATION.format("CELU"),
        (ActivationParameter("alpha", "α of CELU", 1.0, 0.1, 3.0, 0.1),),
    ),
)  # fmt: skip
