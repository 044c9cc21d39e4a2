"""Which curves of a figure lie on one another, as text."""

from collections.abc import Sequence

from playground.concepts.curves import Coincidence
from playground.formatting import format_number, listed

EQUAL = 1e-9
"""Curves that differ by no more are the same function, computed in two ways."""


def describe_coincidences(groups: Sequence[Coincidence], values: str, slopes: str) -> str:
    """A sentence for each group, each after a space; empty where all curves can be told apart.

    Args:
        groups: of `playground.concepts.curves.coincidences`.
        values: what the upper panel shows, in the plural.
        slopes: what the lower panel shows, in the plural.
    """
    names = {"both": "curves", "values": values, "slopes": slopes}
    return "".join(f" {_describe(group, names[group.what])}" for group in groups)


def _describe(group: Coincidence, what: str) -> str:
    first, *others = group.labels
    start = f"The {what} of {listed(group.labels)} coincide"
    if group.difference > EQUAL:
        start += f" to the eye: they differ by at most {format_number(group.difference, 2)}"
    return f"{start}; {first} is the broad line under {listed(others)}."
