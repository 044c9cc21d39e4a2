"""Points that a typed function labels: above or below it, where it is positive, or with its value."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

import torch
from torch import Tensor

from playground.concepts.plane.datasets import Labelled, Target
from playground.concepts.plane.features import typed_values
from playground.concepts.plane.typed_function import parse_plane_function
from playground.errors import ConfigurationError

Labels = Literal["above", "positive", "value"]


def labelled(
    count: int,
    noise: float,
    generator: torch.Generator,
    values_of: Callable[[Tensor], Tensor],
    label: Callable[[Tensor, Tensor], Tensor],
) -> Labelled:
    """Points all over the plane, each labelled as the place is to which noise moves it."""
    points = 12 * torch.rand(count, 2, generator=generator) - 6
    shift = 6 * noise * (2 * torch.rand(count, 2, generator=generator) - 1)
    moved = (points + shift).clamp(-6, 6)
    return points, label(moved, values_of(moved))


def above(points: Tensor, values: Tensor) -> Tensor:
    """Class 1 where x2 is above the function."""
    return (points[:, 1] > values).long()


def positive(points: Tensor, values: Tensor) -> Tensor:
    """Class 1 where the function is above 0."""
    return (values > 0).long()


def value(points: Tensor, values: Tensor) -> Tensor:
    """The function, made smaller where it leaves -1 to 1."""
    return values / values.abs().max().clamp(min=1)


LABELS: dict[Labels, Callable[[Tensor, Tensor], Tensor]] = {
    "above": above,
    "positive": positive,
    "value": value,
}
"""From places `(N, 2)` and the function's values there `(N,)`: the targets `(N,)`."""


@dataclass(frozen=True)
class TypedLabels:
    """What labels the points.

    Attributes:
        text: a function of x1 and x2, as `parse_plane_function` reads it.
        labels: a key of `LABELS`.
    """

    text: str
    labels: Labels = "above"

    def __post_init__(self) -> None:
        if self.labels not in LABELS:
            raise ConfigurationError(
                f"Expected labels out of {', '.join(LABELS)}, but got {self.labels!r}. Choose one of these."
            )

    @property
    def target(self) -> Target:
        """What a point is labelled with."""
        return "number" if self.labels == "value" else "two classes"

    def sample(self, count: int, noise: float, generator: torch.Generator) -> Labelled:
        """That many points; see `PlaneDataset.sample`.

        Raises:
            FunctionSyntaxError: the text is no function.
            ConfigurationError: it is not finite at one of them, or all are of one class.
        """
        values_of = partial(typed_values, self.text, what="function")
        points, targets = labelled(count, noise, generator, values_of, LABELS[self.labels])
        if self.target == "two classes" and len(targets.unique()) < 2:
            raise ConfigurationError(
                f"Expected points of both classes, but with {self.text} all {count} are of class {targets[0]}. "
                "Move the function, so that the plane has both."
            )
        return points, targets

    function_name = "sample"
    """What the program calls it."""

    @property
    def program(self) -> str:
        """Source that defines `sample(count, noise, generator)` from `torch` and the type `Labelled`."""
        function = parse_plane_function(self.text).program.replace("def loss(", "def function(")
        parts = [inspect.getsource(part).rstrip() for part in (labelled, LABELS[self.labels])]
        return "\n\n\n".join(
            [
                "from collections.abc import Callable\n\nfrom torch import Tensor",
                *parts,
                function.rstrip(),
                "def values_of(points):\n    return torch.vmap(function)(points.double()).float()",
                "def sample(count, noise, generator):\n"
                f"    return labelled(count, noise, generator, values_of, {self.labels})",
            ]
        )
