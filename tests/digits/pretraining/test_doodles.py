"""Boxes and doodles; `test_non_digits` draws each of them as part of its family."""

import numpy as np
import pytest

from playground.digits.pretraining.doodles import box, coil, divided_box, ripple, rounded_box
from playground.digits.pretraining.seven_segments import WIDE


@pytest.mark.parametrize("make", [box, divided_box, rounded_box])
def test_a_box_is_wider_than_a_zero_of_a_clock(make):
    rng = np.random.default_rng(0)
    for _ in range(100):
        wide, high = np.ptp(np.concatenate(make(rng)), axis=0)
        assert wide / high > WIDE
        assert wide / high < 3


def test_a_box_closes():
    rng = np.random.default_rng(1)
    for _ in range(20):
        strokes = box(rng)
        ends = np.concatenate([stroke[[0, -1]] for stroke in strokes])
        for end, after in zip(ends[1::2], np.roll(ends[::2], -1, axis=0), strict=True):
            assert np.hypot(*(end - after)) < 0.3


def test_a_coil_turns_several_times():
    (stroke,) = coil(np.random.default_rng(2))
    steps = np.diff(stroke, axis=0)
    turned = np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))
    assert abs(turned[-1] - turned[0]) > 4 * np.pi


def test_ripples_lie_beside_one_another():
    rng = np.random.default_rng(3)
    assert {len(ripple(rng)) for _ in range(30)} == {1, 2, 3}
