"""Where digits that touch could be cut apart: straight lines from top to bottom that cross little ink."""

import numpy as np
from numpy.typing import NDArray

from playground.digits.drawing.grouping import Box, Group, pen_width

SLANTS = (-0.4, -0.2, 0.0, 0.2, 0.4)
"""Columns to the right for each row down."""
STEPS = 24
"""Places that are tried across the ink's width."""
WIDEST = 2.5
"""A cut crosses at most this many pen widths of ink."""
MOST = 8
"""The cuts that cross least are offered."""

Mask = NDArray[np.bool_]


def cuts(group: Group) -> list[tuple[Group, Group]]:
    """The left and right parts of `group` under each cut, those first that cross the least ink."""
    height, width = group.mask.shape
    down, right = np.mgrid[:height, :width]
    pen = pen_width(group.mask)
    found = []
    for slant in SLANTS:
        from_line = right - slant * (down - height / 2)  # 0 on a line through the upper left corner's column
        for place in np.linspace(0.15, 0.85, STEPS) * width:
            crossed = int((group.mask & (np.abs(from_line - place) < 0.5)).sum())
            if crossed <= WIDEST * pen:
                found.append((crossed + 0.1 * abs(place - width / 2), place, from_line < place))
    chosen: list[tuple[float, Mask]] = []
    for _, place, left in sorted(found, key=lambda cut: cut[0]):
        if len(chosen) < MOST and all(abs(place - other) > 0.04 * width for other, _ in chosen):
            chosen.append((place, left))
    parts = [(group.mask & left, group.mask & ~left) for _, left in chosen]
    return [
        (_cropped(group.box, left), _cropped(group.box, rest))
        for left, rest in parts
        if left.any() and rest.any()
    ]


def _cropped(box: Box, mask: Mask) -> Group:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    inner = Box(
        box.top + int(rows[0]),
        box.left + int(columns[0]),
        box.top + int(rows[-1]) + 1,
        box.left + int(columns[-1]) + 1,
    )
    return Group(inner, mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
