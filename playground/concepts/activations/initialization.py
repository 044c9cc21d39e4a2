"""Weight initialisation: the rules of `torch.nn.init` for a square layer."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True, kw_only=True)
class Initialization:
    """One rule.

    Attributes:
        label: the display name.
        fill: fills a weight `(fan_out, fan_in)` in place; `standard_deviation` is for the plain rule alone.
        formula: the variance of a weight, in LaTeX.
        notice: what it is made for, in one sentence.
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
        label="Xavier",
        fill=lambda weight, _, generator: nn.init.xavier_normal_(weight, generator=generator),
        formula=r"\operatorname{Var}(w) = \frac{2}{\text{fan}_\text{in} + \text{fan}_\text{out}}",
        notice="Made for tanh: what goes forward and what comes back keep their size.",
        source=_DOCUMENTATION.format("xavier_normal_"),
        code="torch.nn.init.xavier_normal_(weight, generator=generator)",
    ),
    "kaiming": Initialization(
        label="Kaiming",
        fill=lambda weight, _, generator: nn.init.kaiming_normal_(
            weight, nonlinearity="relu", generator=generator
        ),
        formula=r"\operatorname{Var}(w) = \frac{2}{\text{fan}_\text{in}}",
        notice="Made for ReLU: twice the variance makes up for the half that ReLU cuts off.",
        source=_DOCUMENTATION.format("kaiming_normal_"),
        code='torch.nn.init.kaiming_normal_(weight, nonlinearity="relu", generator=generator)',
    ),
    "plain": Initialization(
        label="Plain",
        fill=lambda weight, deviation, generator: nn.init.normal_(weight, std=deviation, generator=generator),
        formula=r"\operatorname{Var}(w) = s^2",
        notice="The same spread whatever the layer's size: too small and everything fades, too large and everything explodes.",
        source=_DOCUMENTATION.format("normal_"),
        code="torch.nn.init.normal_(weight, std={deviation}, generator=generator)",
    ),
}
