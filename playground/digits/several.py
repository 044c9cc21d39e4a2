"""Several digits in one picture: which marks are digits, which rows they stand in, and what a network reads in each.

Strokes are grouped by their places first (`playground.digits.drawing.grouping`). Where the rejection network refuses a
group, it is asked about other groupings: together with its neighbour, or cut where digits may touch. A cut is
believed only where every part is surely a digit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from playground.digits.drawing import to_mnist
from playground.digits.drawing.cuts import cuts
from playground.digits.drawing.grouping import Group, group_strokes, rows_of, usual_size
from playground.digits.drawing.photograph import Writing, find_writing, on_canvas
from playground.digits.drawing.preprocessing import FOREGROUND, to_gray
from playground.digits.rejection import Judgement, judge

SURE = 0.9
"""A part of a cut is a digit when the rejection network gives it this chance, 0..1."""
BESIDE = 0.3
"""Groups this share of a digit's size apart may be parts of one."""
APART = 1.2
"""Digits of one number have at most this share of a digit's size between them."""
MOST_DIGITS = 4
"""Touching digits that are cut apart at most."""

Float = NDArray[np.float32]


@dataclass(frozen=True)
class Mark:
    """What may be one digit of a picture.

    Attributes:
        group: its strokes and their place.
        canvas: `(280, 280, 4)` uint8, it alone: white on black.
        image: `(28, 28)` uint8, what a network sees.
        judgement: whether it looks like one digit.
    """

    group: Group
    canvas: NDArray[np.uint8]
    image: NDArray[np.uint8]
    judgement: Judgement

    @property
    def touching(self) -> bool:
        """Whether it looks like digits that touch."""
        return self.judgement.kind == "several"


@dataclass(frozen=True)
class Sheet:
    """All digits of a picture.

    Attributes:
        picture: `(H, W)` uint8.
        marks: in reading order, row by row.
        rows: for each row from above, the numbers of its marks from left to right.
    """

    picture: NDArray[np.uint8]
    marks: tuple[Mark, ...]
    rows: tuple[tuple[int, ...], ...]

    @property
    def accepted(self) -> tuple[Mark, ...]:
        """The marks that look like one digit."""
        return tuple(mark for mark in self.marks if mark.judgement.accepted)


def find_digits_in_photograph(gray: NDArray[np.uint8]) -> Sheet:
    """Every digit of a photograph; arguments and errors as in `find_writing`."""
    return _sheet(gray, find_writing(gray))


def find_digits_in_drawing(rgba: NDArray[np.uint8]) -> Sheet:
    """Every digit of a canvas, `(H, W, 4)` uint8; no mark on a blank one. Errors as in `to_gray`."""
    gray = to_gray(rgba)
    groups = group_strokes(gray >= FOREGROUND)
    return _sheet(gray, Writing((gray / 255).astype(np.float32), groups))


def _sheet(picture: NDArray[np.uint8], writing: Writing) -> Sheet:
    marks = _parted(_joined([_mark(writing, group) for group in writing.groups], writing), writing)
    rows = rows_of([mark.group.box for mark in marks])
    ordered = [number for row in rows for number in row]
    starts = np.cumsum([0, *(len(row) for row in rows)]).tolist()
    return Sheet(
        picture,
        tuple(marks[number] for number in ordered),
        tuple(tuple(range(start, start + len(row))) for start, row in zip(starts, rows, strict=False)),
    )


def _mark(writing: Writing, group: Group) -> Mark:
    canvas = on_canvas(writing, group)
    image = to_mnist(canvas)
    return Mark(group, canvas, image, judge(torch.from_numpy(image)))


def _joined(marks: list[Mark], writing: Writing) -> list[Mark]:
    """Refused marks together with a neighbour, where only both together look like one digit."""
    usual = usual_size([mark.group.box for mark in marks])
    refused = [mark for mark in marks if not mark.judgement.accepted and not mark.touching]
    for mark in refused:
        if mark not in marks:
            continue
        for other in [other for other in marks if other is not mark and _beside(mark, other, usual)]:
            together = _mark(writing, mark.group.joined(other.group))
            if together.judgement.digit >= max(SURE, other.judgement.digit):
                marks = [one for one in marks if one is not mark and one is not other] + [together]
                break
    return marks


def _beside(mark: Mark, other: Mark, usual: float) -> bool:
    a, b = mark.group.box, other.group.box
    joined = a.joined(b)
    reach = -BESIDE * usual
    near = a.overlap(b, across=True) > reach and a.overlap(b, across=False) > reach
    return near and joined.height <= 1.4 * usual and joined.width <= 1.2 * usual


def _parted(marks: list[Mark], writing: Writing) -> list[Mark]:
    """Refused marks that are as wide as several digits, cut into surely accepted ones where that is possible."""
    parted = []
    for mark in marks:
        box = mark.group.box
        wide = mark.touching or box.width > 1.1 * box.height
        parts = None if mark.judgement.accepted or not wide else _cut(mark.group, writing, MOST_DIGITS)
        parted += parts or [mark]
    return parted


def _cut(group: Group, writing: Writing, most: int) -> list[Mark] | None:
    """`group` cut into two to `most` marks, each surely a digit: the likeliest cut; None if there is none."""
    best: list[Mark] | None = None
    for left, rest in cuts(group):
        first = _mark(writing, left)
        if first.judgement.digit < SURE:
            continue
        second = _mark(writing, rest)
        parts = (
            [second]
            if second.judgement.digit >= SURE
            else _cut(rest, writing, most - 1)
            if most > 2
            else None
        )
        if parts and (best is None or _least([first, *parts]) > _least(best)):
            best = [first, *parts]
    return best


def _least(marks: list[Mark]) -> float:
    return min(mark.judgement.digit for mark in marks)


def row_texts(sheet: Sheet, labels: Sequence[int | None]) -> list[str]:
    """Each row as it is written, such as `17` or `17 4`: a gap wider than a digit parts numbers, `?` is no digit."""
    usual = usual_size([mark.group.box for mark in sheet.marks])
    texts = []
    for row in sheet.rows:
        text = ""
        for before, number in zip((None, *row), row, strict=False):
            if before is not None:
                gap = sheet.marks[number].group.box.left - sheet.marks[before].group.box.right
                text += " " if gap > APART * usual else ""
            text += "?" if labels[number] is None else str(labels[number])
        texts.append(text)
    return texts
