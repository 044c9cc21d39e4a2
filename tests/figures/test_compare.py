import json

import numpy as np
import pandas as pd
import pytest

from playground.figures.compare import comparison_height, comparison_option, points_for
from playground.figures.train import SMOOTHING
from playground.runs.curves import Curve

WINDOW = (0.0, 40.0)


def curve(losses, accuracies):
    steps = np.arange(1.0, len(losses) + 1)
    ends = np.linspace(10, 40, len(accuracies))
    return Curve(
        pd.DataFrame({"x": steps, "loss": np.array(losses, dtype=float)}),
        pd.DataFrame({"x": ends, "accuracy": np.array(accuracies, dtype=float)}),
    )


CURVES = {
    "Run 2: seed 1": curve([2.0, 1.0, 0.5], [0.5, 0.75]),
    "Run 1: seed 0": curve([2.0], [0.25, 0.5, 0.625, 1.0]),
}


def points(option, label, picture):
    """What ECharts draws of a run in the upper (0) or lower (1) picture."""
    series = next(
        series
        for series in option["series"]
        if series["name"] == label and series.get("xAxisIndex", 0) == picture
    )
    frame = option["dataset"][series.get("datasetIndex", 0)]["source"]
    return frame[[series["encode"]["x"], series["encode"]["y"]]].dropna().to_numpy()


def test_each_run_is_drawn_in_both_pictures_where_it_belongs():
    option = comparison_option(CURVES, "step", WINDOW)
    smoothed = (SMOOTHING * 2.0 + 1.0) / (SMOOTHING + 1)
    np.testing.assert_allclose(points(option, "Run 2: seed 1", 0)[:2], [(1, 2), (2, smoothed)], rtol=1e-6)
    np.testing.assert_array_equal(points(option, "Run 1: seed 0", 0), [(1, 2)])
    np.testing.assert_array_equal(points(option, "Run 2: seed 1", 1), [(10, 50), (40, 75)])
    np.testing.assert_array_equal(
        points(option, "Run 1: seed 0", 1), [(10, 25), (20, 50), (30, 62.5), (40, 100)]
    )


def test_both_pictures_share_a_titled_axis_that_stands_still():
    option = comparison_option(CURVES, "seconds", (1.5, 6.0))
    assert [(axis["min"], axis["max"]) for axis in option["xAxis"]] == [(1.5, 6.0)] * 2
    assert option["xAxis"][1]["name"] == "seconds"
    assert all(axis["name"] for axis in option["yAxis"])


@pytest.mark.parametrize("runs", [2, 7, 12])
def test_runs_are_told_apart_by_more_than_their_colour(runs):
    option = comparison_option({f"Run {n}: seed {n}": curve([1], [1]) for n in range(runs)}, "step", WINDOW)
    looks = {
        (number % 6, str(series["lineStyle"]["type"]), series["symbol"])
        for number, series in enumerate(option["series"][:runs])
    }
    without_colour = {(dash, symbol) for _, dash, symbol in looks}
    assert len(without_colour) == runs


def test_a_logarithmic_axis_leaves_out_what_has_no_logarithm():
    option = comparison_option({"Run 1: a": curve([0.0, 0.0, 3.0], [])}, "step", WINDOW, log=True)
    assert option["yAxis"][0]["type"] == "log"
    assert len(points(option, "Run 1: a", 0)) == 1
    assert (
        len(points(comparison_option({"Run 1: a": curve([0.0, np.inf], [])}, "step", WINDOW), "Run 1: a", 0))
        >= 1
    )


@pytest.mark.parametrize("curves", [CURVES, {"Run 1: a": curve([], [])}, {}])
def test_data_are_float32_frames_and_the_rest_is_json(curves):
    option = comparison_option(curves, "epoch", (0, 0))
    for dataset in option["dataset"]:
        assert set(dataset["source"].dtypes) <= {np.dtype("float32")}
    json.dumps({key: value for key, value in option.items() if key != "dataset"}, allow_nan=False)


@pytest.mark.parametrize("runs", [1, 2, 3, 6])
def test_an_update_is_small(runs):
    each = points_for(runs) // runs
    curves = {
        f"Run {n}: learning rate 0.001": curve(np.ones(each * 4 // 5), np.ones(10)) for n in range(runs)
    }
    option = comparison_option(curves, "step", WINDOW)
    data = sum(dataset["source"].size * 4 for dataset in option["dataset"])
    rest = len(json.dumps({key: value for key, value in option.items() if key != "dataset"}))
    columns = sum(dataset["source"].shape[1] for dataset in option["dataset"])
    assert data + rest + 160 * columns < 16_000  # Arrow describes a column in about 160 bytes
    assert sum(len(dataset["source"]) for dataset in option["dataset"]) * runs <= 1100
    assert comparison_height(runs) > 400
