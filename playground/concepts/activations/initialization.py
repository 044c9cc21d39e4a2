"""How weights begin: the rules of `torch.nn.init` for a square layer."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Initialization:
    """One rule.

    Attributes:
        label: for people.
        fill: fills a weight `(fan_out, fan_in)` in place; `standard_deviation` is for the plain rule alone.
        formula: the variance of a weight, in LaTeX.
        notice: what it is made for.
        source: where it is documented.
        code: the call as Python source, for a weight named `weight`.
    """

    label: str
    fill: Callable[[Tensor, float, torch.Generator], object]
    formula: str
    notice: str
    source: str
    code: str


_DOCUMENTATION = "https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init.{}"

INITIALIZATIONS: dict[str, Initialization] = {
    "xavier": Initialization(
        "Xavier",
        lambda weight, _, generator: nn.init.xavier_normal_(weight, generator=generator),
        r"\operatorname{Var}(w) = \frac{2}{\text{fan}_\text{in} + \text{fan}_\text{out}}",
        "Made for tanh: what goes forward and what comes back keep their size.",
        _DOCUMENTATION.format("xavier_normal_"),
        "torch.nn.init.xavier_normal_(weight, generator=generator)",
    ),
    "kaiming": Initialization(
        "Kaiming",
        lambda weight, _, generator: nn.init.kaiming_normal_(weight, nonlinearity="relu", generator=generator),
        r"\operatorname{Var}(w) = \frac{2}{\text{fan}_\text{in}}",
        "Made for ReLU: twice the variance makes up for the half that ReLU cuts off.",
        _DOCUMENTATION.format("kaiming_normal_"),
        'torch.nn.init.kaiming_normal_(weight, nonlinearity="relu", generator=generator)',
    ),
    "plain": Initialization(
        "Plain",
        lambda weight, deviation, generator: nn.init.normal_(weight, std=deviation, generator=generator),
        r"\operatorname{Var}(w) = s^2",
        "The same spread whatever the layer's size: too small and everything fades, too large and everything explodes.",
        _DOCUMENTATION.format("normal_"),
        "torch.nn.init.normal_(weight, std={deviation}, generator=generator)",
    ),
}  # fmt: skip
