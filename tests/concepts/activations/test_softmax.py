import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import softmax as scipy_softmax

from playground.concepts.activations.softmax import softmax

LOGITS = st.lists(st.floats(-10, 10, width=32), min_size=3, max_size=6)


@settings(max_examples=40, deadline=None)
@given(LOGITS, st.floats(0.1, 5))
def test_it_is_scipys_and_its_jacobian_is_the_closed_form(logits, temperature):
    result = softmax(logits, temperature)
    p = scipy_softmax(np.array(logits) / temperature)
    assert result.probabilities.tolist() == pytest.approx(p, rel=1e-9, abs=1e-15)
    np.testing.assert_allclose(
        result.jacobian.numpy(), (np.diag(p) - np.outer(p, p)) / temperature, atol=1e-10
    )


@settings(max_examples=20, deadline=None)
@given(LOGITS, st.floats(-20, 20, width=32))
def test_only_differences_count(logits, shift):
    shifted = softmax([logit + shift for logit in logits]).probabilities
    assert shifted.tolist() == pytest.approx(softmax(logits).probabilities.tolist(), rel=1e-9, abs=1e-12)
