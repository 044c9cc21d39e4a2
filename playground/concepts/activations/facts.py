"""What can be measured of an activation function: is it monotone, zero-centred, and where does it saturate?"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.concepts.activations.entry import Activation

SATURATED_SLOPE = 0.01
"""Where the absolute slope is below this, a neuron hardly learns."""
LIMIT = 10.0
"""The largest distance from 0 that is measured."""
PLACES = 4001
"""How many inputs are measured; between two of them edges and lowest slopes are found by halving."""
HALVINGS = 45
"""After these the place of an edge is known to twelve decimals."""
GOLDEN = (5**0.5 - 1) / 2

Steepness = Callable[[Tensor], Tensor]
"""From inputs `(N,)` to absolute slopes `(N,)`."""
CENTRED = 0.01
"""A mean output within this of 0 counts as zero-centred."""


@dataclass(frozen=True)
class Facts:
    """Measured from `-LIMIT` to `LIMIT`.

    Attributes:
        monotone: it never falls.
        mean: of its output for standard normal inputs.
        steepest: the largest absolute slope.
        saturated: the intervals of inputs where the absolute slope is below `SATURATED_SLOPE`, as (from, to), in order;
            all of them, however narrow, if their slope dips once between two of the `PLACES` inputs.
    """

    monotone: bool
    mean: float
    steepest: float
    saturated: tuple[tuple[float, float], ...]

    @property
    def zero_centred(self) -> bool:
        """Whether outputs average to 0 when inputs do."""
        return abs(self.mean) < CENTRED


def facts(activation: Activation, **parameters: float) -> Facts:
    """Measure an activation with the given parameters."""
    x = torch.linspace(-LIMIT, LIMIT, PLACES, dtype=torch.float64).round(decimals=6)
    values, slopes = activation.value(x, **parameters), activation.derivative(x, **parameters).abs()

    def steepness(places: Tensor) -> Tensor:
        return activation.derivative(places, **parameters).abs()

    return Facts(
        monotone=bool((values.diff() >= -1e-12).all()),
        mean=_mean(activation, **parameters),
        steepest=float(slopes.max()),
        saturated=_saturated(steepness, *_with_lowest(steepness, x, slopes)),
    )


def _mean(activation: Activation, **parameters: float) -> float:
    """The integral over the normal density within eight standard deviations, by the trapezoidal rule."""
    x = torch.linspace(-8, 8, 16001, dtype=torch.float64)
    density = torch.exp(-(x**2) / 2) / (2 * torch.pi) ** 0.5
    return float(torch.trapezoid(activation.value(x, **parameters) * density, x))


def _with_lowest(steepness: Steepness, x: Tensor, slopes: Tensor) -> tuple[Tensor, Tensor]:
    """The places and their slopes, and between them those where the slope is lowest or highest for a moment.

    A dip that goes below `SATURATED_SLOPE` between two places shows as a place that is lower than both its neighbours,
    and a peak likewise: each is narrowed by golden sections.
    """
    inside = slopes < SATURATED_SLOPE
    left, here, right = slopes[:-2], slopes[1:-1], slopes[2:]
    dip = (here <= left) & (here <= right) & ~inside[1:-1]
    peak = (here >= left) & (here >= right) & inside[1:-1]
    turns = (dip | peak) & ((here != left) | (here != right))  # not along a straight line
    sign = torch.where(dip, 1.0, -1.0)[turns].double()
    low, high = x[:-2][turns], x[2:][turns]
    for _ in range(HALVINGS):
        first, second = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        lower = sign * steepness(first) < sign * steepness(second)
        low, high = torch.where(lower, low, first), torch.where(lower, second, high)
    places = torch.unique(torch.cat([x, (low + high) / 2]))
    return places, steepness(places)


def _saturated(steepness: Steepness, x: Tensor, slopes: Tensor) -> tuple[tuple[float, float], ...]:
    """The intervals below `SATURATED_SLOPE`, their edges narrowed by halving the piece in which each lies."""
    inside = slopes < SATURATED_SLOPE
    crossing = inside[1:] != inside[:-1]
    low, high, rising = x[:-1][crossing], x[1:][crossing], inside[1:][crossing]
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        beyond = (steepness(middle) < SATURATED_SLOPE) == rising
        low, high = torch.where(beyond, low, middle), torch.where(beyond, middle, high)
    edges = ((low + high) / 2).tolist()
    edges = [float(x[0])] * bool(inside[0]) + edges + [float(x[-1])] * bool(inside[-1])
    return tuple(zip(edges[::2], edges[1::2], strict=True))
