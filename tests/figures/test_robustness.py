"""Bars, curves and images of damage."""

import numpy as np
import torch

from playground.figures.robustness import (
    DOWN,
    STILL,
    UP,
    curve_figure,
    gray_picture,
    layer_bars_option,
    sign_picture,
)


def test_curves_have_lines_at_now_and_at_the_marked_place():
    figure = curve_figure(
        [0, 1, 2], {"a": [1, 0.5, 0.25], "b": [0, 0, 1]}, "noise", 0.7, marked=("change", 1.2)
    )
    first, second = figure.data
    assert list(zip(first.x, first.y, strict=True)) == [(0, 100), (1, 50), (2, 25)]
    assert list(zip(second.x, second.y, strict=True)) == [(0, 0), (1, 0), (2, 100)]
    assert first.line.dash != second.line.dash
    assert first.marker.symbol != second.marker.symbol
    assert [(line.x0, line.x1) for line in figure.layout.shapes] == [(0.7, 0.7), (1.2, 1.2)]
    names = [(name.text, name.x) for name in figure.layout.annotations]
    assert names == [("now", 0.7), ("change", 1.2)]
    assert len({name.yshift for name in figure.layout.annotations}) == 2  # they do not cover each other
    assert figure.layout.xaxis.range == (0, 2)


def test_a_bar_a_layer_and_the_chosen_one_stands_out():
    bars = layer_bars_option(["none", "first"], [0.99, 0.1], 1)["series"][0]["data"]
    assert [bar["value"] for bar in bars] == [99, 10]
    assert bars[0]["itemStyle"]["color"] != bars[1]["itemStyle"]["color"]
    assert bars[1]["label"]["fontWeight"] == "bold"


def test_pictures_enlarge_pixels():
    gray = gray_picture(torch.tensor([[0.0, 0.5], [1.0, 0.25]]), 3)
    assert gray.shape == (6, 6)
    assert gray[::3, ::3].tolist() == [[0, 128], [255, 64]]
    signs = sign_picture(torch.tensor([[1.0, -1.0], [0.0, 1.0]]), 2)
    assert signs.shape == (4, 4, 3)
    np.testing.assert_array_equal(signs[::2, ::2], [[UP, DOWN], [STILL, UP]])
