"""Points as a short text for an address, and back."""

from playground.concepts.plane.data import OwnPoint
from playground.concepts.plane.datasets import EXTENT
from playground.concepts.plane.points_file import MAX_POINTS

MAX_CHARACTERS = 2_000
"""What an address may hold in every browser and in most messages."""


def points_text(points: tuple[OwnPoint, ...]) -> str | None:
    """`1.5,-2,0;...` with two digits after the point; None where that is too long for an address."""
    text = ";".join(f"{_short(x1)},{_short(x2)},{_short(label)}" for x1, x2, label in points)
    return text if len(text) <= MAX_CHARACTERS else None


def read_points_text(text: str) -> tuple[OwnPoint, ...] | None:
    """The points of such a text; None if it is none."""
    points = []
    for entry in text.split(";")[: MAX_POINTS + 1]:
        try:
            x1, x2, label = map(float, entry.split(","))
        except ValueError:
            return None
        if not (abs(x1) <= EXTENT and abs(x2) <= EXTENT and abs(label) <= 2):
            return None
        points.append((x1, x2, label))
    return tuple(points) if len(points) <= MAX_POINTS else None


def _short(value: float) -> str:
    return f"{round(value, 2):g}".replace("-0.", "-.").removeprefix("0") or "0" if value else "0"
