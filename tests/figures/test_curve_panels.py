import math

import pytest

from playground.figures.curve_panels import Curve, panels_option

X = [-1.0, 0.0, 1.0]
CURVES = [
    Curve("A", [1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], (0.25, 1.0)),
    Curve("B", X, [1.0, 1.0, 1.0], (0.5, 1.0)),
]
OPTION = panels_option(X, CURVES, 0.5, axis="x", names=("f", "f′"), shaded=[(-1.0, -0.5)])


def test_a_function_has_a_line_and_a_dot_in_each_panel_and_one_dash():
    for label in "AB":
        own = [series for series in OPTION["series"] if series["name"] == label]
        assert sorted((series["type"], series["xAxisIndex"]) for series in own) == [
            ("line", 0), ("line", 1), ("scatter", 0), ("scatter", 1),
        ]  # fmt: skip
        assert len({str(series["lineStyle"]["type"]) for series in own if series["type"] == "line"}) == 1


def test_the_columns_hold_values_and_slopes():
    frame = OPTION["dataset"][0]["source"]
    assert frame["A"].tolist() == [1.0, 0.0, 1.0]
    assert frame["A slope"].tolist() == [-2.0, 0.0, 2.0]


def test_the_probe_is_marked_in_both_panels_at_the_values_there():
    marked = {
        series["xAxisIndex"]: series["markLine"]["data"]
        for series in OPTION["series"]
        if "markLine" in series
    }
    assert marked == {0: [{"xAxis": 0.5}], 1: [{"xAxis": 0.5}]}
    dots = [series["data"] for series in OPTION["series"] if series["type"] == "scatter"]
    assert dots == [[[0.5, 0.25]], [[0.5, 1.0]], [[0.5, 0.5]], [[0.5, 1.0]]]


def test_a_place_without_a_value_has_no_dot():
    option = panels_option(X, [Curve("A", X, X, (math.inf, math.nan))], 0.5, axis="x", names=("f", "f′"))
    assert [series["data"] for series in option["series"] if series["type"] == "scatter"] == [[], []]


def test_both_panels_share_their_axis_and_the_pointer():
    assert [(axis["min"], axis["max"]) for axis in OPTION["xAxis"]] == [(-1.0, 1.0)] * 2
    assert OPTION["axisPointer"]["link"] == [{"xAxisIndex": "all"}]
    (areas,) = [series["markArea"]["data"] for series in OPTION["series"] if "markArea" in series]
    assert areas == [[{"xAxis": -1.0}, {"xAxis": -0.5}]]


def test_without_a_curve_there_are_axes():
    assert panels_option(X, [], 0.0, axis="x", names=("f", "f′"))["series"] == []


@pytest.mark.parametrize("count", [1, 7, 20])
def test_any_number_of_curves_fits(count):
    option = panels_option(
        X, [Curve(str(index), X, X, (0, 0)) for index in range(count)], 0, axis="x", names=("f", "f′")
    )
    assert len(option["legend"]["data"]) == count
