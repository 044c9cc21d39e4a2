"""The Wilson interval against SciPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from playground.digits.own_digits.scores import Score, wilson_interval


@given(st.integers(1, 3000), st.data(), st.sampled_from([0.5, 0.9, 0.95, 0.999]))
def test_the_interval_is_scipys(of, data, confidence):
    right = data.draw(st.integers(0, of))
    expected = binomtest(right, of).proportion_ci(confidence, method="wilson")
    assert wilson_interval(right, of, confidence) == pytest.approx((expected.low, expected.high), abs=1e-12)


@given(st.integers(1, 3000), st.data())
def test_it_holds_the_share_and_stays_inside(of, data):
    right = data.draw(st.integers(0, of))
    low, high = wilson_interval(right, of)
    assert 0 <= low <= right / of <= high <= 1


def test_nothing_tried_says_nothing():
    assert wilson_interval(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("right", "of", "confidence"), [(-1, 3, 0.95), (4, 3, 0.95), (1, 3, 1.0), (1, 3, 0.0)]
)
def test_numbers_out_of_range_are_refused(right, of, confidence):
    with pytest.raises(ValueError, match="Expected 0 to 3 hits"):
        wilson_interval(right, of, confidence)


def test_what_it_learnt_from_is_counted_apart():
    right, learnt = np.array([True, True, False, False]), np.array([True, False, False, True])
    score = Score(np.zeros(4, dtype=np.int64), right, learnt)
    assert score.unseen == (1, 2)
    assert score.interval == wilson_interval(2, 4)
