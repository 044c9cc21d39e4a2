import json
import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from playground.concepts.descent import Trajectory, descend
from playground.concepts.optimizers import OptimizerConfig
from playground.concepts.optimizers.update_trace import Arrow, Line, UpdateTrace
from playground.concepts.surfaces import SURFACES
from playground.concepts.surfaces.quadratic import bowl
from playground.figures.descent_player import (
    GRID,
    HOLE,
    MAX_BYTES,
    MAX_ROWS,
    TOP,
    Descent,
    map_window,
    player_data,
)
from tests.figures.unpacked import unpacked


def heights_of(landscape):
    """The map's heights as they were sent, `(GRID, GRID)`."""
    return unpacked(landscape["heights"], "<u2", landscape["size"], across=True)


def racer(surface, optimizer="sgd", rate=0.01, steps=1000, start=None, **settings):
    trajectory = descend(surface, OptimizerConfig(optimizer, rate, **settings), start, steps)
    return Descent(optimizer, optimizer.title(), trajectory)


def random_trace(steps, dimension, count):
    """As many arrays as the longest trace has, and nothing in them that could be sent twice."""
    generator = torch.Generator().manual_seed(0)
    values = {f"n{index}": torch.randn(steps, dimension, generator=generator) for index in range(count)}
    lines = tuple(Line(name, name, f"quantity {name}", f"0.9 · {{{name}}} + 0.1 · {{n0}}") for name in values)
    return UpdateTrace(lines, (Arrow("n0", "step taken", "step"),), values)


def trace_numbers(data, name):
    """What the browser reads: `(rows, d)`."""
    place = data["trace"]["numbers"][name]
    if "quotient" in place:
        above, below = place["quotient"]
        return trace_numbers(data, above).astype(float) / trace_numbers(data, below)
    array = data["trace"]["arrays"][place["of"]]
    table = unpacked(array["values"], "<f4", array["columns"])
    rows = len(unpacked(data["paths"][0]["losses"])) - 1
    table = place["sign"] * table[place["shift"] : place["shift"] + rows]
    return np.broadcast_to(table, (rows, len(data["coordinates"])))


def path_steps(path):
    rows = len(unpacked(path["losses"]))
    return np.minimum(np.arange(rows) * path["stride"], path["last"])


def browser_losses(embed):
    """The formula of the scripts: loss = low + scale * expm1(height * span)."""
    heights = heights_of(embed) / TOP
    return embed["low"] + embed["scale"] * np.expm1(heights * embed["span"])


def own_surface(function):
    return replace(bowl(), function=function, start=(1.0, 1.0), minima=(), window=((-1.0, 1.0), (-1.0, 1.0)))


@pytest.mark.parametrize("name", SURFACES)
def test_landscape_gives_the_losses_back(name):
    surface = SURFACES[name]
    data = player_data(surface, [racer(surface, steps=3)])
    (low_x, high_x), (low_y, high_y) = data["window"]
    losses = browser_losses(data["landscape"])
    assert losses.shape == (GRID, GRID)
    for row, column in [(0, 0), (0, 100), (100, 0), (37, 61)]:
        point = torch.tensor(surface.minimum, dtype=torch.float64)
        point[0] = low_x + (high_x - low_x) * column / (GRID - 1)
        point[1] = low_y + (high_y - low_y) * row / (GRID - 1)
        loss = float(surface(point))
        # One part in `TOP` of the height at this place, in units of the loss.
        embed = data["landscape"]
        rounding = (loss - embed["low"] + embed["scale"]) * embed["span"] / TOP
        assert losses[row, column] == pytest.approx(loss, abs=rounding)


def test_half_of_a_valley_with_steep_sides_lies_below_the_middle_height():
    surface = SURFACES["rosenbrock"]
    heights = heights_of(player_data(surface, [racer(surface, steps=1)])["landscape"])
    assert np.median(heights) / TOP == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    "function", [lambda p: torch.log(p[0]), lambda p: 1 / (p[0] + p[1]), lambda p: 0 * p.sum() - 2]
)
def test_landscape_holds_without_finite_losses_everywhere(function):
    surface = own_surface(function)
    data = player_data(surface, [racer(surface, steps=3)])
    assert np.isfinite(browser_losses(data["landscape"])).all()
    json.dumps(data, allow_nan=False)


def test_places_without_a_value_are_holes_and_infinite_ones_are_peaks():
    surface = own_surface(lambda point: torch.log(point[0]) + 0 * point[1])
    embed = player_data(surface, [racer(surface, steps=1)])["landscape"]
    heights = heights_of(embed)
    assert (heights[:, : GRID // 2] == HOLE).all()
    assert (heights[:, GRID // 2 + 1 :] <= TOP).all()
    assert (heights[:, -1] == TOP).all()


def test_the_map_says_in_which_plane_it_lies():
    data = {
        name: player_data(SURFACES[name], [racer(SURFACES[name], steps=1)]) for name in ("article", "bowl")
    }
    assert data["article"]["plane"] == "x₃ = 6"
    assert data["bowl"]["plane"] == ""


def test_constant_loss_is_the_loss_everywhere():
    surface = own_surface(lambda point: 0 * point.sum() - 2)
    embed = player_data(surface, [racer(surface, steps=1)])["landscape"]
    assert (browser_losses(embed) == -2).all()


def test_the_trace_of_adam_in_three_coordinates_fits():
    surface = SURFACES["article"]
    data = player_data(surface, [racer(surface, "adam")], random_trace(1000, 3, 12))
    assert len(json.dumps({**data, "pickable": True})) <= MAX_BYTES + 20
    steps = path_steps(data["paths"][0])
    assert steps[0] == 0
    assert steps[-1] == 1000
    assert set(np.diff(steps[:-1])) == {data["paths"][0]["stride"]}


def test_race_of_eight_shows_every_step_and_fits():
    surface = SURFACES["rosenbrock"]
    data = player_data(surface, [racer(surface, "adam", 0.01 * rate) for rate in range(1, 9)])
    assert len(json.dumps(data)) <= MAX_BYTES
    assert [path["stride"] for path in data["paths"]] == [1] * 8


def test_the_real_trace_of_adam_in_three_coordinates_shows_every_step():
    from playground.concepts.descent.update_trace import trace_updates

    surface, config = SURFACES["article"], OptimizerConfig("adam", 0.01)
    trajectory = descend(surface, config, steps=1000, record_states=True)
    trace = trace_updates(config, trajectory)
    data = player_data(surface, [Descent("adam", "Adam", trajectory)], trace)
    assert len(json.dumps(data)) <= MAX_BYTES
    assert data["paths"][0]["stride"] == 1
    for name, values in trace.numbers.items():
        np.testing.assert_allclose(trace_numbers(data, name), values.numpy(), rtol=3e-7, err_msg=name)


def test_a_thinned_trace_is_of_the_steps_that_are_shown():
    surface, steps = bowl(), 2500
    trace = random_trace(steps, 2, 3)
    descent = racer(surface, "momentum", 0.001, steps)
    data = player_data(surface, [descent], trace)
    shown = path_steps(data["paths"][0])
    assert len(shown) <= MAX_ROWS
    np.testing.assert_array_equal(
        unpacked(data["paths"][0]["points"], columns=2), descent.trajectory.points[shown].numpy()
    )
    for name, values in trace.numbers.items():
        np.testing.assert_array_equal(trace_numbers(data, name), values[shown[:-1]].numpy())


def test_path_ends_where_it_leaves_the_finite_numbers():
    surface = bowl()
    descent = racer(surface, rate=5, steps=1000)
    assert descent.trajectory.diverged_at is not None
    path = player_data(surface, [descent])["paths"][0]
    assert path["last"] == descent.trajectory.diverged_at - 1
    assert path["diverged_at"] == descent.trajectory.diverged_at
    assert np.isfinite(unpacked(path["points"], columns=2)).all()
    assert np.isfinite(unpacked(path["losses"])).all()


def test_numbers_that_only_float64_holds_end_the_path():
    points = torch.tensor([[1.0, 1.0], [1e300, 1.0], [1e301, 1.0]], dtype=torch.float64)
    trajectory = Trajectory(points, torch.ones(3, dtype=torch.float64), torch.zeros_like(points))
    path = player_data(bowl(), [Descent("sgd", "SGD", trajectory)])["paths"][0]
    assert path["last"] == 0
    assert np.isfinite(unpacked(path["points"], columns=2)).all()


def test_unequal_paths_keep_one_stride():
    surface = bowl()
    race = player_data(surface, [racer(surface, rate=0.01, steps=3000), racer(surface, rate=5, steps=3000)])
    assert {path["stride"] for path in race["paths"]} == {3}
    assert race["paths"][1]["last"] < 100


def test_descent_does_not_change_the_map():
    surface = bowl()
    windows = [player_data(surface, [racer(surface, rate=rate, steps=50)])["window"] for rate in (0.01, 5)]
    assert windows[0] == windows[1] == [list(side) for side in surface.window]


@pytest.mark.parametrize("start", [[1e38, 1.0], [0.0, -1e6], [500.0, 1.0]])
def test_map_of_a_start_far_out_keeps_both_its_sides(start):
    window = map_window(bowl(), torch.tensor(start))
    across, up = (high - low for low, high in window)
    assert 0.249 < up / across < 4.01
    for (low, high), value in zip(window, start, strict=True):
        assert low <= value <= high


def test_map_grows_for_a_start_outside():
    (low, high), up = map_window(bowl(), torch.tensor([20.0, 1.0]))
    assert low == -5
    assert 20 < high < 25
    assert up == bowl().window[1]


def test_fit_hands_over_its_examples():
    surface = SURFACES["fit"]
    assert player_data(surface, [racer(surface)])["fit"] == {"inputs": [1, 2, 3], "targets": [2, 4, 6]}
    assert player_data(bowl(), [racer(bowl())])["fit"] is None


def test_start_that_is_no_number_of_float32_still_shows_a_map():
    data = player_data(bowl(), [racer(bowl(), start=[1e38, 0.0], steps=2)])
    assert data["paths"][0]["last"] == 0
    assert math.isfinite(data["landscape"]["span"])


@pytest.mark.parametrize("surface", SURFACES.values(), ids=list(SURFACES))
@pytest.mark.parametrize("far", [1e30, 1e38, -1e38])
def test_a_start_at_the_edge_of_float32_is_drawn(surface, far):
    start = torch.tensor([far, *surface.start[1:]])
    trajectory = descend(surface, OptimizerConfig("sgd", 0.01), start, steps=3)
    data = player_data(surface, [Descent("sgd", "SGD", trajectory)])
    embed = data["landscape"]
    assert all(math.isfinite(embed[name]) for name in ("low", "scale", "span"))
    json.dumps(data, allow_nan=False)
