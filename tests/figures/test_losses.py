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
    losses_option,
    start_gradients_option,
    start_trainings_option,
)


@pytest.mark.parametrize("kind", KINDS)
def test_the_curves_are_finite_and_marked_at_the_prediction(kind):
    names, (prediction, target) = list(losses_of(kind)), KINDS[kind].usual
    option = losses_option(names, kind, prediction, target, {})
    frame = option["dataset"][0]["source"]
    assert not frame.isna().any(axis=None)
    for name in names:
        value, slope = LOSSES[name].along(
            torch.tensor([prediction], dtype=torch.float64), torch.tensor(target, dtype=torch.float64)
        )
        dots = [
            s["data"][0]
            for s in option["series"]
            if s["type"] == "scatter" and s["name"] == LOSSES[name].label
        ]
        assert dots == [[prediction, pytest.approx(value.item())], [prediction, pytest.approx(slope.item())]]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("end", ["low", "high"])
def test_every_mark_lies_within_the_axes(kind, end):
    axis = KINDS[kind]
    edge = {"low": axis.low + 0.01, "high": axis.high - 0.01}[end]
    for target in axis.targets:
        option = losses_option(
            list(losses_of(kind)), kind, edge, target, {"bce_with_logits": {"pos_weight": 5.0}}
        )
        for series in option["series"]:
            if series["type"] == "scatter":
                y = option["yAxis"][series["yAxisIndex"]]
                assert y["min"] <= series["data"][0][1] <= y["max"]


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
