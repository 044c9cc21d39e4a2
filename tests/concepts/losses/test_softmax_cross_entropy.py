import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import log_softmax, softmax

from playground.concepts.losses.softmax_cross_entropy import cross_entropy

LOGITS = st.lists(st.floats(-6, 6, width=32), min_size=3, max_size=3)


@settings(max_examples=60, deadline=None)
@given(LOGITS, st.integers(0, 2), st.floats(0.1, 5), st.floats(0, 0.5))
def test_all_numbers_are_those_of_the_formulas(logits, true_class, temperature, smoothing):
    result = cross_entropy(logits, true_class, temperature, smoothing)
    z = np.array(logits) / temperature
    target = np.full(3, smoothing / 3)
    target[true_class] += 1 - smoothing
    assert result.probabilities.tolist() == pytest.approx(softmax(z), rel=1e-9)
    assert result.targets.tolist() == pytest.approx(target)
    assert result.loss == pytest.approx(-target @ log_softmax(z), rel=1e-9, abs=1e-12)
    assert result.gradient.tolist() == pytest.approx((softmax(z) - target) / temperature, rel=1e-6, abs=1e-9)


def test_the_gradient_of_one_logit_is_its_finite_difference():
    step = 1e-6
    losses = [cross_entropy([2.0 + sign * step, 1.0, -1.0], 1, 0.7, 0.1).loss for sign in (1, -1)]
    slope = (losses[0] - losses[1]) / (2 * step)
    assert float(cross_entropy([2.0, 1.0, -1.0], 1, 0.7, 0.1).gradient[0]) == pytest.approx(slope, rel=1e-6)
