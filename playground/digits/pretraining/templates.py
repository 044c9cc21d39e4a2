"""Digits of our own hand, in the shapes that people are taught in different countries.

MNIST's writers were Americans: the slashed zero, the crossed seven and the one with flag and foot are rare in it. Each
template is a few control points, and every digit drawn from it moves these, so that no two are alike.
"""

import math

import numpy as np
from numpy.typing import NDArray

from playground.digits.drawing.strokes import Stroke, Strokes
from playground.digits.pretraining.digit_shapes import TEMPLATES

POINTS_A_SEGMENT = 6
"""Points of the spline from one control point to the next."""
ANGULAR_SHARE = 0.12
"""So many digits are drawn from straight lines, as a hurried mouse draws them."""


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
    return draw_template(shapes[chosen], rng, angular=bool(rng.random() < ANGULAR_SHARE))


def draw_template(text: str, rng: np.random.Generator, *, angular: bool = False) -> Strokes:
    """The strokes of a template's `text`, see `TEMPLATES`, each time by another hand; `angular`: of straight lines."""
    hand = rng.uniform(0.4, 1.0)  # a careful or a careless writer: all of one digit's changes go together
    strokes = []
    for points, corners in parse_template(text):
        moved = points + rng.normal(0, 0.028 * hand, points.shape) + rng.normal(0, 0.015 * hand, 2)
        strokes.append(_overshoot(spline(moved, corners | angular), rng, hand))
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
