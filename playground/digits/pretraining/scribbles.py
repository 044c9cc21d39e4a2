"""Scribbles and loose shapes: random strokes `(n, 2)` float32, in an arbitrary unit, y down.

Each takes the generator that is its only source of randomness, and draws another one every time.
"""

import numpy as np

from playground.digits.drawing.strokes import Stroke, Strokes


def tangle(rng: np.random.Generator) -> Strokes:
    """A curve through many random points."""
    from scipy.interpolate import CubicSpline

    points = rng.uniform(0, 1, (int(rng.integers(9, 26)), 2))
    times = np.arange(len(points))
    return [CubicSpline(times, points)(np.linspace(0, len(points) - 1, 8 * len(points))).astype(np.float32)]


def zigzag(rng: np.random.Generator) -> Strokes:
    """To and fro with a slow drift, in any direction."""
    count = int(rng.integers(7, 24))
    along = np.linspace(0, rng.uniform(0.6, 2), count) + rng.normal(0, 0.03, count)
    across = np.where(np.arange(count) % 2, 1.0, 0.0) + rng.normal(0, 0.12, count)
    return [turned(np.stack([along, across], axis=1), rng.uniform(0, np.pi))]


def spiral(rng: np.random.Generator) -> Strokes:
    """Two to five turns outwards."""
    angle = np.linspace(0, 2 * np.pi * rng.uniform(2.2, 5), 120) * rng.choice([-1, 1]) + rng.uniform(0, 6)
    radius = np.linspace(0.05, 1, 120)
    return [
        np.stack([radius * np.cos(angle), radius * np.sin(angle) * rng.uniform(0.6, 1.3)], 1).astype(
            np.float32
        )
    ]


def random_walk(rng: np.random.Generator) -> Strokes:
    """One or two random walks whose direction drifts."""
    strokes = []
    for _ in range(int(rng.integers(1, 3))):
        heading = np.cumsum(rng.normal(0, rng.uniform(0.5, 1.1), int(rng.integers(60, 160))))
        strokes.append(np.cumsum(np.stack([np.cos(heading), np.sin(heading)], 1), axis=0).astype(np.float32))
    return strokes


def sticks(rng: np.random.Generator) -> Strokes:
    """Four to eight straight lines without any order."""
    return [rng.uniform(0, 1, (2, 2)).astype(np.float32) for _ in range(int(rng.integers(4, 9)))]


def arcs(rng: np.random.Generator) -> Strokes:
    """Four to seven bent lines without any order."""
    return [_arc(rng, rng.uniform(0.2, 0.8, 2)) for _ in range(int(rng.integers(4, 8)))]


def lissajous(rng: np.random.Generator) -> Strokes:
    """Two swings of different pace across one another."""
    fast, slow = rng.choice([(3, 2), (5, 2), (4, 3), (5, 3), (5, 4), (7, 4)])
    time = np.linspace(0, 2 * np.pi, 200)
    phase = rng.uniform(0.2, 1.3)
    points = np.stack([np.sin(fast * time + phase), np.sin(slow * time)], axis=1)
    return [turned(points + rng.normal(0, 0.01, points.shape), rng.uniform(0, np.pi))]


def hatching(rng: np.random.Generator) -> Strokes:
    """Lines across lines."""
    strokes = []
    for direction in (rng.uniform(0, 0.6), np.pi / 2 + rng.normal(0, 0.2)):
        for offset in np.linspace(0, 1, int(rng.integers(3, 6))):
            line = np.array([[0, offset], [1, offset]]) + rng.normal(0, 0.03, (2, 2)) - 0.5
            strokes.append(turned(line, direction))
    return strokes


def polygon(rng: np.random.Generator) -> Strokes:
    """The outline of three to seven corners."""
    count = int(rng.integers(3, 8))
    angles = np.sort(rng.uniform(0, 2 * np.pi / count, count) + np.arange(count) * 2 * np.pi / count)
    rim = np.stack([np.cos(angles), np.sin(angles)], axis=1) * rng.uniform(0.5, 1, (count, 1))
    return [np.concatenate([rim, rim[:1]]).astype(np.float32)]


def shapes_together(rng: np.random.Generator) -> Strokes:
    """Two or three outlines, sticks or arcs, beside or across one another."""
    strokes: Strokes = []
    for _ in range(int(rng.integers(2, 4))):
        part = [polygon, _circle, lambda rng: [_arc(rng, np.zeros(2))]][int(rng.integers(3))](rng)
        strokes += [
            (stroke * rng.uniform(0.3, 0.7) + rng.uniform(0, 1, 2)).astype(np.float32) for stroke in part
        ]
    points = np.concatenate(strokes)
    # A lone circle would be a zero; two lines at least make something else of it.
    return [*strokes, *(rng.uniform(points.min(), points.max(), (2, 2)).astype(np.float32) for _ in range(2))]


def _circle(rng: np.random.Generator) -> Strokes:
    angle = np.linspace(0, 2 * np.pi, 40) + rng.uniform(0, 6)
    return [np.stack([np.cos(angle), np.sin(angle) * rng.uniform(0.7, 1.3)], axis=1).astype(np.float32)]


def _arc(rng: np.random.Generator, middle: np.ndarray) -> Stroke:
    angle = np.linspace(0, rng.uniform(1, 3.5), 24) + rng.uniform(0, 6)
    points = np.stack([np.cos(angle), np.sin(angle)], axis=1) * rng.uniform(0.2, 0.6)
    return (points + middle).astype(np.float32)


def turned(points: np.ndarray, angle: float) -> Stroke:
    """Points `(n, 2)` turned by an angle in radians."""
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return (points @ turn.T).astype(np.float32)
