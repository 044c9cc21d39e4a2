import math

import pytest
import torch

from playground.concepts.backpropagation.small_net import SmallNet
from playground.concepts.backpropagation.small_net_training import TASKS, SmallNetTrainer
from playground.figures.backpropagation import GRID, MAX_POINTS, SPAN, answers_option, losses_option


def test_the_losses_are_thinned_but_keep_both_ends():
    option = losses_option([float(10_000 - step) for step in range(5001)])
    frame = option["dataset"][0]["source"]
    assert len(frame) <= MAX_POINTS
    assert frame["step"].iloc[[0, -1]].tolist() == [0, 5000]
    assert frame["loss"].iloc[[0, -1]].tolist() == [10_000, 5000]


def test_a_loss_that_is_not_finite_leaves_a_gap():
    frame = losses_option([1.0, math.inf])["dataset"][0]["source"]
    assert frame["loss"].isna().tolist() == [False, True]


def test_one_loss_is_a_dot_that_can_be_seen():
    assert losses_option([1.0])["series"][0]["showSymbol"]


def test_the_curve_is_what_the_network_says():
    learner = SmallNetTrainer(SmallNet(1), TASKS["wave"], 0.1)
    curve = answers_option(learner)["dataset"][0]["source"]
    at = torch.tensor(curve["x"].to_numpy(), dtype=torch.float64)[:, None]
    torch.testing.assert_close(torch.tensor(curve["network"].to_numpy()), learner.answers(at).float())


@pytest.mark.parametrize("dark", [False, True])
def test_the_plane_is_what_the_network_says_and_holds_every_point(dark):
    learner = SmallNetTrainer(SmallNet(2), TASKS["xor"], 0.1)
    option = answers_option(learner, dark)
    cells = option["series"][0]["data"]
    assert len(cells) == GRID**2
    column, row, answer = cells[GRID * 3 + 5]
    side = torch.linspace(-SPAN, SPAN, GRID, dtype=torch.float64)
    expected = learner.answers(torch.stack([side[column], side[row]])[None])
    assert answer == pytest.approx(float(expected), abs=1e-3)
    assert sum(len(series["data"]) for series in option["series"][1:]) == len(learner.task.targets)
