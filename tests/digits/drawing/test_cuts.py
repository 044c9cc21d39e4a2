import numpy as np

from playground.digits.drawing.cuts import MOST, cuts
from playground.digits.drawing.grouping import Box, Group


def joined_rings(top: int = 0, left: int = 0) -> Group:
    """Two rings of 40 pixels, lines 4 wide, that touch in a bridge of 4 x 4 pixels: the thinnest place is known."""
    mask = np.zeros((40, 84), dtype=bool)
    for start in (0, 44):
        mask[:, start : start + 40] = True
        mask[4:36, start + 4 : start + 36] = False
    mask[18:22, 40:44] = True
    return Group(Box(top, left, top + 40, left + 84), mask)


def test_the_cut_that_crosses_least_goes_through_the_bridge():
    left, right = cuts(joined_rings())[0]
    assert 40 <= left.mask.shape[1] <= 44
    assert 40 <= right.mask.shape[1] <= 44
    assert left.mask.shape[0] == right.mask.shape[0] == 40


def test_both_parts_together_are_the_ink_and_lie_where_it_lay():
    group = joined_rings(top=7, left=100)
    for parts in cuts(group):
        again = np.zeros_like(group.mask)
        for part in parts:
            box = part.box
            window = again[box.top - 7 : box.bottom - 7, box.left - 100 : box.right - 100]
            assert not (window & part.mask).any(), "a pixel belongs to one part"
            window |= part.mask
        assert np.array_equal(again, group.mask)


def test_few_cuts_are_offered_and_each_has_ink_on_both_sides():
    found = cuts(joined_rings())
    assert 1 < len(found) <= MOST
    assert all(left.mask.any() and right.mask.any() for left, right in found)
    assert len({left.mask.shape[1] for left, _ in found}) > 1
