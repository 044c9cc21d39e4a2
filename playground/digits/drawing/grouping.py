"""Which strokes belong to one digit, and which digits stand in one row: by their boxes and the gaps between them.

Strokes of one digit lie above one another, as the hat of a 5, or within about a pen's width, as the pieces of a broken
line. Digits stand beside one another, and rows have more room between them than the parts of a digit.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Mask = NDArray[np.bool_]

SPECK = 1.6
"""What is smaller than this many pen widths is a speck: no stroke of a digit is."""
NEAR = 1.3
"""Strokes this many pen widths apart belong together, where one of them is small."""
SMALL = 0.55
"""A part of a digit, such as a hat, is at most this share of a digit's size high or, lying, wide."""
TALLEST = 2.2
"""The pieces of a broken line are together at most this many times as high as the usual digit, which may be a piece."""
OVERLAP = 0.5
"""A part lies above or below its digit when this share of its width does."""
BELOW = 0.3
"""And at most this share of a digit's size away."""
MOST_PIECES = 200
"""The largest pieces are looked at: more than these belong to no sheet of digits."""
LEAST = 0.35
"""What is less high than this share of the usual digit is no digit, but a dash, a dot or what a rule left."""


@dataclass(frozen=True)
class Box:
    """A rectangle of pixels: `bottom` and `right` are just outside."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        """In pixels."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """In pixels."""
        return self.right - self.left

    @property
    def size(self) -> int:
        """The longer side, in pixels."""
        return max(self.height, self.width)

    def joined(self, other: "Box") -> "Box":
        """The smallest box around both."""
        return Box(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )

    def overlap(self, other: "Box", *, across: bool) -> int:
        """How many columns (rows, unless `across`) both have; below 0, how many lie between them."""
        if across:
            return min(self.right, other.right) - max(self.left, other.left)
        return min(self.bottom, other.bottom) - max(self.top, other.top)


@dataclass(frozen=True)
class Group:
    """The strokes of what may be one digit.

    Attributes:
        box: around them.
        mask: `(box.height, box.width)`, where the ink is.
    """

    box: Box
    mask: Mask

    def joined(self, other: "Group") -> "Group":
        """Both as one."""
        box = self.box.joined(other.box)
        mask = np.zeros((box.height, box.width), dtype=bool)
        for group in (self, other):
            top, left = group.box.top - box.top, group.box.left - box.left
            mask[top : top + group.box.height, left : left + group.box.width] |= group.mask
        return Group(box, mask)


def pen_width(mask: Mask) -> float:
    """About how wide the lines of `(H, W)` are, in pixels: their area for the length of their edges, twice."""
    area = int(mask.sum())
    edge = int((mask & ~ndimage.binary_erosion(mask, border_value=1)).sum())
    return max(1.0, 2 * area / max(edge, 1))


def group_strokes(mask: Mask) -> list[Group]:
    """The digits of `(H, W)`, from left to right; without specks and what is far smaller than the rest."""
    labels, count = ndimage.label(mask, structure=np.ones((3, 3)))
    if not count:
        return []
    pieces = []
    pen = pen_width(mask)
    for number, place in enumerate(ndimage.find_objects(labels), 1):
        rows, columns = place
        box = Box(rows.start, columns.start, rows.stop, columns.stop)
        if box.size >= SPECK * pen:
            pieces.append(Group(box, labels[place] == number))
    pieces = sorted(pieces, key=lambda piece: -piece.box.size)[:MOST_PIECES]
    usual = usual_size([piece.box for piece in pieces])
    groups = _join(pieces, usual, pen)
    least = LEAST * usual_size([group.box for group in groups])
    return sorted((group for group in groups if group.box.height >= least), key=lambda group: group.box.left)


def usual_size(boxes: list[Box]) -> float:
    """The size of a digit in pixels: of all boxes, each counted as often as it is large, the middle one."""
    sizes = np.sort([box.size for box in boxes])
    if not len(sizes):
        return 0.0
    return float(sizes[np.searchsorted(np.cumsum(sizes**2.0), 0.5 * np.sum(sizes**2.0))])


def _join(pieces: list[Group], usual: float, pen: float) -> list[Group]:
    """Each piece with the nearest digit that it is a part of, nearest pairs first, until nothing changes."""
    groups = list(pieces)
    known: dict[
        tuple[int, int], float
    ] = {}  # distances by identity: `groups` and `kept` keep the objects alive
    kept = list(pieces)
    while True:
        near = _near_pairs([group.box for group in groups], max(BELOW * usual, NEAR * pen))
        best, pair = np.inf, None
        for first, second in near:
            key = id(groups[first]), id(groups[second])
            if key not in known:
                known[key] = _distance_as_parts(groups[first], groups[second], usual, pen)
            if known[key] < best:
                best, pair = known[key], (first, second)
        if pair is None:
            return groups
        joined = groups[pair[0]].joined(groups[pair[1]])
        kept.append(joined)
        groups = [group for at, group in enumerate(groups) if at not in pair] + [joined]


def _near_pairs(boxes: list[Box], reach: float) -> list[tuple[int, int]]:
    """The pairs of boxes with at most `reach` pixels between them."""
    edges = np.array([(box.top, box.left, box.bottom, box.right) for box in boxes])
    starts, ends = edges[:, None, :2], edges[None, :, 2:]
    gaps = np.maximum(starts - ends, np.swapaxes(starts - ends, 0, 1)).max(axis=2)  # (N, N)
    return [(int(a), int(b)) for a, b in np.argwhere(np.triu(gaps <= reach, 1))]


def _distance_as_parts(a: Group, b: Group, usual: float, pen: float) -> float:
    """How far apart `a` and `b` are, in pixels, if they are parts of one digit; infinite if they are not."""
    smaller, larger = sorted((a, b), key=lambda group: group.box.size)
    joined = a.box.joined(b.box)
    columns = a.box.overlap(b.box, across=True)
    gap = -a.box.overlap(b.box, across=False)
    inside = larger.box == joined
    if inside:
        return 0.0
    distance = _distance(a, b)
    above = columns >= OVERLAP * min(a.box.width, b.box.width)
    if distance <= NEAR * pen and above and joined.height <= TALLEST * max(usual, larger.box.size):
        return distance
    if joined.height > 1.35 * max(usual, larger.box.size):
        return np.inf
    part = min(smaller.box.height, smaller.box.width) <= SMALL * usual and smaller.box.height <= 0.75 * usual
    if above and gap <= BELOW * usual and (part or joined.height <= 1.15 * usual):
        return distance
    if distance <= NEAR * pen and part and joined.width <= 1.2 * max(joined.height, usual):
        return distance
    return np.inf


def _distance(a: Group, b: Group) -> float:
    """Pixels between the nearest points of both."""
    box = a.box.joined(b.box)
    field = np.ones((box.height, box.width), dtype=bool)
    places = []
    for group in (a, b):
        top, left = group.box.top - box.top, group.box.left - box.left
        places.append((slice(top, top + group.box.height), slice(left, left + group.box.width)))
    field[places[0]] &= ~a.mask
    return float(ndimage.distance_transform_edt(field)[places[1]][b.mask].min()) - 1


def rows_of(boxes: list[Box]) -> list[list[int]]:
    """The rows from above, each the numbers of its boxes from left to right; a row may lean."""
    rows: list[list[int]] = []
    for number in sorted(range(len(boxes)), key=lambda at: boxes[at].left):
        box = boxes[number]
        fits = [
            (row, boxes[row[-1]].overlap(box, across=False) / min(box.height, boxes[row[-1]].height))
            for row in rows
        ]
        row, share = max(fits, key=lambda fit: fit[1], default=([], 0.0))
        if share >= 0.4:
            row.append(number)
        else:
            rows.append([number])
    return sorted(rows, key=lambda row: float(np.mean([boxes[at].top + boxes[at].bottom for at in row])))
