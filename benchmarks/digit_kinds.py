"""Kinds of digits that people draw and that data sets lack, as drawings that no training saw.

They are computed from circles and lines here, apart from the templates that training sees.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from playground.digits.drawing.strokes import Strokes
from playground.digits.pretraining.seven_segments import seven_segment_digit
from playground.digits.pretraining.templates import template_digit

Maker = Callable[[np.random.Generator, int], tuple[int, Strokes]]
"""From a generator and the drawing's number to its label and its strokes."""


def angular_nine(rng: np.random.Generator, at: int) -> tuple[int, Strokes]:
    """One stroke of straight lines: the ring, then the stem."""
    corners = [(0.68, 0.2), (0.3, 0.15), (0.3, 0.45), (0.68, 0.45), (0.68, 0.12), (0.68, 0.9)]
    return 9, [_lines(corners, rng)]


def open_nine(rng: np.random.Generator, at: int) -> tuple[int, Strokes]:
    """A ring that does not close, and a stem: of one stroke, or of two that do not touch."""
    start, end = rng.uniform(-1.1, -0.5), rng.uniform(0.2, 0.6)
    ring = _arc((0.42, 0.27), (0.28, 0.25), start, -2 * np.pi + end)
    right = rng.uniform(0.74, 0.84)
    stem = np.array(
        [[right, rng.uniform(0.02, 0.15)], [right + rng.normal(0, 0.02), 0.5], [rng.uniform(0.6, 0.8), 1]]
    )
    if at % 2:
        stem[0] = ring[-1] + [0.04, 0.02]
        return 9, [_moved(np.concatenate([ring, _dense(stem)]), rng)]
    return 9, [_moved(ring, rng), _moved(_dense(stem), rng)]


def one_with_flag(lowest: float, highest: float) -> Maker:
    """A 1 whose flag comes down to a share of its height between the two."""

    def make(rng: np.random.Generator, at: int) -> tuple[int, Strokes]:
        width, down = rng.uniform(0.28, 0.6), rng.uniform(lowest, highest)
        return 1, [_lines([(0, down), (width, 0), (width + rng.normal(0, 0.02), 1)], rng)]

    return make


def inverted_v(rng: np.random.Generator, at: int) -> tuple[int, Strokes]:
    """A 1 of two legs."""
    return 1, [_lines([(0, 1), (rng.uniform(0.18, 0.4), 0), (rng.uniform(0.45, 0.75), 1)], rng)]


def bent_flag(rng: np.random.Generator, at: int) -> tuple[int, Strokes]:
    """A 1 whose flag is a bow that hangs or sags."""
    width, down, sag = rng.uniform(0.25, 0.4), rng.uniform(0.15, 0.35), rng.uniform(-0.1, 0.1)
    t = np.linspace(0, 1, 12)[:, None]
    start, end = np.array([0, down]), np.array([width, 0.0])
    middle = (start + end) / 2 + sag
    flag = (1 - t) ** 2 * start + 2 * t * (1 - t) * middle + t**2 * end
    stem = _dense(np.array([[width, 0], [width + rng.normal(0, 0.03), 1]]))
    return 1, [_moved(np.concatenate([flag, stem]), rng)]


def slashed_zero(lowest: float, highest: float, short: float, long: float) -> Maker:
    """A 0 with a slash at an angle between the first two, in degrees from upright to the right, from `short` to `long`.

    The slash's length is a share of the oval's own extent in that direction.
    """

    def make(rng: np.random.Generator, at: int) -> tuple[int, Strokes]:
        half = np.array([rng.uniform(0.26, 0.48), 0.5])
        start = rng.uniform(-2.2, -1.2)
        oval = _arc((0, 0), half, start, start - 2 * np.pi * rng.uniform(0.97, 1.05))
        angle = np.radians(rng.uniform(lowest, highest))
        direction = np.array([np.sin(angle), -np.cos(angle)])
        reach = direction / np.hypot(*(direction / half)) * rng.uniform(short, long)
        slash = np.linspace(reach, -reach, 14) + rng.normal(0, 0.03, 2)
        return 0, [_moved(oval, rng), _moved(slash, rng)]

    return make


def seven_segments(rng: np.random.Generator, at: int) -> tuple[int, Strokes]:
    """The ten digits of a clock in turn."""
    return at % 10, seven_segment_digit(at % 10, rng)


def template(rng: np.random.Generator, at: int) -> tuple[int, Strokes]:
    """The ten digits of the templates in turn."""
    return at % 10, template_digit(at % 10, rng)


KINDS: dict[str, Maker] = {
    "angular 9": angular_nine,
    "open 9": open_nine,
    "1, flag to half": one_with_flag(0.35, 0.6),
    "1, flag to three quarters": one_with_flag(0.65, 0.85),
    "1, flag to the base line": one_with_flag(0.9, 1.0),
    "1, inverted V": inverted_v,
    "1, bent flag": bent_flag,
    "0, slash inside": slashed_zero(15, 50, 0.6, 1.0),
    "0, slash beyond": slashed_zero(15, 50, 1.1, 1.4),
    "0, slash far beyond": slashed_zero(15, 50, 1.4, 2.0),
    "0, upright slash": slashed_zero(-10, 10, 0.8, 1.6),
    "0, backslash": slashed_zero(-50, -15, 0.8, 1.6),
    "seven segments": seven_segments,
    "thick pen, tiny digit": template,
}
"""Each kind by its name in the benchmark's table."""


def _lines(corners: list[tuple[float, float]], rng: np.random.Generator) -> NDArray[np.float32]:
    return _moved(_dense(np.array(corners) + rng.normal(0, 0.02, (len(corners), 2))), rng)


def _dense(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The polyline `(n, 2)` with eight points a segment."""
    along = np.linspace(0, len(points) - 1, 8 * (len(points) - 1) + 1)
    return np.stack([np.interp(along, np.arange(len(points)), points[:, axis]) for axis in (0, 1)], axis=1)


def _arc(
    middle: tuple[float, float], half: tuple[float, float] | NDArray[np.float64], start: float, sweep: float
) -> NDArray[np.float64]:
    """An ellipse's points from an angle on; y points down."""
    angle = start + np.linspace(0, sweep, 40)
    return np.array(middle) + np.array(half) * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _moved(points: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float32]:
    """The points with a hand's slow wobble."""
    phase, pace = rng.uniform(0, 6, 2), rng.uniform(2, 6, 2)
    return (
        points + 0.008 * np.sin(pace * points[:, ::-1] + phase) + rng.normal(0, 0.004, points.shape)
    ).astype(np.float32)
