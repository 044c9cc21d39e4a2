import json

import numpy as np
import pandas as pd
import pytest
import torch

from playground.figures.train import (
    AXES,
    CURVES,
    SMOOTHING,
    View,
    accuracy_option,
    dead_option,
    empty_option,
    gradient_option,
    loss_option,
)
from playground.figures.written_numbers import AS_TEXT, MOST_POWERS

STEPS = pd.DataFrame(
    {"step": range(1, 101), "loss": [2.3 / step for step in range(1, 101)], "seconds": np.arange(1, 101) / 8}
)
EPOCHS = [
    {
        "epoch": 1,
        "step": 50,
        "seconds": 6.25,
        "train_accuracy": 0.5,
        "test_accuracy": 0.625,
        "test_loss": 1.5,
    },
    {
        "epoch": 2,
        "step": 100,
        "seconds": 12.5,
        "train_accuracy": 0.75,
        "test_accuracy": 0.875,
        "test_loss": 0.5,
    },
]
LAYERS = pd.DataFrame(
    {
        "step": [1, 1, 50, 50],
        "seconds": [0.5, 0.5, 6.25, 6.25],
        "position": [0, 1, 0, 1],
        "layer": ["fc1", "fc2"] * 2,
        "gradient_norm": [0.5, 2.0, 0.0, 1.0],
        "dead": [0.25, None, 0.5, None],
    }
)
VIEW = View(steps_per_epoch=50, last=500)


def _points(option, series_name):
    """What ECharts draws for one series: its x and y columns."""
    series = next(series for series in option["series"] if series["name"] == series_name)
    frame = option["dataset"][series.get("datasetIndex", 0)]["source"]
    return frame[[series["encode"]["x"], series["encode"]["y"]]].to_numpy()


def test_the_loss_of_each_step_and_epoch_is_drawn_where_it_belongs():
    option = loss_option(STEPS, EPOCHS, VIEW)
    np.testing.assert_allclose(_points(option, "each step"), STEPS[["step", "loss"]], rtol=1e-6)
    np.testing.assert_array_equal(_points(option, "test loss"), [(50, 1.5), (100, 0.5)])
    assert (option["xAxis"]["min"], option["xAxis"]["max"]) == (
        0,
        500,
    )  # it stands still while the curve grows


@pytest.mark.parametrize(("axis", "at_the_end"), [("step", 100), ("epoch", 2), ("seconds", 12.5)])
def test_each_axis_counts_what_it_says(axis, at_the_end):
    view = View(axis=axis, steps_per_epoch=50, last=100)
    assert axis in AXES
    for option in (loss_option(STEPS, EPOCHS, view), accuracy_option(EPOCHS, view)):
        for series in option["series"]:
            assert _points(option, series["name"])[-1, 0] == at_the_end
        assert option["xAxis"]["name"].startswith(axis)


@pytest.mark.parametrize(
    ("curves", "names"),
    [("both", ["each step", "smoothed"]), ("raw", ["each step"]), ("smoothed", ["smoothed"])],
)
def test_only_the_curves_that_are_wanted_are_drawn_and_sent(curves, names):
    assert curves in CURVES
    option = loss_option(STEPS, EPOCHS, View(curves=curves, last=100))
    assert [series["name"] for series in option["series"]] == [*names, "test loss"]
    assert len(option["dataset"][0]["source"].columns) == 1 + len(names)


def test_the_loss_axis_can_be_logarithmic():
    plain, option = (loss_option(STEPS, EPOCHS, View(log=log, last=100)) for log in (False, True))
    for name in ("each step", "smoothed", "test loss"):
        numbers = _points(plain, name)
        np.testing.assert_allclose(_points(option, name)[:, 1], np.log10(numbers[:, 1]), rtol=1e-5, atol=1e-6)
    axis, powers = option["yAxis"]
    assert (axis["min"], axis["max"], powers["data"]) == (-2, 1, ["0.01", "0.1", "1", "10"])


def test_a_logarithmic_axis_of_many_powers_names_some_of_them():
    steps = STEPS.assign(loss=np.logspace(-30, 0, 100))
    axis, powers = loss_option(steps, [], View(log=True, last=100))["yAxis"]
    assert (axis["max"] - axis["min"]) % axis["interval"] == 0
    assert (axis["max"] - axis["min"]) / axis["interval"] <= MOST_POWERS + 1
    assert powers["axisLabel"]["interval"] == axis["interval"] - 1
    assert len(powers["data"]) == axis["max"] - axis["min"] + 1


def test_zooming_keeps_the_epochs_of_the_part_that_is_shown():
    option = loss_option(STEPS[59:], EPOCHS, View(first=60, last=100))
    np.testing.assert_array_equal(_points(option, "test loss"), [(100, 0.5)])
    assert (option["xAxis"]["min"], option["xAxis"]["max"]) == (59, 100)


def test_the_smoothed_loss_starts_at_the_first_loss_and_averages_the_past():
    two = pd.DataFrame({"step": [1, 2], "loss": [4.0, 2.0], "seconds": [0.0, 0.1]})
    smoothed = _points(loss_option(two, [], VIEW), "smoothed")[:, 1]
    # the weights are divided by their sum: no bias towards 0 at the start
    np.testing.assert_allclose(smoothed, [4.0, (SMOOTHING * 4.0 + 2.0) / (SMOOTHING + 1)], rtol=1e-6)
    constant = _points(loss_option(STEPS.assign(loss=1.5), [], VIEW), "smoothed")[:, 1]
    np.testing.assert_allclose(constant, 1.5, rtol=1e-6)


def test_before_the_first_epoch_the_legend_names_no_part_that_nobody_has_measured():
    assert [line["name"] for line in loss_option(STEPS, [], VIEW)["series"]] == ["each step", "smoothed"]


def test_before_the_first_step_the_loss_of_guessing_is_shown():
    uniform = torch.zeros(1, 10)
    option = empty_option(938)
    (series,) = option["series"]
    expected = torch.nn.functional.cross_entropy(uniform, torch.tensor([3])).item()
    np.testing.assert_allclose(_points(option, series["name"]), [(0, expected), (938, expected)], rtol=1e-6)


def test_accuracies_are_percentages():
    option = accuracy_option(EPOCHS, VIEW)
    np.testing.assert_array_equal(_points(option, "training"), [(50, 50), (100, 75)])
    np.testing.assert_array_equal(_points(option, "test"), [(50, 62.5), (100, 87.5)])


def test_each_layer_has_its_gradient_and_only_hidden_ones_can_be_dead():
    gradients = gradient_option(LAYERS, VIEW)
    assert [series["name"] for series in gradients["series"]] == ["fc1", "fc2"]
    np.testing.assert_array_equal(
        _points(gradients, "fc1"), [(1, np.log10(np.float32(0.5))), (50, np.nan)]
    )  # no logarithm of 0
    np.testing.assert_array_equal(_points(gradients, "fc2"), [(1, np.log10(np.float32(2))), (50, 0)])
    dead = dead_option(LAYERS, VIEW)
    assert gradients["grid"]["top"] == dead["grid"]["top"] == 36  # the legend has one row
    assert [series["name"] for series in dead["series"]] == ["fc1"]
    np.testing.assert_array_equal(_points(dead, "fc1"), [(1, 25), (50, 50)])
    seconds = dead_option(LAYERS, View(axis="seconds"))
    np.testing.assert_array_equal(_points(seconds, "fc1"), [(0.5, 25), (6.25, 50)])


@pytest.mark.parametrize(
    "option",
    [
        loss_option(STEPS, EPOCHS, VIEW),
        loss_option(STEPS[:0], [], View()),
        accuracy_option(EPOCHS, VIEW),
        accuracy_option([], View()),
        gradient_option(LAYERS, VIEW),
        dead_option(LAYERS[:0], View()),
        empty_option(),
    ],
)
def test_chart_data_are_float32_frames_and_the_rest_is_json_with_titled_axes(option):
    for dataset in option["dataset"]:
        frame = dataset["source"]
        assert isinstance(frame, pd.DataFrame)
        numbers = frame[[name for name in frame if not name.endswith(AS_TEXT.format(""))]]
        assert set(numbers.dtypes) == {np.dtype("float32")}
    json.dumps({key: value for key, value in option.items() if key != "dataset"}, allow_nan=False)
    assert option["xAxis"]["name"]
    upright = option["yAxis"]
    assert (upright[0] if isinstance(upright, list) else upright)["name"]
    assert option["tooltip"]


def test_no_line_is_told_apart_by_its_colour_alone():
    many = pd.concat([LAYERS.assign(position=p, layer=f"fc{p}") for p in range(3)])
    many = many.drop_duplicates(["step", "position"])
    dashes = [series["lineStyle"]["type"] for series in gradient_option(many, VIEW)["series"]]
    assert len(set(dashes)) == 3


def test_the_plot_begins_below_a_legend_of_several_rows():
    layers = pd.DataFrame(
        {
            "step": 1,
            "seconds": 0.5,
            "position": range(4),
            "layer": [f"layer {n}" for n in range(4)],
            "gradient_norm": 1.0,
            "dead": 0.0,
        }
    )
    assert gradient_option(layers, View()).get("grid")["top"] > 36
