from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from playground.figures.compare import comparison_figure, log_axis, points_for
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


def points(figure, label, panel):
    """What is drawn of a run in the upper (0) or lower (1) panel."""
    axis = (None, "y2")[panel]
    drawn = [trace for trace in figure.data if trace.mode != "markers"]
    (trace,) = [trace for trace in drawn if (trace.name, trace.yaxis) == (label, axis)]
    rows = np.column_stack([trace.x, trace.y])
    return rows[~np.isnan(rows).any(axis=1)]


def test_each_run_is_drawn_in_both_panels_where_it_belongs():
    figure = comparison_figure(CURVES, "step", WINDOW)
    smoothed = (SMOOTHING * 2.0 + 1.0) / (SMOOTHING + 1)
    np.testing.assert_allclose(points(figure, "Run 2: seed 1", 0)[:2], [(1, 2), (2, smoothed)], rtol=1e-6)
    np.testing.assert_array_equal(points(figure, "Run 1: seed 0", 0), [(1, 2)])
    np.testing.assert_array_equal(points(figure, "Run 2: seed 1", 1), [(10, 50), (40, 75)])
    np.testing.assert_array_equal(
        points(figure, "Run 1: seed 0", 1), [(10, 25), (20, 50), (30, 62.5), (40, 100)]
    )


def test_the_hover_box_reads_the_losses_then_the_accuracies_each_under_a_heading():
    figure = comparison_figure(CURVES, "step", WINDOW)
    assert [trace.hovertemplate for trace in figure.data] == [
        "<b>loss, smoothed</b><extra></extra>",
        "%{y:.3~g}<extra>Run 2</extra>",
        "%{y:.3~g}<extra>Run 1</extra>",
        "<b>test accuracy</b><extra></extra>",
        "%{text}<extra>Run 2</extra>",
        "%{text}<extra>Run 1</extra>",
    ]
    assert [trace.name for trace in figure.data if trace.showlegend is not False] == list(CURVES)
    assert [text.replace("\u00a0", " ") for text in figure.data[5].text] == [
        "25.00 %",
        "50.00 %",
        "62.50 %",
        "100 %",
    ]
    assert figure.layout.hoversubplots == "axis"


def test_a_change_lies_on_its_runs_loss_and_is_named_when_hovered():
    changed = replace(
        CURVES["Run 2: seed 1"], changes=pd.DataFrame({"x": [1.5], "text": ["learning rate <b> 1 → 2"]})
    )
    figure = comparison_figure(
        {"Run 1: seed 0": CURVES["Run 1: seed 0"], "Run 2: seed 1": changed}, "step", WINDOW
    )
    (mark,) = [trace for trace in figure.data if trace.mode == "markers"]
    first, second = points(figure, "Run 2: seed 1", 0)[:2, 1]
    assert (mark.x[0], mark.y[0]) == (1.5, pytest.approx((first + second) / 2))
    assert mark.hovertemplate == "%{text}<extra>Run 2 changed</extra>"
    assert mark.text[0].startswith("learning rate ")
    assert "<b>" not in mark.text[0]
    assert mark.showlegend is False


def test_both_panels_share_a_titled_axis_that_stands_still():
    layout = comparison_figure(CURVES, "seconds", (1.5, 6.0)).layout
    low, high = layout.xaxis.range
    assert low == 1.5
    assert 6.0 < high < 6.1  # beyond the last epoch's mark, which would be cut in half
    assert layout.xaxis.title.text == "seconds"
    assert layout.yaxis.title.text
    assert layout.yaxis2.title.text
    assert layout.yaxis.domain[0] > layout.yaxis2.domain[1]


@pytest.mark.parametrize("runs", [2, 7, 12])
def test_runs_are_told_apart_by_more_than_their_colour(runs):
    figure = comparison_figure({f"Run {n}: seed {n}": curve([1], [1]) for n in range(runs)}, "step", WINDOW)
    tests = [trace for trace in figure.data if trace.mode == "lines+markers"]
    assert len({(trace.line.dash, trace.marker.symbol) for trace in tests}) == runs


def test_a_logarithmic_axis_leaves_out_what_has_no_logarithm():
    figure = comparison_figure({"Run 1: a": curve([0.0, 0.0, 3.0], [])}, "step", WINDOW, log=True)
    assert figure.layout.yaxis.type == "log"
    assert len(points(figure, "Run 1: a", 0)) == 1
    infinite = comparison_figure({"Run 1: a": curve([0.0, np.inf], [])}, "step", WINDOW)
    assert len(points(infinite, "Run 1: a", 0)) >= 1


@pytest.mark.parametrize("curves", [CURVES, {"Run 1: a": curve([], [])}, {}])
def test_data_are_float32_and_all_of_it_is_json(curves):
    figure = comparison_figure(curves, "epoch", (0, 0))
    for trace in figure.data:
        assert (trace.x.dtype, trace.y.dtype) == (np.float32, np.float32)
    assert "NaN" not in figure.to_json()


@pytest.mark.parametrize("runs", [1, 2, 3, 6])
def test_an_update_is_small(runs):
    each = points_for(runs) // runs
    curves = {
        f"Run {n}: learning rate 0.001": curve(np.ones(each * 4 // 5), np.ones(10)) for n in range(runs)
    }
    figure = comparison_figure(curves, "step", WINDOW)
    assert len(figure.to_json()) < 16_000
    assert figure.layout.height > 400


@pytest.mark.parametrize(("losses", "shown"), [([1.0, 0.1], 2.0), ([1.0, 1e-5], 0.01)])
def test_a_logarithmic_axis_has_as_many_ticks_as_fit(losses, shown):
    ticks = log_axis([pd.DataFrame({"y": losses})])["tickvals"]
    assert shown in ticks
    assert (2.0 in ticks) == (shown == 2.0)
