import json

import numpy as np
import pytest
import torch

from playground.digits.interpretability.attribution import Attribution, Question
from playground.digits.interpretability.occlusion import Square
from playground.figures.attribution import attribution_option, legend_html, sign_words
from playground.figures.pixel_map import ABOVE, BACKGROUND, BELOW, FOREGROUND, blend, css, pixel_map_option

VALUES = np.zeros((28, 28))
VALUES[3, 5], VALUES[20, 7], VALUES[9, 9] = 2.0, -1.0, -0.1234567


def test_colours_run_from_the_ink_to_blue_above_0_and_orange_below():
    colors = blend([[1.0, -1.0, 0.0, 0.0]], 1.0, [[0, 0, 0, 255]])
    assert colors[0].tolist() == [list(ABOVE), list(BELOW), list(BACKGROUND), list(FOREGROUND)]
    half = blend([[0.5]], 1.0)[0, 0]
    assert all(
        min(low, high) < part < max(low, high)
        for part, low, high in zip(half, BACKGROUND, ABOVE, strict=True)
    )
    assert blend([[0.0]], 0.0).tolist() == [[list(BACKGROUND)]]


def test_each_pixel_has_its_place_its_value_and_a_name_of_its_own():
    option = pixel_map_option(VALUES, selectable=True)
    items = option["series"][0]["data"]
    assert [items[3 * 28 + 5]["value"], items[20 * 28 + 7]["value"]] == [
        [5, 3, 2.0, "2"],
        [7, 20, -1.0, "−1"],
    ]
    assert items[9 * 28 + 9]["value"][2] == -0.1235
    assert len({item["name"] for item in items}) == len(items) == 784
    json.dumps(option)  # no number of NumPy's


def test_the_strongest_pixels_carry_their_sign():
    signs = {
        item["name"]: item["label"]["formatter"]
        for item in pixel_map_option(VALUES, selectable=True)["series"][0]["data"]
        if "label" in item
    }
    assert signs == {"3/5": "+", "20/7": "−"}
    assert not any("label" in item for item in pixel_map_option(np.zeros((7, 7)))["series"][0]["data"])


def test_the_frame_goes_round_its_square():
    line = pixel_map_option(VALUES, frame=(4, 10, 5))["series"][1]["data"]
    assert line == [[10, 4], [15, 4], [15, 9], [10, 9], [10, 4]]
    assert pixel_map_option(VALUES)["series"][1]["data"] == []


def test_an_attribution_lies_over_the_drawing_with_its_square():
    image = np.zeros((28, 28), np.uint8)
    image[1, 1] = 255
    attribution = Attribution(
        "occlusion", Question(3), torch.from_numpy(VALUES).float(), score=1.0, blank_score=0.0
    )
    option = attribution_option(image, attribution, Square(2, 3, 4, 0.5))
    items = option["series"][0]["data"]
    assert items[29]["itemStyle"]["color"] == css(FOREGROUND)
    assert items[3 * 28 + 5]["itemStyle"]["color"] == css(ABOVE)
    assert option["series"][1]["data"][0] == [3, 2]


@pytest.mark.parametrize("below", ["speaks against", ""])
def test_the_legend_says_what_it_is_given(below):
    legend = legend_html("speaks for", below, "")
    assert "speaks for" in legend
    assert (css(BELOW) in legend) == bool(below)
    assert css(FOREGROUND) not in legend


def test_between_two_digits_each_colour_speaks_for_one():
    assert sign_words(Question(3)) == ("speaks for the 3", "speaks against the 3")
    assert sign_words(Question(3, 8)) == ("speaks for the 3", "speaks for the 8")
