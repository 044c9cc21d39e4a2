"""Digits of a clock."""

import numpy as np
import pytest

from playground.digits.pretraining.seven_segments import DIGITS, NARROW, SEGMENTS, seven_segment_digit

LIT = {0: 6, 1: 2, 2: 5, 3: 5, 4: 4, 5: 5, 6: 6, 7: 3, 8: 7, 9: 6}


def test_the_usual_digits_light_as_many_segments_as_on_any_clock():
    assert {digit: len(shapes[0]) for digit, shapes in DIGITS.items()} == LIT
    lit = [frozenset(shape) for shapes in DIGITS.values() for shape in shapes]
    assert len(set(lit)) == len(lit)  # no two digits light the same
    assert set().union(*lit) == set(SEGMENTS)


@pytest.mark.parametrize("label", DIGITS)
def test_a_digit_is_its_segments_in_an_upright_box(label):
    rng = np.random.default_rng(label)
    for _ in range(30):
        strokes = seven_segment_digit(label, rng)
        assert len(strokes) in {len(shape) for shape in DIGITS[label]}
        assert all(stroke.dtype == np.float32 for stroke in strokes)
        wide, high = np.ptp(np.concatenate(strokes), axis=0)
        assert 0.6 < high < 1.2  # a segment's gap may shorten a 1
        if label != 1:
            assert NARROW - 0.3 < wide < 0.95
        # Each segment is straight and upright or level, up to the hand's slant.
        for stroke in strokes:
            along = np.abs(stroke[-1] - stroke[0])
            assert along.min() < 0.45 * along.max()


def test_the_generator_decides():
    first, again, other = (seven_segment_digit(8, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(np.concatenate(first), np.concatenate(again))
    assert np.abs(np.concatenate(first) - np.concatenate(other)).max() > 0.01
