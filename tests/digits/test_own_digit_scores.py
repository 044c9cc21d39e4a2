"""The Wilson interval against SciPy, and answers against the network asked one image at a time."""

import copy

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from playground.digits.models import ModelConfig, build_model, to_input
from playground.digits.own_digit_scores import Score, read_digits, wilson_interval


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


@pytest.mark.parametrize("config", [ModelConfig(), ModelConfig("cnn")])
def test_a_network_reads_a_set_as_it_reads_single_images_and_is_not_touched(config):
    model = build_model(config, seed=1).eval()
    before = copy.deepcopy(model.state_dict())
    images = np.random.default_rng(0).integers(0, 256, (7, 28, 28), dtype=np.uint8)
    images.flags.writeable = False
    read = read_digits(model, images, batch_size=3)
    with torch.no_grad():
        expected = [int(model(to_input(torch.tensor(image)[None])).argmax()) for image in images]
    assert read.tolist() == expected
    assert not model.training
    assert all(torch.equal(before[name], value) for name, value in model.state_dict().items())
    assert read_digits(model, images[:0]).shape == (0,)


def test_what_it_learnt_from_is_counted_apart():
    right, learnt = np.array([True, True, False, False]), np.array([True, False, False, True])
    score = Score(np.zeros(4, dtype=np.int64), right, learnt)
    assert score.unseen == (1, 2)
    assert score.interval == wilson_interval(2, 4)
