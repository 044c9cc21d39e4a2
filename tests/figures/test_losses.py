import numpy as np
import pytest
import torch

from playground.concepts.losses import LOSSES
from playground.concepts.losses.catalogue import KINDS, losses_of
from playground.concepts.losses.outliers import POINTS, Line, fits
from playground.concepts.losses.slow_start import train
from playground.concepts.losses.softmax_cross_entropy import cross_entropy
from playground.figures.losses import (
    cross_entropy_option,
    lines_option,
    losses_figure,
    start_gradients_option,
    start_trainings_option,
)


@pytest.mark.parametrize("kind", KINDS)
def test_the_curves_are_finite_and_marked_at_the_prediction(kind):
    names, (prediction, target) = list(losses_of(kind)), KINDS[kind].usual
    figure = losses_figure(names, kind, prediction, target, {})
    for name in names:
        own = [trace for trace in figure.data if trace.name == LOSSES[name].label]
        lines, symbols = [[trace for trace in own if trace.mode == mode] for mode in ("lines", "markers")]
        for trace, expected in zip(lines, _expected(name, _places(lines[0]), target), strict=True):
            np.testing.assert_allclose(trace.y, expected, rtol=1e-5, atol=1e-5)
        marks = [(*trace.x, *trace.y) for trace in symbols]
        expected = _expected(name, [prediction], target)
        assert marks == [(prediction, pytest.approx(part.item())) for part in expected]


def _places(trace):
    return (trace.x0 + trace.dx * np.arange(len(trace.y))).round(6)  # kinks lie on whole steps


def _expected(name, places, target):
    x, y = torch.tensor(places, dtype=torch.float64), torch.tensor(target, dtype=torch.float64)
    return LOSSES[name].along(x, y)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("end", ["low", "high"])
def test_every_mark_lies_within_the_axes(kind, end):
    axis = KINDS[kind]
    edge = {"low": axis.low + 0.01, "high": axis.high - 0.01}[end]
    for target in axis.targets:
        figure = losses_figure(
            list(losses_of(kind)), kind, edge, target, {"bce_with_logits": {"pos_weight": 5.0}}
        )
        for trace in figure.data:
            if trace.mode == "markers":
                low, high = figure.layout["yaxis2" if trace.yaxis == "y2" else "yaxis"].range
                assert low <= trace.y[0] <= high


def test_lines_go_through_their_ends_and_the_outlier_is_marked():
    option = lines_option(POINTS, fits(POINTS) | {"mse": Line(2.0, 1.0)}, 3)
    frame = option["dataset"][0]["source"]
    assert frame["MSE"].tolist() == pytest.approx([2 * x + 1 for x in frame["x"]])
    marked = {series["name"]: series["data"] for series in option["series"] if series["type"] == "scatter"}
    assert marked["outlier"] == [list(POINTS[3])]
    assert len(marked["points"]) == len(POINTS) - 1


@pytest.mark.parametrize("temperature", [0.1, 1.0])
def test_bars_are_the_numbers_and_fit(temperature):
    result = cross_entropy([3.0, -3.0, 0.0], 1, temperature)
    option = cross_entropy_option(result, ("a", "b", "c"))
    frame = option["dataset"][0]["source"]
    assert frame["probability p"].tolist() == pytest.approx(result.probabilities.tolist(), abs=1e-4)
    assert frame["gradient"].tolist() == pytest.approx(result.gradient.tolist(), abs=1e-4)
    assert option["yAxis"][1]["max"] >= frame["gradient"].abs().max()


def test_the_start_is_marked_on_both_gradients():
    option = start_gradients_option(4.0)
    dots = [series["data"][0] for series in option["series"] if series["type"] == "scatter"]
    a = torch.sigmoid(torch.tensor(4.0, dtype=torch.float64)).item()
    assert dots == [[4.0, pytest.approx(2 * a * a * (1 - a))], [4.0, pytest.approx(a)]]


def test_every_epoch_of_both_trainings_is_drawn():
    trainings = train(2.0, 2.0, 0.15, 20)
    frame = start_trainings_option(trainings)["dataset"][0]["source"]
    assert frame["epoch"].tolist() == list(range(21))
    assert frame["MSE"].tolist() == pytest.approx(trainings["mse"].outputs.tolist())
