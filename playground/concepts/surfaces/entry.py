"""An objective to descend: a differentiable function of a point, with what pages and programs need to know of it.

Its graph is the loss surface, after which it is named.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor
from torch.nn import functional as F

Window = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Examples:
    """The examples `(n,)` that a line `y = w * x + b` is fitted to; a step may look at some of them only."""

    inputs: Tensor
    targets: Tensor

    def __len__(self) -> int:
        return len(self.inputs)

    def loss(self, point: Tensor, chosen: Tensor | None = None) -> Tensor:
        """The mean squared error of the line `point = (w, b)` on the `chosen` examples (indices), or on all."""
        inputs, targets = (
            (self.inputs, self.targets) if chosen is None else (self.inputs[chosen], self.targets[chosen])
        )
        weight, bias = point.unbind()
        return F.mse_loss(weight * inputs.to(point) + bias, targets.to(point))


@dataclass(frozen=True, kw_only=True)
class SurfaceSetting:
    """One number that shapes a function, for a slider.

    Attributes:
        name: a lower_snake_case identifier.
        label: the display name.
        notice: what it does, in one sentence.
        low: the smallest value offered.
        high: the largest.
        step: from one value to the next.
        default: the value of the catalogue's entry.
        build: the function for another value.
    """

    name: str
    label: str
    notice: str
    low: float
    high: float
    step: float
    default: float
    build: Callable[[float], "Surface"]


@dataclass(
    frozen=True, kw_only=True, eq=False
)  # functions cannot be compared, so an entry equals itself only
class Surface:
    """A loss as a function of a point, with the place where a descent starts.

    Attributes:
        name: the catalogue key, a lower_snake_case identifier.
        label: the display name.
        function: maps a point `(d,)` of any floating dtype to a scalar tensor of that dtype.
        start: the point where a descent starts by default, d numbers.
        minima: the points where the loss is least, d numbers each; none where they are not known.
        window: the lowest and the highest value of each of the first two coordinates on a map.
        program: Python source that defines `loss(point)` with PyTorch, and needs nothing but `import torch`. With
            `examples` it is `loss(point, chosen=slice(None))`, and defines their `inputs`.
        program_of_one: where one descent has a program of its own instead of `surface_program`'s: from the call of
            an optimizer on `[x]`, the start, the steps, the definition of the optimizer and the call of a schedule.
        coordinates: the coordinates' names, d of them.
        formula: the function in LaTeX.
        gradient_formula: its gradient in LaTeX; empty where it is not written out.
        notice: what a student should see, in one sentence.
        source: where the function is documented.
        steps: how many steps show the point.
        quadratic: the same curvature everywhere, so that a descent has a closed form.
        learning_rates: a rate that suits, by optimizer, for those where one was measured
            (`python -m benchmarks.learning_rates`); `playground.concepts.descent.learning_rates` finds the others.
        setting: a number that shapes it, where there is one.
        examples: what is fitted, where the loss is one of examples.
    """

    name: str
    label: str
    function: Callable[[Tensor], Tensor]
    start: tuple[float, ...]
    minima: tuple[tuple[float, ...], ...]
    window: Window
    formula: str
    gradient_formula: str
    notice: str
    source: str
    program: str
    coordinates: tuple[str, ...] = ("x", "y")
    steps: int = 100
    quadratic: bool = False
    learning_rates: Mapping[str, float] = field(default_factory=dict)
    setting: SurfaceSetting | None = None
    program_of_one: Callable[[str, Sequence[float], int, str, str], str] | None = None
    examples: Examples | None = None

    def __call__(self, point: Tensor) -> Tensor:
        """The loss at `point` `(d,)`: a scalar tensor that autograd can differentiate."""
        return self.function(point)

    @property
    def minimum(self) -> tuple[float, ...]:
        """The first of `minima`. Raises `IndexError` where none is known."""
        return self.minima[0]

    @property
    def least_loss(self) -> float | None:
        """The loss at the minima, or None where none is known."""
        return float(self(torch.tensor(self.minimum, dtype=torch.float64))) if self.minima else None

    def nearest_minimum(self, point: Tensor) -> Tensor | None:
        """The minimum `(d,)` nearest to `point` `(d,)`, in float64; None where none is known."""
        if not self.minima:
            return None
        minima = torch.tensor(self.minima, dtype=torch.float64)
        return minima[(minima - point.double()).square().sum(dim=1).nan_to_num(math.inf).argmin()]

    def values(self, points: Tensor) -> Tensor:
        """The losses `(n,)` at `points` `(n, d)`, all in one call and without gradients."""
        with torch.no_grad():
            return torch.vmap(self.function)(points)


def program_of_x_and_y(expression: str) -> str:
    """The program of a function of x and y, from its expression in Python."""
    return f"def loss(point):\n    x, y = point\n    return {expression}\n"
