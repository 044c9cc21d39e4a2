"""Numbers, percentages and lists as sentences show them."""

import math
from collections.abc import Sequence


def counted(number: int, noun: str) -> str:
    """`1 step`, `1,000 steps`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def format_percent(percent: float) -> str:
    """One digit after the point; never 100.0 % for a probability below 1, nor 0.0 % for one above 0."""
    if percent >= 99.95:
        return "100\u00a0%" if percent >= 100 else ">\u00a099.9\u00a0%"
    return "<\u00a00.1\u00a0%" if 0 < percent < 0.05 else f"{percent:.1f}\u00a0%"


def format_accuracy(accuracy: object) -> str:
    """A share 0..1 as a percentage; an empty text for anything else, since a file may claim anything."""
    number = isinstance(accuracy, int | float) and not isinstance(accuracy, bool) and math.isfinite(accuracy)
    return f"{100 * accuracy:.2f}\u00a0%" if number and 0 <= accuracy <= 1 else ""  # type: ignore[operator]  # mypy does not see that `number` narrowed it
