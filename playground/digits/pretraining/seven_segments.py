"""Seven-segment digits, as clocks and calculators show them and as people copy them with a pen.

The segments are named as usual (https://en.wikipedia.org/wiki/Seven-segment_display): a at the top, then clockwise b
to f, and g in the middle.
"""

import numpy as np

from playground.digits.drawing.strokes import Strokes

SEGMENTS: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "a": ((0, 0), (1, 0)),
    "b": ((1, 0), (1, 1)),
    "c": ((1, 1), (1, 2)),
    "d": ((0, 2), (1, 2)),
    "e": ((0, 1), (0, 2)),
    "f": ((0, 0), (0, 1)),
    "g": ((0, 1), (1, 1)),
}
"""Each segment's ends: column 0..1 and row 0..2 of the digit's six corners."""
DIGITS: dict[int, tuple[str, ...]] = {
    0: ("abcdef",),
    1: ("bc",),
    2: ("abged",),
    3: ("abgcd",),
    4: ("fgbc",),
    5: ("afgcd",),
    6: ("afgedc", "fgedc"),
    7: ("abc", "fabc"),
    8: ("abcdefg",),
    9: ("abcdfg", "abcfg"),
}
"""The segments that are lit for each digit, in the ways that displays differ."""
NARROW, WIDE = 0.4, 0.68
"""The digit's width as a share of its height: a box that is about as wide as high is a square, not a zero."""
POINTS = 7
"""Points of a segment."""


def seven_segment_digit(label: int, rng: np.random.Generator) -> Strokes:
    """A digit of straight segments with or without gaps between them: `(POINTS, 2)` float32 each, height 1, y down."""
    shapes = DIGITS[label]
    lit = shapes[int(rng.integers(len(shapes)))]
    # The corners of a digit of the hand, and the share of each segment that its ends leave free.
    corners = np.array([[[column, row / 2] for row in range(3)] for column in range(2)], dtype=np.float64)
    corners[..., 0] *= rng.uniform(NARROW, WIDE)
    corners += rng.normal(0, rng.uniform(0, 0.02), corners.shape)
    corners[..., 0] -= rng.normal(0, 0.08) * corners[..., 1]
    gap = rng.uniform(0, 0.14) if rng.random() < 0.6 else 0.0
    strokes = []
    for name in lit:
        (start, end), wobble = SEGMENTS[name], rng.normal(0, 0.006, (POINTS, 2))
        along = np.linspace(gap, 1 - gap, POINTS)[:, None]
        line = corners[start] * (1 - along) + corners[end] * along
        strokes.append((line + wobble).astype(np.float32))
    return strokes
