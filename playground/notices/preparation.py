"""The way from a canvas to the network's image, as text with this drawing's numbers."""

from dataclasses import dataclass

import numpy as np

from playground.digits.drawing.preprocessing import BOX, SIZE, Preparation, center_of_mass
from playground.digits.drawing.stroke_width import stroke_width
from playground.digits.prediction import Prediction
from playground.formatting import format_number, format_percent

FEW = 0.05
"""Probabilities that differ by less than this are called the same."""


@dataclass(frozen=True)
class PreparationNumbers:
    """What was measured on the way.

    Attributes:
        height, width: of the ink's box, in pixels of the canvas.
        line, usual: how wide the line is and was made, as a share of the box's longer side; the same where it was left.
        factor: what the box, with its line as it was made, is multiplied by.
        center: row and column of the scaled ink's centre of mass, in its own pixels, from 0.
        right, down: how far the centre of mass lies from the middle of the box, in pixels of the 28 x 28 image; the ink
            is moved as far the other way.
        share: of the canvas's area that the box takes, 0..1.
    """

    height: int
    width: int
    line: float
    usual: float
    factor: float
    center: tuple[float, float]
    right: float
    down: float
    share: float


def measure(preparation: Preparation) -> PreparationNumbers:
    """The numbers of one drawing."""
    top, left, bottom, right = preparation.box
    height, width = bottom - top, right - left
    row, column = center_of_mass(preparation.scaled)
    middle = [(length - 1) / 2 for length in preparation.scaled.shape]
    ink = preparation.gray[top:bottom, left:right]
    line = stroke_width(ink)
    changed = not np.array_equal(preparation.line, ink)
    return PreparationNumbers(
        height,
        width,
        line,
        stroke_width(preparation.line) if changed else line,
        BOX / max(preparation.line.shape),
        (row, column),
        column - middle[1],
        row - middle[0],
        height * width / preparation.gray.size,
    )


def captions(preparation: Preparation) -> tuple[str, ...]:
    """One for each step: your ink, its box, the line, 20 x 20, centre of mass, 28 x 28."""
    numbers = measure(preparation)
    side, across = preparation.gray.shape
    scaled_height, scaled_width = preparation.scaled.shape
    return (
        f"**1. Your ink**: {across} x {side} pixels.",
        f"**2. Its box**: {numbers.width} x {numbers.height} pixels. The rest is cut away.",
        f"**3. Its line**: {_line(numbers)}.",
        f"**4. {BOX} x {BOX}**: times {format_number(numbers.factor)}, and the box has {scaled_width} x {scaled_height} pixels.",
        f"**5. Centre of mass** (the cross): {_away(numbers)}.",
        f"**6. {SIZE} x {SIZE}**: the cross comes to the middle. This is what the network sees.",
    )


def difference(prepared: Prediction, shrunk: Prediction, preparation: Preparation) -> str:
    """What the preparation changes for this drawing."""
    numbers = measure(preparation)
    place = f"Its box takes {format_percent(100 * numbers.share)} of the canvas"
    if shrunk.label is None:
        return f"{place}. Shrunk to 28 x 28 pixels, nothing is left of its line: the network has nothing to read."
    if prepared.label != shrunk.label:
        return f"{place}. Prepared, the network reads {_reading(prepared)}; only shrunk, {_reading(shrunk)}."
    loss = prepared.confidence - shrunk.confidence
    if loss > FEW:
        end = f"only shrunk, it is {format_percent(100 * loss)[:-2]} points less sure"
    elif loss < -FEW:
        end = f"only shrunk, it is even {format_percent(-100 * loss)[:-2]} points surer, which happens now and then"
    else:
        end = "only shrunk, it says nearly the same: your digit is large and in the middle already. Draw a small one in a corner, and compare again"
    return f"{place}. Prepared, the network reads {_reading(prepared)}; {end}."


def _reading(prediction: Prediction) -> str:
    return f"a **{prediction.label}** with {format_percent(100 * prediction.confidence)}"


def _line(numbers: PreparationNumbers) -> str:
    was, is_now = (format_percent(100 * share) for share in (numbers.line, numbers.usual))
    if numbers.line == numbers.usual:
        return f"{was} of the digit's longer side, left as it is"
    how = "thickened" if numbers.usual > numbers.line else "thinned"
    return f"{how} from {was} to {is_now} of the digit's longer side, as MNIST's pens wrote"


def _away(numbers: PreparationNumbers) -> str:
    ways = [
        f"{format_number(round(abs(distance), 1))} {forward if distance > 0 else backward}"
        for distance, forward, backward in (
            (numbers.right, "to the right", "to the left"),
            (numbers.down, "down", "up"),
        )
        if abs(distance) >= 0.05
    ]
    return f"{' and '.join(ways)} of the box's middle" if ways else "in the middle of the box"
