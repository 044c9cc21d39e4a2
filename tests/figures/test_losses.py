import numpy as np
import pytest
import torch

from playground.concepts.losses import LOSSES
from playground.concepts.losses.catalogue import KINDS, losses_of
from playground.concepts.losses.outliers import POINTS, Line, fits
from playground.figures.losses import coinciding_losses, lines_option, loss_curves, losses_figure
from tests.figures.lines import drawn


@pytest.mark.parametrize("kind", KINDS)
def test_the_curves_are_finite_and_marked_at_the_prediction(kind):
    names, (prediction, target) = list(losses_of(kind)), KINDS[kind].usual
    figure = losses_figure(loss_curves(names, kind, prediction, target, {}), kind, prediction)
    for name in names:
        own = [trace for trace in figure.data if trace.name == LOSSES[name].label]
        lines = [trace for trace in own if trace.hoverinfo != "skip"]
        symbols = [trace for trace in own if trace.mode == "markers"]
        for panel, trace in enumerate(lines):
            places, heights = drawn(trace)
            expected = _expected(name, places, target)[panel]
            np.testing.assert_allclose(heights, expected, rtol=1e-5, atol=1e-5)
        marks = [(*trace.x, *trace.y) for trace in symbols]
        expected = _expected(name, [prediction], target)
        assert marks == [(prediction, pytest.approx(part.item())) for part in expected]


def _expected(name, places, target):
    x, y = torch.tensor(places, dtype=torch.float64), torch.tensor(target, dtype=torch.float64)
    return LOSSES[name].along(x, y)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("end", ["low", "high"])
def test_every_mark_lies_within_the_axes(kind, end):
    axis = KINDS[kind]
    edge = {"low": axis.low + 0.01, "high": axis.high - 0.01}[end]
    for target in axis.targets:
        weighted = {"bce_with_logits": {"pos_weight": 5.0}}
        figure = losses_figure(loss_curves(list(losses_of(kind)), kind, edge, target, weighted), kind, edge)
        for trace in figure.data:
            if trace.mode == "markers":
                low, high = figure.layout["yaxis2" if trace.yaxis == "y2" else "yaxis"].range
                assert low <= trace.y[0] <= high


@pytest.mark.parametrize(
    ("kind", "numbers", "expected"),
    [
        ("number", {}, [("Huber", "Smooth L1")]),
        ("number", {"huber": {"delta": 2.0}}, []),
        (
            "number",
            {"huber": {"delta": 3.0}, "smooth_l1": {"beta": 3.0}},
            [],
        ),  # Huber is Smooth L1 times its delta
        ("probability", {}, [("Binary cross-entropy", "KL divergence")]),
        ("score", {}, []),
    ],
)
def test_losses_that_look_like_one_are_found_with_their_parameters(kind, numbers, expected):
    prediction, target = KINDS[kind].usual
    curves = loss_curves(list(losses_of(kind)), kind, prediction, target, numbers)
    assert [group.labels for group in coinciding_losses(curves, kind)] == expected


def test_kl_divergence_has_the_gradient_of_cross_entropy_and_its_value_at_a_sure_target():
    for target, what in ((0.8, "slopes"), (1.0, "both"), (0.0, "both")):
        curves = loss_curves(["bce", "kl_divergence"], "probability", 0.3, target, {})
        assert [group.what for group in coinciding_losses(curves, "probability")] == [what]


def test_lines_go_through_their_ends_and_the_outlier_is_marked():
    option = lines_option(POINTS, fits(POINTS) | {"mse": Line(2.0, 1.0)}, 3)
    frame = option["dataset"][0]["source"]
    assert frame["MSE"].tolist() == pytest.approx([2 * x + 1 for x in frame["x"]])
    marked = {series["name"]: series["data"] for series in option["series"] if series["type"] == "scatter"}
    assert [point[:2] for point in marked["outlier"]] == [list(POINTS[3])]
    assert len(marked["points"]) == len(POINTS) - 1
