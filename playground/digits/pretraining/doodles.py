"""Doodles: what a hand draws while it thinks of nothing, and boxes, in an arbitrary unit, y down.

As in `playground.digits.pretraining.scribbles`, each takes the generator that is its only source of randomness and
gives strokes `(n, 2)` float32.
"""

import numpy as np
from numpy.typing import NDArray

from playground.digits.drawing.strokes import Stroke, Strokes
from playground.digits.pretraining.scribbles import turned

BOX_ASPECT = (0.8, 2.6)
"""A box's width as a share of its height. A narrower one is how a clock shows a zero."""


def coil(rng: np.random.Generator) -> Strokes:
    """A row of loops, as a spring seen from its side."""
    turns = rng.uniform(3, 8)
    angle = np.linspace(0, 2 * np.pi * turns, int(24 * turns))
    advance = angle * rng.uniform(0.08, 0.3) + rng.normal(0, 0.02, len(angle))
    points = np.stack([advance + np.sin(angle), np.cos(angle) * rng.uniform(0.7, 1.6)], axis=1)
    return [turned(points, rng.uniform(-np.pi / 2, np.pi / 2))]


def rosette(rng: np.random.Generator) -> Strokes:
    """Petals around a middle, in one stroke."""
    petals = int(rng.integers(3, 8))
    angle = np.linspace(0, 2 * np.pi, 160)
    radius = rng.uniform(0.3, 0.6) + np.cos(petals * angle) * rng.uniform(0.4, 0.6)
    points = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return [turned(points + rng.normal(0, 0.01, points.shape), rng.uniform(0, np.pi))]


def scratches(rng: np.random.Generator) -> Strokes:
    """Dense strokes to and fro, as something is crossed out, perhaps twice."""
    strokes = []
    for _ in range(int(rng.integers(1, 3))):
        count = int(rng.integers(8, 20))
        along = np.linspace(0, rng.uniform(0.3, 1.2), count) + rng.normal(0, 0.05, count)
        across = np.where(np.arange(count) % 2, rng.uniform(0.6, 1), 0) + rng.normal(0, 0.15, count)
        strokes.append(turned(np.stack([along, across], axis=1), rng.uniform(0, np.pi)))
    return strokes


def dashes(rng: np.random.Generator) -> Strokes:
    """Many short lines, strewn about."""
    strokes = []
    for _ in range(int(rng.integers(5, 14))):
        line = rng.uniform(0, 1, 2) + np.outer([0, 1], rng.normal(0, 0.14, 2))
        strokes.append(line.astype(np.float32))
    return strokes


def dots(rng: np.random.Generator) -> Strokes:
    """Two to nine touches of the pen."""
    return [rng.uniform(0, 1, (1, 2)).astype(np.float32) for _ in range(int(rng.integers(2, 10)))]


def curves(rng: np.random.Generator) -> Strokes:
    """Three to six bows across one another."""
    return [_bow(rng.uniform(0, 1, (3, 2))) for _ in range(int(rng.integers(3, 7)))]


def ripple(rng: np.random.Generator) -> Strokes:
    """One to three wavy lines below one another."""
    time = np.linspace(0, 1, 60)
    pace, height = rng.uniform(2, 5) * 2 * np.pi, rng.uniform(0.06, 0.25)
    lines = []
    for row in range(int(rng.integers(1, 4))):
        wave = height * np.sin(pace * time + rng.uniform(0, 6)) + 0.4 * row + rng.normal(0, 0.01, 60)
        lines.append(np.stack([time, wave], axis=1))
    angle = rng.uniform(-np.pi, np.pi)
    return [turned(line, angle) for line in lines]


def knot(rng: np.random.Generator) -> Strokes:
    """A closed curve around a middle that crosses itself often."""
    angle = np.linspace(0, 2 * np.pi * int(rng.integers(2, 5)), 160)
    rough = sum(
        rng.normal(0, 0.3) * np.sin(pace * angle + rng.uniform(0, 6)) for pace in (0.5, 1.5, 2.3, 3.1)
    )
    radius = 1 + rough
    return [np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1).astype(np.float32)]


def box(rng: np.random.Generator) -> Strokes:
    """A rectangle of one stroke or of four, about as wide as high or wider."""
    rim = _rectangle(rng)
    if rng.random() < 0.6:
        return [np.concatenate([rim, rim[:1] + rng.normal(0, 0.03, 2)]).astype(np.float32)]
    sides = zip(rim, np.roll(rim, -1, axis=0), strict=True)
    return [(np.stack(side) + rng.normal(0, 0.03, (2, 2))).astype(np.float32) for side in sides]


def divided_box(rng: np.random.Generator) -> Strokes:
    """A box that lines divide: a window, a table, or one that is crossed out."""
    rim = _rectangle(rng)
    outline = np.concatenate([rim, rim[:1]])
    if rng.random() < 0.4:
        lines = [rim[[0, 2]], rim[[1, 3]]]
    else:
        # From one side to the opposite one; a box with one line across its middle is how a clock shows an eight.
        down = [
            share * rim[:2] + (1 - share) * rim[[3, 2]]
            for share in rng.uniform(0.2, 0.8, int(rng.integers(1, 3)))
        ]
        over = [
            share * rim[[0, 3]] + (1 - share) * rim[[1, 2]]
            for share in rng.uniform(0.2, 0.8, int(rng.integers(1, 3)))
        ]
        lines = down + over
    return [part.astype(np.float32) for part in [outline, *lines]]


def rounded_box(rng: np.random.Generator) -> Strokes:
    """A box with round corners: a superellipse, as wide as high or wider."""
    angle, power = np.linspace(0, 2 * np.pi, 60), 2 / rng.uniform(5, 9)
    across, down = np.cos(angle), np.sin(angle)
    rim = np.stack([np.sign(across) * np.abs(across) ** power, np.sign(down) * np.abs(down) ** power], axis=1)
    return [(rim * [rng.uniform(0.9, BOX_ASPECT[1]), 1] + rng.normal(0, 0.01, rim.shape)).astype(np.float32)]


def _rectangle(rng: np.random.Generator) -> NDArray[np.float64]:
    """Four corners in turn, of a hand that is not quite exact."""
    rim = np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]]) * [rng.uniform(*BOX_ASPECT), 1]
    return rim + rng.normal(0, 0.03, rim.shape)


def _bow(points: NDArray[np.float64]) -> Stroke:
    """The quadratic Bézier curve of three points `(3, 2)`."""
    t = np.linspace(0, 1, 16)[:, None]
    return ((1 - t) ** 2 * points[0] + 2 * t * (1 - t) * points[1] + t**2 * points[2]).astype(np.float32)
