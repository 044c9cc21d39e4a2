"""Where a function jumps: found by bisection from the function itself, not from its name or formula."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

SMALLEST = 1e-3
"""A smaller jump is not looked for: it would be less than a pixel high."""
HALVINGS = 52
"""After these a piece of an axis is as narrow as float64 can tell numbers apart."""
PLACES = 9
"""Decimals to which a place is rounded: a jump at 0 is found at 0."""
BESIDE = 1e-8
"""How far from a jump its limits are taken."""


@dataclass(frozen=True)
class Jump:
    """One jump.

    Attributes:
        place: where it is.
        before: the function's limit from the left.
        at: its value at the place itself.
        after: its limit from the right.
    """

    place: float
    before: float
    at: float
    after: float


def find_jumps(function: Callable[[Tensor], Tensor], x: Tensor) -> tuple[Jump, ...]:
    """The jumps of `function` between the ends of `x`, in order.

    Each piece between two places is halved again and again towards the larger change: where the function is
    continuous the change shrinks with the piece, at a jump it stays. Of several jumps within one piece one is found.

    Args:
        function: from places `(N,)` to values `(N,)`, float64.
        x: `(N,)`, ascending, float64.
    """
    low, high = x[:-1], x[1:]
    at_low, at_high = function(low), function(high)
    for _ in range(HALVINGS):
        kept = (at_high - at_low).abs() >= SMALLEST  # False for what is not a number
        low, high, at_low, at_high = low[kept], high[kept], at_low[kept], at_high[kept]
        if not len(low):
            return ()
        middle = (low + high) / 2
        at_middle = function(middle)
        left = (at_middle - at_low).abs() >= (at_high - at_middle).abs()
        low, at_low = torch.where(left, low, middle), torch.where(left, at_low, at_middle)
        high, at_high = torch.where(left, middle, high), torch.where(left, at_middle, at_high)
    places = torch.unique(low[(at_high - at_low).abs() >= SMALLEST].round(decimals=PLACES)) + 0.0  # no -0
    sides = [function(places + offset).tolist() for offset in (-BESIDE, 0.0, BESIDE)]
    return tuple(Jump(*numbers) for numbers in zip(places.tolist(), *sides, strict=True))
