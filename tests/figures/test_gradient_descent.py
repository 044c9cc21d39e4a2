import json

import numpy as np
import pytest
import torch

from playground.concepts.descent import descend
from playground.concepts.descent.closed_form import closed_form
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig
from playground.concepts.surfaces import SURFACES
from playground.figures.gradient_descent import MAX_POINTS, coordinates_option, losses_option, near

ARTICLE = SURFACES["article"]


def _options(config, start=None, steps=1000, surface=ARTICLE):
    trajectory = descend(surface, config, start, steps)
    exact = closed_form(surface, config, start, steps)
    return (
        trajectory,
        coordinates_option(trajectory, surface, exact),
        losses_option({"loss": trajectory}, exact),
    )


def test_lines_are_the_trajectory_and_circles_the_closed_form():
    trajectory, coordinates, loss = _options(OptimizerConfig())
    lines, circles = (dataset["source"] for dataset in coordinates["dataset"])
    for index, name in enumerate(("x₁", "x₂", "x₃")):
        np.testing.assert_array_equal(lines[name], trajectory.points[lines["step"], index].numpy())
        np.testing.assert_allclose(
            circles[f"{name}, closed form"], trajectory.points[circles["step"], index].numpy(), rtol=1e-4
        )
    assert [series["name"] for series in coordinates["series"]][:3] == ["x₁", "x₂", "x₃"]
    targets = [series["markLine"]["data"][0]["yAxis"] for series in coordinates["series"][:3]]
    assert targets == [2.0, 4.0, 6.0]
    lines, circles = (dataset["source"] for dataset in loss["dataset"])
    np.testing.assert_array_equal(lines["loss"], trajectory.losses[lines["step"]].numpy())
    assert list(lines["step"][[0, 1, 2, 500]]) == [0, 2, 4, 1000]
    np.testing.assert_allclose(circles["closed form"], trajectory.losses[circles["step"]].numpy(), rtol=1e-3)
    np.testing.assert_allclose(lines["log10 of loss"], np.log10(lines["loss"]), rtol=1e-4)
    assert loss["series"][0]["encode"] == {"x": "step", "y": "log10 of loss", "tooltip": "loss"}
    assert (loss["yAxis"][0]["min"], loss["yAxis"][0]["max"]) == (-6, 1)
    assert loss["yAxis"][1]["data"] == ["10⁻⁶", "10⁻⁵", "0.0001", "0.001", "0.01", "0.1", "1", "10"]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_draws_and_the_sgd_family_has_a_closed_form(name):
    _, *options = _options(OptimizerConfig(name, 0.1), steps=50)
    for option in options:
        assert (len(option["dataset"]) == 2) is (name in ("sgd", "momentum", "nesterov"))


@pytest.mark.parametrize(
    ("learning_rate", "steps"), [(0.01, 10_000), (1.5, 1), (1.5, 1000), (3.1, 5000), (1000.0, 50)]
)
@pytest.mark.parametrize("start", [None, [2.0, 4.0, 6.0], [1e30, -1e30, 0.0]])
def test_extreme_descents_draw_finite_and_few_points(learning_rate, steps, start):
    _, *options = _options(OptimizerConfig("sgd", learning_rate), start, steps)
    for option in options:
        for dataset in option["dataset"]:
            frame = dataset["source"]
            assert len(frame) <= MAX_POINTS
            assert not np.isinf(frame.to_numpy(dtype=float)).any()
        json.dumps({**option, "dataset": []}, allow_nan=False)


@pytest.mark.parametrize("surface", SURFACES.values(), ids=list(SURFACES))
def test_every_surface_draws(surface):
    trajectory, coordinates, loss = _options(OptimizerConfig("adam", 0.1), steps=30, surface=surface)
    frame = coordinates["dataset"][0]["source"]
    assert list(frame.columns) == ["step", *surface.coordinates]
    assert frame["step"].iloc[-1] == 30
    assert loss["dataset"][0]["source"]["loss"].iloc[-1] == pytest.approx(float(trajectory.losses[-1]))


def test_a_race_has_a_line_for_each_racer_with_its_own_numbers():
    surface = SURFACES["saddle"]
    racers = {name: descend(surface, OptimizerConfig(name, 0.1), steps=40) for name in OPTIMIZERS}
    racers["diverging"] = descend(surface, OptimizerConfig("sgd", 900.0), steps=40)
    frame = losses_option(racers)["dataset"][0]["source"]
    for name, trajectory in racers.items():
        shown = frame[name].dropna()
        np.testing.assert_allclose(shown, trajectory.losses[: len(shown)].numpy(), rtol=1e-6)
    assert frame["diverging"].isna().any()
    assert frame["adam"].notna().all()


def test_losses_below_0_get_a_linear_axis():
    trajectory = descend(ARTICLE, OptimizerConfig(), steps=3)
    shifted = type(trajectory)(trajectory.points, trajectory.losses - 10, trajectory.gradients)
    option = losses_option({"loss": shifted})
    assert option["series"][0]["encode"]["y"] == "loss"
    np.testing.assert_allclose(option["dataset"][0]["source"]["loss"], (trajectory.losses - 10).numpy())


def test_a_loss_of_exactly_0_is_left_out_of_the_logarithm():
    trajectory, _, option = _options(OptimizerConfig("sgd", 1.5), steps=5)
    assert torch.equal(trajectory.losses[1:], torch.zeros(5))
    assert option["dataset"][0]["source"]["log10 of loss"].isna().tolist() == [
        False,
        True,
        True,
        True,
        True,
        True,
    ]


def test_a_diverging_descent_is_shown_as_long_as_its_start_can_be_seen():
    trajectory, coordinates, loss = _options(OptimizerConfig("sgd", 3.1))
    frame = coordinates["dataset"][0]["source"]
    assert frame.drop(columns="step").abs().max(axis=None) < 1000
    assert coordinates["xAxis"]["max"] == frame["step"].iloc[-1] == near(trajectory) > 20
    assert loss["xAxis"]["max"] == 1000


def test_no_contestant_has_a_color_of_its_own_and_a_seventh_is_dashed_otherwise_than_the_first():
    racers = {
        f"racer {number}": descend(SURFACES["article"], OptimizerConfig("sgd", 0.1), steps=3)
        for number in range(9)
    }
    series = losses_option(racers)["series"]
    assert not any("color" in {**line.get("itemStyle", {}), **line["lineStyle"]} for line in series)
    assert series[6]["lineStyle"]["type"] != series[0]["lineStyle"]["type"]
