"""Bars on a fixed axis, and the enlarged image."""

import numpy as np
import torch

from playground.digits.prediction import Prediction
from playground.figures.draw import enlarge, probability_figure


def prediction(label=7, top=0.5):
    probabilities = torch.full((10,), (1 - top) / 9)
    probabilities[label] = top
    return Prediction(label, probabilities, top)


def test_all_ten_digits_are_categories_with_their_probability():
    figure = probability_figure(prediction(), "red")
    heights = {digit: y for bar in figure.data for digit, y in zip(bar.x, bar.y, strict=True)}
    assert set(heights) == set("0123456789")
    assert sum(heights.values()) == 100 or abs(sum(heights.values()) - 100) < 1e-4
    assert figure.layout.xaxis.categoryarray == tuple("0123456789")


def test_the_predicted_one_differs_by_colour_and_by_text():
    chosen, others = probability_figure(prediction(), "red").data
    assert chosen.x == ("7",)
    assert "50.0\u00a0%" in chosen.text[0]
    assert others.text is None
    assert chosen.marker.color == "red" != others.marker.color


def test_the_axes_do_not_move_with_the_numbers():
    first, second = probability_figure(prediction(7, 0.5)), probability_figure(prediction(2, 0.99))
    assert first.layout == second.layout
    assert first.layout.yaxis.range == (0, 100)


def test_enlarge_repeats_pixels():
    image = np.arange(784, dtype=np.uint16).reshape(28, 28).astype(np.uint8)
    large = enlarge(image, 8)
    assert large.shape == (224, 224)
    assert large.dtype == np.uint8
    np.testing.assert_array_equal(large[::8, ::8], image)
    np.testing.assert_array_equal(large[7::8, 7::8], image)
