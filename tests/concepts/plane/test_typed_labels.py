"""Points that a typed function labels, against NumPy."""

import math

import numpy as np
import pytest
import torch

from playground.concepts.plane.data import PlaneSource
from playground.concepts.plane.datasets import EXTENT, POINTS
from playground.concepts.plane.typed_labels import LABELS, TypedLabels
from playground.errors import ConfigurationError, FunctionSyntaxError


def drawn(text, labels, noise=0.0, seed=3):
    generator = torch.Generator().manual_seed(seed)
    points, targets = TypedLabels(text, labels).sample(POINTS, noise, generator)
    return points.numpy().astype(float), targets.numpy()


def test_above_or_below():
    points, targets = drawn("2 sin(x1)", "above")
    assert np.array_equal(targets, points[:, 1] > 2 * np.sin(points[:, 0]))
    assert 0.3 < targets.mean() < 0.7


def test_where_it_is_above_0():
    points, targets = drawn("x1^2 + x2^2 - 9", "positive")
    assert np.array_equal(targets, (points**2).sum(1) > 9)


@pytest.mark.parametrize(("text", "divided"), [("sin(x1) cos(x2)", False), ("x1 x2", True)])
def test_its_value_within_1(text, divided):
    points, targets = drawn(text, "value")
    x1, x2 = points.T
    expected = x1 * x2 / np.abs(x1 * x2).max() if divided else np.sin(x1) * np.cos(x2)
    assert targets == pytest.approx(expected, abs=1e-6)
    assert np.abs(targets).max() <= 1


def test_noise_labels_points_as_their_neighbours():
    points, without = drawn("x1", "above")
    same, labels = drawn("x1", "above", noise=0.2)
    assert np.array_equal(points, same)
    wrong = without != labels
    assert 0 < wrong.mean() < 0.3
    distance = np.abs(points[:, 1] - points[:, 0]) / math.sqrt(2)
    assert distance[wrong].max() <= 6 * 0.2 * math.sqrt(2) + 1e-5  # no farther than the shift


@pytest.mark.parametrize("labels", LABELS)
def test_points_lie_in_the_plane_and_every_one_trains_or_tests(labels):
    data = PlaneSource(noise=0.5, test_share=0.3, typed=TypedLabels("x1 - x2 / 2", labels)).draw()
    assert (len(data.train_points), len(data.test_points)) == (350, 150)
    assert max(data.train_points.abs().max(), data.test_points.abs().max()) <= EXTENT
    assert data.target == ("number" if labels == "value" else "two classes")
    assert data.train_targets.dtype == (torch.float32 if labels == "value" else torch.int64)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sqrt(x1)", "Expected a function that is a finite number at every point"),
        ("exp(exp(x1^2))", "Expected a function that is a finite number at every point"),
        ("7", "Expected points of both classes, but with 7 all 500 are of class 0"),
    ],
)
def test_a_function_that_labels_no_points_is_told(text, told):
    with pytest.raises(ConfigurationError, match=told):
        drawn(text, "above")


@pytest.mark.parametrize("text", ["", "hello", "x1 +", "x3"])
def test_a_text_that_is_no_function_is_told(text):
    with pytest.raises(FunctionSyntaxError):
        drawn(text, "above")


def test_labels_that_there_are_not():
    with pytest.raises(ConfigurationError, match="Expected labels out of above, positive, value"):
        TypedLabels("x1", "beside")
