import numpy as np
import pandas as pd
import pytest

from playground.figures.sweep import (
    FEW,
    PALEST,
    SweepResult,
    heatmap_figure,
    lines_figure,
    loss_curves_figure,
)
from playground.runs.curves import Curve

AXES = {"learning_rate": [0.01, 0.0001, 0.001], "batch_size": [32, 128]}
RESULTS = [
    SweepResult((0.0001, 32), 0.75),
    SweepResult((0.01, 128), 0.875),
    SweepResult((0.001, 32), 0.5),
    SweepResult((0.001, 128), None),
]


def line(figure, name):
    (trace,) = [trace for trace in figure.data if trace.name == name]
    pairs = zip(trace.x, trace.y, strict=True)
    return [[x, y] for x, y in pairs if y is not None and not (isinstance(y, np.floating) and np.isnan(y))]


def test_each_accuracy_stands_above_its_setting_in_the_line_of_the_other():
    figure = lines_figure(AXES, RESULTS)
    assert line(figure, "batch 32") == [[0.0001, 75], [0.001, 50]]
    assert line(figure, "batch 128") == [[0.01, 87.5]]


def test_learning_rates_have_a_logarithmic_axis_with_the_tried_values_as_ticks():
    axis = lines_figure(AXES, []).layout.xaxis
    assert axis.type == "log"
    assert axis.tickvals == (0.0001, 0.001, 0.01)
    assert axis.ticktext == ("0.0001", "0.001", "0.01")
    assert 10 ** axis.range[0] < 0.0001 < 0.01 < 10 ** axis.range[1]


def test_names_have_a_category_axis_and_one_setting_makes_one_line():
    figure = lines_figure({"optimizer": ["sgd", "adam"]}, [SweepResult(("adam",), 0.5)])
    assert figure.layout.xaxis.type == "category"
    assert line(figure, "test accuracy") == [["Adam", 50]]
    assert figure.layout.xaxis.categoryarray == ("SGD", "Adam")


def test_layers_are_categories():
    figure = lines_figure({"hidden": [(8,), (128, 64)]}, [SweepResult(((128, 64),), 0.25)])
    assert line(figure, "test accuracy") == [["128-64", 25]]


def test_each_cell_of_the_heatmap_has_its_accuracy_and_the_best_is_deepest():
    (cells,) = heatmap_figure(AXES, RESULTS).data
    assert (cells.x, cells.y) == (("0.0001", "0.001", "0.01"), ("32", "128"))
    assert [list(row) for row in cells.z] == [[75, 50, None], [None, None, 87.5]]
    assert cells.zmax == 87.5
    assert (50 - cells.zmin) / (cells.zmax - cells.zmin) == pytest.approx(
        PALEST
    )  # not as pale as an empty one
    assert [list(row) for row in cells.text] == [["75.0\u00a0%", "50.0\u00a0%", ""], ["", "", "87.5\u00a0%"]]
    assert cells.texttemplate == "%{text}"
    assert cells.customdata[1][2] == "87.50\u00a0%"


def test_an_accuracy_below_1_is_never_100_in_a_cell_or_beside_a_point():
    results = [SweepResult((0.001,), 39_999 / 40_000), SweepResult((0.01,), 1.0)]
    (trace,) = lines_figure({"learning_rate": [0.001, 0.01]}, results).data
    assert list(trace.text) == [">\u00a099.99\u00a0%", "100\u00a0%"]


def curve(level):
    return Curve(
        pd.DataFrame({"x": [0.5, 1.0], "loss": [level, level]}),
        pd.DataFrame({"x": [], "accuracy": []}, dtype=float),
    )


def test_few_loss_curves_are_all_named():
    figure = loss_curves_figure({f"Run {n}: a": curve(n) for n in range(1, FEW + 1)}, 10, "Run 1: a")
    assert line(figure, "Run 3: a") == [[0.5, 3], [1, 3]]
    assert [trace.name for trace in figure.data] == [f"Run {n}: a" for n in range(1, FEW + 1)]
    assert figure.data[2].hovertemplate == "%{y:.3~g}<extra>Run 3</extra>"


def test_of_many_loss_curves_the_best_stands_out_and_the_others_do_not_touch():
    figure = loss_curves_figure({f"Run {n}": curve(n) for n in range(1, 41)}, 10, "Run 7")
    assert line(figure, "Run 7") == [[0.5, 7], [1, 7]]
    others, best = figure.data
    assert len(line(figure, "the others")) == 2 * 39
    assert np.isnan(others.y[2::3]).all()  # an empty row after each curve
    assert not others.connectgaps
    assert best.line.width > others.line.width
    assert others.hoverinfo == "skip"


@pytest.mark.parametrize(
    "figure",
    [
        lines_figure(AXES, RESULTS),
        lines_figure(AXES, []),
        heatmap_figure(AXES, []),
        heatmap_figure(AXES, RESULTS),
    ],
)
def test_every_chart_is_json_with_titled_axes(figure):
    assert "NaN" not in figure.to_json()
    assert figure.layout.xaxis.title.text
    assert figure.layout.yaxis.title.text


def test_loss_data_are_float32():
    (trace,) = loss_curves_figure({"Run 1": curve(1)}, 1, "Run 1").data
    assert (trace.x.dtype, trace.y.dtype) == (np.float32, np.float32)
