import json

import numpy as np
import pandas as pd
import pytest

from playground.figures.sweep import FEW, SweepResult, heatmap_option, lines_option, loss_curves_option
from playground.runs.curves import Curve

AXES = {"learning_rate": [0.01, 0.0001, 0.001], "batch_size": [32, 128]}
RESULTS = [
    SweepResult((0.0001, 32), 0.75),
    SweepResult((0.01, 128), 0.875),
    SweepResult((0.001, 32), 0.5),
    SweepResult((0.001, 128), None),
]


def line(option, name):
    series = next(series for series in option["series"] if series["name"] == name)
    return (
        option["dataset"][0]["source"][[series["encode"]["x"], series["encode"]["y"]]]
        .dropna()
        .to_numpy()
        .tolist()
    )


def test_each_accuracy_stands_above_its_setting_in_the_line_of_the_other():
    option = lines_option(AXES, RESULTS)
    assert line(option, "batch 32") == [[0.0001, 75], [0.001, 50]]
    assert line(option, "batch 128") == [[0.01, 87.5]]


def test_learning_rates_have_a_logarithmic_axis_with_the_tried_values_as_ticks():
    axis = lines_option(AXES, [])["xAxis"]
    assert axis["type"] == "log"
    assert axis["axisTick"]["customValues"] == [0.0001, 0.001, 0.01]
    assert axis["min"] < 0.0001 < 0.01 < axis["max"]


def test_names_have_a_category_axis_and_one_setting_makes_one_line():
    option = lines_option({"optimizer": ["sgd", "adam"]}, [SweepResult(("adam",), 0.5)])
    assert option["xAxis"]["type"] == "category"
    assert line(option, "best test accuracy") == [["Adam", 50]]
    assert option["dataset"][0]["source"]["x"].tolist() == ["SGD", "Adam"]


def test_layers_are_categories():
    option = lines_option({"hidden": [(8,), (128, 64)]}, [SweepResult(((128, 64),), 0.25)])
    assert line(option, "best test accuracy") == [["128-64", 25]]


def test_each_cell_of_the_heatmap_has_its_accuracy_and_the_best_is_deepest():
    option = heatmap_option(AXES, RESULTS)
    cells = {tuple(cell["value"][:2]): cell for cell in option["series"][0]["data"]}
    assert {key: cell["value"][2] for key, cell in cells.items()} == {
        ("0.0001", "32"): 75, ("0.01", "128"): 87.5, ("0.001", "32"): 50,
    }  # fmt: skip
    assert option["xAxis"]["data"] == ["0.0001", "0.001", "0.01"]
    assert option["yAxis"]["data"] == ["32", "128"]
    assert cells["0.01", "128"]["itemStyle"]["color"].endswith("1.0)")
    assert all(cell["label"]["show"] for cell in cells.values())


def curve(level):
    return Curve(
        pd.DataFrame({"x": [0.5, 1.0], "loss": [level, level]}),
        pd.DataFrame({"x": [], "accuracy": []}, dtype=float),
    )


def test_few_loss_curves_are_all_named():
    option = loss_curves_option({f"Run {n}": curve(n) for n in range(1, FEW + 1)}, 10, "Run 1")
    assert line(option, "Run 3") == [[0.5, 3], [1, 3]]
    assert [series["name"] for series in option["series"]] == [f"Run {n}" for n in range(1, FEW + 1)]


def test_of_many_loss_curves_the_best_stands_out_and_the_others_do_not_touch():
    option = loss_curves_option({f"Run {n}": curve(n) for n in range(1, 41)}, 10, "Run 7")
    assert line(option, "Run 7") == [[0.5, 7], [1, 7]]
    others = option["dataset"][0]["source"]
    assert len(line(option, "the others")) == 2 * 39
    after = others[others["others"].notna()].index  # each curve has rows 0 and 1, an empty row 0 follows
    assert set(after) == {0, 1}
    assert others["x"].isna().sum() == 40
    widths = {series["name"]: series["lineStyle"]["width"] for series in option["series"]}
    assert widths["Run 7"] > widths["the others"]


@pytest.mark.parametrize(
    "option",
    [
        lines_option(AXES, RESULTS),
        lines_option(AXES, []),
        heatmap_option(AXES, []),
        heatmap_option(AXES, RESULTS),
    ],
)
def test_all_but_the_data_is_json_with_titled_axes(option):
    json.dumps({key: value for key, value in option.items() if key != "dataset"}, allow_nan=False)
    assert option["xAxis"]["name"]
    assert option["yAxis"]["name"]


def test_loss_data_are_float32():
    frame = loss_curves_option({"Run 1": curve(1)}, 1, "Run 1")["dataset"][0]["source"]
    assert set(frame.dtypes) == {np.dtype("float32")}
