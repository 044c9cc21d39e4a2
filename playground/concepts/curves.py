"""Functions of one axis with their slopes, sampled to be drawn: with their jumps, and with those that coincide."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from torch import Tensor

from playground.concepts.jumps import Jump, find_jumps

DRAWN = 1 / 500
"""Share of an axis within which two lines look like one: half a pixel of a panel, or a quarter of a line's width."""

What = Literal["both", "values", "slopes"]

Function = Callable[[Tensor], tuple[Tensor, Tensor]]
"""From places `(N,)` to values and slopes `(N,)`, float64."""


@dataclass(frozen=True)
class Curve:
    """One function: values and slopes at the places of the shared axis, and at the place that is marked."""

    label: str
    values: Sequence[float]
    slopes: Sequence[float]
    at_probe: tuple[float, float]
    value_jumps: tuple[Jump, ...] = ()
    slope_jumps: tuple[Jump, ...] = ()


@dataclass(frozen=True)
class Coincidence:
    """Curves that look like one.

    Attributes:
        labels: of the curves, the one that is drawn first being the first.
        what: whether values, slopes or both coincide.
        difference: the largest between the first and another one.
    """

    labels: tuple[str, ...]
    what: What
    difference: float


def sample(label: str, function: Function, x: Tensor, probe: float) -> Curve:
    """The curve of `function` at the places `x`, `(N,)`, float64 and ascending, and at `probe`."""
    values, slopes = function(x)
    value, slope = function(torch.tensor([probe], dtype=torch.float64))
    return Curve(
        label,
        values.tolist(),
        slopes.tolist(),
        (float(value) + 0.0, float(slope) + 0.0),  # no -0
        find_jumps(lambda places: function(places)[0], x),
        find_jumps(lambda places: function(places)[1], x),
    )


def coincidences(curves: Sequence[Curve], spans: tuple[float, float] | None = None) -> list[Coincidence]:
    """The groups of curves that cannot be told apart where they are drawn, each curve in at most one of a kind.

    Args:
        curves: over the same places.
        spans: of the two axes, of the values and of the slopes; None: they fit all curves.
    """
    drawn = np.array([[curve.values, curve.slopes] for curve in curves], dtype=float)  # (curves, 2, N)
    if len(curves) < 2:
        return []
    spans = spans or (float(np.ptp(drawn[:, 0])), float(np.ptp(drawn[:, 1])))
    groups: dict[tuple[int, What], list[tuple[int, float]]] = {}
    for second in range(1, len(curves)):
        for first in range(second):
            with np.errstate(invalid="ignore"):  # of infinities; NaN is not within anything
                apart = np.abs(drawn[first] - drawn[second]).max(axis=1)
            near = [bool(apart[panel] <= spans[panel] * DRAWN) for panel in (0, 1)]
            if any(near):
                what: What = "both" if all(near) else "values" if near[0] else "slopes"
                groups.setdefault((first, what), []).append((second, float(apart[near].max())))
                break
    return [
        Coincidence(
            (curves[first].label, *(curves[index].label for index, _ in others)),
            what,
            max(difference for _, difference in others),
        )
        for (first, what), others in groups.items()
    ]
