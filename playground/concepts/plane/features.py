"""What a network of the plane is given: the coordinates, what can be made of them, and a typed function."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.concepts.plane.typed_function import parse_plane_function
from playground.errors import ConfigurationError
from playground.formatting import format_number


@dataclass(frozen=True, kw_only=True)
class Feature:
    """One entry of the catalogue.

    Attributes:
        label: for people.
        of: from the coordinates, two tensors of one shape.
        code: the same as Python source of `x1` and `x2`.
    """

    label: str
    of: Callable[[Tensor, Tensor], Tensor]
    code: str


FEATURES: dict[str, Feature] = {
    "x1": Feature(label="x₁", of=lambda x1, x2: x1, code="x1"),
    "x2": Feature(label="x₂", of=lambda x1, x2: x2, code="x2"),
    "square1": Feature(label="x₁²", of=lambda x1, x2: x1**2, code="x1**2"),
    "square2": Feature(label="x₂²", of=lambda x1, x2: x2**2, code="x2**2"),
    "product": Feature(label="x₁x₂", of=lambda x1, x2: x1 * x2, code="x1 * x2"),
    "sine1": Feature(label="sin x₁", of=lambda x1, x2: x1.sin(), code="x1.sin()"),
    "sine2": Feature(label="sin x₂", of=lambda x1, x2: x2.sin(), code="x2.sin()"),
}
TYPED = "typed"
"""The key of the feature that is typed."""


def features_of(points: Tensor, names: Sequence[str], typed: str = "") -> Tensor:
    """The features of points, column by column.

    Args:
        points: `(N, 2)`, floating point.
        names: keys of `FEATURES`, or `TYPED`.
        typed: the text of the typed one.

    Returns:
        `(N, len(names))`, of the points' dtype.

    Raises:
        FunctionSyntaxError: the text is no function.
        ConfigurationError: the typed feature is not finite at one of the points.
    """
    x1, x2 = points.unbind(1)
    columns = [
        typed_values(typed, points, "feature") if name == TYPED else FEATURES[name].of(x1, x2)
        for name in names
    ]
    return torch.stack(columns, dim=1)


def typed_values(text: str, points: Tensor, what: str) -> Tensor:
    """A typed function at points `(N, 2)`: `(N,)`, of their dtype, computed in float64.

    Args:
        text: the function.
        points: floating point.
        what: the function is, in an error.

    Raises:
        FunctionSyntaxError: the text is no function.
        ConfigurationError: it is not finite at one of the points.
    """
    function = parse_plane_function(text)
    with torch.no_grad():
        values = torch.vmap(function.function)(points.double()).to(points.dtype)
    wrong = (~values.isfinite()).nonzero()
    if len(wrong):
        x, y = points[wrong[0, 0]].tolist()
        raise ConfigurationError(
            f"Expected a {what} that is a finite number at every point, but {text} is not one at "
            f"x₁ = {format_number(x)}, x₂ = {format_number(y)}. Take a function without gaps there."
        )
    return values
