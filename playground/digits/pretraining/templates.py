"""Digits of our own hand, in the shapes that people are taught in different countries.

MNIST's writers were Americans: the slashed zero, the crossed seven and the one with flag and foot are rare in it. Each
template is a few control points, and every digit drawn from it moves these, so that no two are alike.
"""

import math

import numpy as np
from numpy.typing import NDArray

from playground.digits.drawing.strokes import Stroke, Strokes

TEMPLATES: dict[int, dict[str, str]] = {
    0: {
        "oval": "52 2, 28 12, 16 45, 24 84, 50 98, 76 86, 85 50, 74 14, 50 2",
        "round": "55 3, 20 16, 4 50, 20 86, 52 97, 84 84, 96 50, 82 15, 50 3",
        "open": "58 4, 30 10, 15 48, 26 88, 52 97, 78 82, 85 45, 70 10, 48 8",
        "slashed": "52 2, 26 12, 15 48, 24 86, 50 98, 76 86, 85 50, 74 14, 50 2 | 86 6, 50 50, 14 95",
        "slashed through": "50 6, 24 18, 16 50, 26 84, 50 94, 76 84, 84 50, 75 16, 48 6 | 98 0, 50 50, 4 100",
        "looped": "70 8, 40 4, 18 40, 24 84, 52 97, 80 78, 84 36, 66 6, 42 10, 58 22, 84 10",
    },
    1: {
        "stick": "52 2, 50 50, 49 98",
        "leaning": "66 2, 50 50, 36 98",
        "flag": "22 30, 40 18, 58 2!, 57 50, 56 98",
        "long flag": "8 52, 34 28, 62 2!, 61 50, 60 98",
        "flag and foot": "26 26, 42 15, 54 2!, 54 50, 53 96 | 22 97, 52 96, 84 97",
        "serif and foot": "34 14, 46 10, 54 2!, 53 50, 52 97!, 22 98!, 52 97, 82 97",
        "foot": "50 2, 50 50, 50 97 | 24 97, 50 97, 76 97",
    },
    2: {
        "plain": "18 24, 34 5, 62 4, 78 24, 66 50, 40 76, 16 97!, 50 96, 86 95",
        "looped": "18 22, 38 4, 66 8, 76 30, 58 62, 34 92, 14 90, 20 76, 46 84, 66 96, 92 86",
        "swan": "22 32, 26 10, 52 2, 76 16, 74 42, 50 68, 18 96!, 40 88, 62 96, 88 90",
        "angular": "14 16, 48 3, 82 14, 74 42, 14 97!, 50 97, 88 97",
    },
    3: {
        "round": "20 14, 46 2, 74 16, 68 38, 42 47!, 72 54, 82 76, 58 97, 18 86",
        "flat top": "16 4, 46 4, 80 4!, 60 24, 42 42!, 70 48, 82 72, 58 97, 16 88",
        "looped": "22 12, 52 2, 74 18, 56 42, 36 48, 44 40, 72 54, 80 78, 52 98, 16 84",
        "soft": "20 18, 46 3, 72 18, 64 42, 48 48, 70 56, 80 76, 54 97, 20 90",
    },
    4: {
        "open": "24 4, 20 30, 16 56!, 50 57, 88 56 | 70 10, 68 54, 66 98",
        "open and slanted": "36 2, 26 30, 12 60!, 50 58, 92 54 | 62 30, 60 62, 56 98",
        "closed": "66 98, 66 50, 66 2!, 38 36, 8 68!, 50 68, 94 68",
        "closed in two": "62 3, 36 34, 8 66!, 50 67, 94 66 | 64 2, 64 50, 63 98",
        "curved": "26 6, 20 40, 42 56, 74 44, 78 8!, 74 50, 68 98",
    },
    5: {
        "two strokes": "28 4, 26 24, 23 44!, 50 36, 78 54, 76 82, 48 98, 16 88 | 28 4, 54 4, 84 3",
        "one stroke": "82 3, 56 4, 30 5!, 26 24, 23 45!, 50 36, 78 54, 76 82, 48 98, 14 88",
        "round": "80 6, 50 5, 32 12, 24 44, 54 40, 80 62, 66 90, 40 98, 16 86",
        "hat apart": "26 14, 25 30, 22 46!, 52 38, 80 58, 72 86, 44 98, 14 86 | 26 8, 56 7, 90 2",
        "like an S": "80 8, 50 2, 26 16, 36 42, 66 56, 80 78, 56 98, 18 90",
    },
    6: {
        "curved": "72 4, 44 16, 22 46, 18 76, 42 98, 74 88, 76 62, 50 50, 22 68",
        "straight": "70 2, 46 26, 26 54, 18 80, 44 98, 76 86, 74 62, 46 54, 20 74",
        "upright": "38 2, 26 34, 20 70, 34 96, 64 96, 80 76, 62 58, 36 62, 21 78",
        "small loop": "76 10, 52 2, 26 26, 18 66, 34 96, 62 94, 66 72, 44 64, 22 80",
    },
    7: {
        "plain": "14 5, 50 5, 86 4!, 64 44, 40 98",
        "curved": "14 8, 48 6, 84 4!, 58 40, 48 98",
        "crossed": "14 6, 50 6, 86 4!, 64 46, 40 98 | 32 52, 56 50, 82 50",
        "serif": "14 24, 15 14, 16 4!, 50 5, 86 4!, 62 46, 42 98",
        "serif and crossed": "12 24, 14 14, 15 5!, 50 10, 88 4!, 62 46, 42 98 | 28 52, 54 50, 80 48",
        "wave": "12 18, 28 4, 54 12, 86 3!, 62 48, 46 98",
    },
    8: {
        "S first": "74 14, 48 2, 24 18, 38 42, 64 56, 78 78, 50 98, 22 80, 36 56, 62 42, 76 18, 66 8",
        "two rings": "50 47, 28 36, 28 12, 50 2, 72 12, 72 36, 50 47 | 50 47, 22 60, 20 86, 50 98, 80 86, 78 60, 50 47",
        "from the middle": "50 46, 28 30, 34 6, 64 6, 70 30, 48 48, 22 70, 32 96, 66 96, 78 70, 50 46",
        "open top": "80 6, 44 4, 24 22, 44 44, 72 62, 72 90, 42 98, 22 78, 40 54, 66 34, 84 10",
    },
    9: {
        "straight": "76 18, 50 3, 24 16, 26 42, 50 50, 74 34, 78 8!, 76 50, 74 98",
        "curved": "76 20, 50 2, 22 18, 24 44, 52 50, 76 28, 78 46, 70 82, 46 98, 20 88",
        "ring": "74 12, 46 2, 22 22, 36 48, 66 42, 76 14!, 66 54, 48 98",
        "hooked": "78 10, 48 2, 22 24, 38 48, 70 36, 80 8!, 80 54, 72 90, 44 98, 22 86",
    },
}
"""Each digit's shapes: strokes divided by `|`, points x y in percent of the box, `!` behind a sharp corner."""

POINTS_A_SEGMENT = 6
"""Points of the spline from one control point to the next."""


def template_digit(label: int, rng: np.random.Generator, name: str | None = None) -> Strokes:
    """A digit drawn from one of its templates, each time by another hand.

    Args:
        label: 0..9.
        rng: the only source of randomness.
        name: a key of `TEMPLATES[label]`; None picks one at random.

    Returns:
        `(n, 2)` float32 each, x and y roughly in 0..1.

    Raises:
        ValueError: no such label or template.
    """
    if label not in TEMPLATES:
        raise ValueError(f"Expected a label out of 0..9, but got {label!r}.")
    shapes = TEMPLATES[label]
    chosen = str(rng.choice(list(shapes))) if name is None else name
    if chosen not in shapes:
        raise ValueError(f"Expected a template of {label} out of {', '.join(shapes)}, but got {chosen!r}.")
    return draw_template(shapes[chosen], rng)


def draw_template(text: str, rng: np.random.Generator) -> Strokes:
    """The strokes of a template's `text`, see `TEMPLATES`, each time by another hand."""
    hand = rng.uniform(0.4, 1.0)  # a careful or a careless writer: all of one digit's changes go together
    strokes = []
    for points, corners in parse_template(text):
        moved = points + rng.normal(0, 0.028 * hand, points.shape) + rng.normal(0, 0.015 * hand, 2)
        strokes.append(_overshoot(spline(moved, corners), rng, hand))
    return _bend(strokes, rng, hand)


def parse_template(text: str) -> list[tuple[NDArray[np.float64], NDArray[np.bool_]]]:
    """Each stroke's control points `(n, 2)` in 0..1, and which of them are corners `(n,)`."""
    strokes = []
    for stroke in text.split("|"):
        words = stroke.split(",")
        points = [[float(number) / 100 for number in word.strip(" !").split()] for word in words]
        strokes.append((np.array(points), np.array(["!" in word for word in words])))
    return strokes


def spline(points: NDArray[np.float64], corners: NDArray[np.bool_]) -> Stroke:
    """The uniform Catmull-Rom curve through control points.

    Args:
        points: `(n, 2)`, n > 1.
        corners: `(n,)`; at a corner the curve ends and a new one begins, so that it stays sharp.

    Returns:
        `((n - 1) * POINTS_A_SEGMENT + 1, 2)` float32.
    """
    t = np.arange(POINTS_A_SEGMENT)[:, None] / POINTS_A_SEGMENT  # (POINTS_A_SEGMENT, 1)
    curve = []
    for at in range(len(points) - 1):
        one, two = points[at], points[at + 1]
        before = one if at == 0 or corners[at] else points[at - 1]
        after = two if at + 2 == len(points) or corners[at + 1] else points[at + 2]
        curve.append(
            one
            + 0.5 * t * (two - before)
            + 0.5 * t**2 * (2 * before - 5 * one + 4 * two - after)
            + 0.5 * t**3 * (3 * one - before - 3 * two + after)
        )
    return np.concatenate([*curve, points[-1:]]).astype(np.float32)


def _overshoot(stroke: Stroke, rng: np.random.Generator, hand: float) -> Stroke:
    """The stroke with a little more or less at both ends, in the direction it has there."""
    for _ in range(2):
        along = stroke[0] - stroke[2]
        step = along / max(float(np.hypot(*along)), 1e-6) * rng.normal(0, 0.035 * hand)
        weight = np.array([1.0, 0.6, 0.25], dtype=np.float32)[:, None]
        stroke = np.concatenate([stroke[:3] + weight * step, stroke[3:]]).astype(np.float32)[::-1]
    return stroke


def _bend(strokes: Strokes, rng: np.random.Generator, hand: float) -> Strokes:
    """Slant, stretch and wave all strokes alike: `x` to 0.6..1.4 of its width, up to 17 degrees of slant."""
    aspect, slant = math.exp(rng.normal(0, 0.2 * hand)), float(np.clip(rng.normal(0.05, 0.15), -0.3, 0.3))
    aspect = min(max(aspect, 0.6), 1.4)
    depth, phase = rng.normal(0, 0.025 * hand, (2, 2)), rng.uniform(0, 2 * math.pi, (2, 2))
    bent = []
    for stroke in strokes:
        x, y = stroke.astype(np.float64).T
        waves = [
            depth[axis, 0] * np.sin(math.pi * x + phase[axis, 0])
            + depth[axis, 1] * np.sin(1.5 * math.pi * y + phase[axis, 1])
            for axis in (0, 1)
        ]
        across = (x + waves[0] - 0.5) * aspect + 0.5 - slant * (y - 0.5)
        bent.append(np.stack([across, y + waves[1]], axis=1).astype(np.float32))
    return bent
