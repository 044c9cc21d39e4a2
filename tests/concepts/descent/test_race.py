from dataclasses import replace

import pytest
import torch

from playground.concepts.descent import Trajectory, descend
from playground.concepts.descent.learning_rates import suggested_learning_rate
from playground.concepts.descent.race import least_loss, standings
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig
from playground.concepts.surfaces import SURFACES


def _racer(*losses):
    losses = torch.tensor(losses)
    points = torch.zeros(len(losses), 2)
    return Trajectory(points, losses, points)


def test_the_first_to_arrive_stands_first_then_the_lowest_end_then_who_left():
    surface = SURFACES["bowl"]
    racers = {
        "lost": _racer(4.0, 9.0, float("inf"), float("nan")),
        "late": _racer(4.0, 3.0, 2.0, 1.0),
        "slow": _racer(4.0, 1.0, 0.3, 0.05),
        "fast": _racer(4.0, 0.05, 0.5, 0.5),
    }
    table = standings(surface, racers, tolerance=0.1)
    assert [(row.name, row.reached) for row in table] == [
        ("fast", 1),
        ("slow", 3),
        ("late", None),
        ("lost", None),
    ]
    lost = table[-1]
    assert (lost.diverged_at, lost.final_loss, lost.lowest_loss) == (2, 9.0, 4.0)
    assert table[0].lowest_loss == pytest.approx(0.05)


def test_without_a_known_minimum_the_lowest_racer_sets_the_mark():
    surface = SURFACES["bowl"]
    unknown = replace(surface, minima=())
    racers = {"a": _racer(4.0, -3.0, 1.0), "b": _racer(4.0, -2.95, -2.95)}
    assert least_loss(unknown, racers) == -3.0
    assert [row.reached for row in standings(unknown, racers, 0.1)] == [1, 1]


@pytest.mark.parametrize("surface", SURFACES.values(), ids=list(SURFACES))
def test_a_standing_is_what_a_search_through_the_losses_finds(surface):
    racers = {
        name: descend(surface, OptimizerConfig(name, suggested_learning_rate(surface, name)), steps=150)
        for name in OPTIMIZERS
    }
    for row in standings(surface, racers, 1e-2):
        losses = racers[row.name].losses.tolist()
        found = next((step for step, loss in enumerate(losses) if loss <= 1e-2), None)
        assert row.reached == found
        assert row.final_loss == losses[-1]
