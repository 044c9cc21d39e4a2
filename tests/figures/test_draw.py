"""Bars on a fixed axis, and the enlarged image."""

import json

import numpy as np
import pytest
import torch

from playground.digits.prediction import Prediction
from playground.figures.draw import answer_bars, enlarge, paired_bars

NAMES = ("before", "after")


def spread(digit, share):
    values = torch.full((10,), (1 - share) / 9)
    values[digit] = share
    return values


def value(item):
    """A bar's height."""
    return (item["value"] if isinstance(item, dict) else item)[1]


def bars(option):
    (series,) = option["series"]
    return series["data"]


def test_all_ten_digits_have_their_probability():
    option = answer_bars(Prediction(7, spread(7, 0.5), 0.5))
    json.dumps(option)
    assert option["xAxis"]["data"] == list("0123456789")
    assert [value(item) for item in bars(option)] == pytest.approx(100 * spread(7, 0.5).numpy(), abs=0.01)


def test_the_predicted_one_differs_by_colour_and_by_text():
    drawn = bars(answer_bars(Prediction(7, spread(7, 0.5), 0.5)))
    assert [digit for digit, bar in enumerate(drawn) if "label" in bar] == [7]
    assert "50.0\u00a0%" in drawn[7]["label"]["formatter"]
    assert [digit for digit, bar in enumerate(drawn) if "itemStyle" not in bar] == [7]


@pytest.mark.parametrize(("digit", "moved"), [(0, 1), (4, 0), (9, -1)])
def test_in_a_narrow_chart_the_outermost_percentages_give_way_inwards(digit, moved):
    prediction = Prediction(digit, spread(digit, 0.5), 0.5)
    (label,) = [item["label"] for item in bars(answer_bars(prediction, narrow=True)) if "label" in item]
    assert np.sign(label.get("offset", [0])[0]) == moved
    (label,) = [item["label"] for item in bars(answer_bars(prediction)) if "label" in item]
    assert "offset" not in label


def test_no_bar_stands_out_where_the_network_abstains():
    drawn = bars(answer_bars(Prediction(None, 0.2 * spread(7, 0.9), 0.0, "picture")))
    assert all("label" not in bar and "itemStyle" in bar for bar in drawn)
    assert value(drawn[7]) == pytest.approx(18)


def test_the_axes_do_not_move_with_the_numbers():
    first, second = (answer_bars(Prediction(at, spread(at, 0.7), 0.7)) for at in (7, 2))
    assert {**first, "series": None} == {**second, "series": None}
    assert (first["yAxis"]["min"], first["yAxis"]["max"]) == (0, 100)


def test_two_bars_a_digit_and_the_top_ones_are_named():
    option = paired_bars(spread(7, 0.91), spread(2, 0.55), NAMES)
    json.dumps(option)
    before, after = option["series"]
    for bars, digit, share in ((before, 7, 91), (after, 2, 55)):
        assert sum(value(item) for item in bars["data"]) == pytest.approx(100, abs=0.1)
        assert value(bars["data"][digit]) == share
        assert [index for index, item in enumerate(bars["data"]) if isinstance(item, dict)] == [digit]
        assert bars["data"][digit]["label"]["formatter"] == f"{share}.0\u00a0%"
    assert "decal" in after["itemStyle"]
    assert "decal" not in before["itemStyle"]


def test_numbers_over_the_same_digit_stand_beside_one_another():
    before, after = paired_bars(spread(7, 0.9), spread(7, 0.8), NAMES)["series"]
    assert before["data"][7]["label"]["offset"][0] < 0 < after["data"][7]["label"]["offset"][0]


def test_numbers_over_neighbouring_digits_give_way_too():
    before, after = paired_bars(spread(9, 0.9), spread(8, 0.8), NAMES)["series"]
    assert before["data"][9]["label"]["offset"][0] > 0 > after["data"][8]["label"]["offset"][0]


def test_numbers_that_are_none_draw_no_bars():
    option = paired_bars(spread(7, 0.9), torch.full((10,), torch.nan), NAMES)
    json.dumps(option, allow_nan=False)
    assert {value(item) for item in option["series"][1]["data"]} == {0}


def test_numbers_over_bars_take_the_pages_colour_so_that_they_follow_a_switch_of_the_theme():
    options = [
        answer_bars(Prediction(7, spread(7, 0.5), 0.5)),
        paired_bars(spread(7, 0.9), spread(2, 0.6), NAMES),
    ]
    labels = [
        item["label"]
        for option in options
        for series in option["series"]
        for item in series["data"]
        if "label" in item
    ]
    assert len(labels) == 3
    assert not any("color" in label for label in labels)


def test_enlarge_repeats_pixels():
    image = np.arange(784, dtype=np.uint16).reshape(28, 28).astype(np.uint8)
    large = enlarge(image, 8)
    assert large.shape == (224, 224)
    assert large.dtype == np.uint8
    np.testing.assert_array_equal(large[::8, ::8], image)
    np.testing.assert_array_equal(large[7::8, 7::8], image)
