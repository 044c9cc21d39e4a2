"""Strokes of one digit stay together, digits stay apart, and rows are found though they lean."""

import numpy as np
import pytest

from playground.digits.drawing.grouping import Box, group_strokes, pen_width, rows_of


def inked(*places, shape=(200, 300)):
    """Blocks of ink: top, bottom, left, right."""
    mask = np.zeros(shape, bool)
    for top, bottom, left, right in places:
        mask[top:bottom, left:right] = True
    return mask


UPRIGHT = (50, 150, 40, 50)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([UPRIGHT], 1),
        ([UPRIGHT, (50, 150, 70, 80)], 2),  # two digits side by side
        ([UPRIGHT, (30, 40, 35, 90)], 1),  # a hat apart
        ([(50, 95, 40, 50), (103, 150, 40, 50)], 1),  # a broken line
        ([(10, 80, 40, 50), (120, 190, 40, 50)], 2),  # one below the other
        ([UPRIGHT, (90, 100, 200, 210)], 1),  # a dot far away
        ([(40, 160, 30, 130), (60, 140, 50, 110)], 1),
        ([], 0),
    ],
)
def test_strokes_are_grouped_by_place_and_distance(places, expected):
    assert len(group_strokes(inked(*places))) == expected


def test_a_group_holds_its_own_ink_alone():
    left, right = group_strokes(inked(UPRIGHT, (60, 140, 70, 80)))
    assert left.box == Box(50, 40, 150, 50)
    assert right.box == Box(60, 70, 140, 80)
    assert right.mask.all()
    assert left.joined(right).mask.sum() == left.mask.sum() + right.mask.sum()


@pytest.mark.parametrize("width", [4, 10, 20])
def test_a_long_lines_width_is_measured(width):
    assert pen_width(inked((10, 190, 50, 50 + width))) == pytest.approx(width, rel=0.3)


def test_rows_may_lean_and_are_read_from_left_to_right():
    above = [Box(20 + 8 * at, 50 * at, 60 + 8 * at, 50 * at + 30) for at in range(5)]
    below = [Box(90 + 8 * at, 50 * at + 4, 130 + 8 * at, 50 * at + 34) for at in range(5)]
    boxes = [*below[::-1], *above]
    rows = [[boxes[number] for number in row] for row in rows_of(boxes)]
    assert rows == [above, below]
