"""Branches: training ahead, leaving an epoch with other settings or weights, and coming back."""

import dataclasses

import pytest
import torch

from playground.concepts.optimizers import OptimizerConfig
from playground.concepts.plane import branches as module
from playground.concepts.plane.branches import MOST_BRANCHES, Branches, Experiment
from playground.concepts.plane.data import PlaneSource
from playground.concepts.plane.network import PlaneNetwork
from playground.concepts.plane.stopping import StopRule
from playground.concepts.plane.training import PlaneTrainer, PlaneTraining

EXPERIMENT = Experiment(PlaneSource("xor"), PlaneNetwork(), PlaneTraining())


@pytest.fixture
def grown(monkeypatch):
    """A branch of ten epochs, however busy the machine is."""
    monkeypatch.setattr(module, "WORK", 60.0)
    monkeypatch.setattr(module, "LONGEST_WORK", 60.0)
    all_branches = Branches.begin(EXPERIMENT)
    all_branches.train(10)
    return all_branches


def test_it_trains_up_to_an_epoch_and_no_further(grown):
    assert grown.present.epochs == 10
    grown.train(5)
    assert grown.present.epochs == 10


def test_what_is_seen_is_what_was_shown_and_is_known(grown):
    assert (grown.present.shown, len(grown.present.seen)) == (0, 1)
    for epoch, shown in [(4, 4), (2, 4), (10_000, 10)]:
        grown.present.show(epoch)
        assert (grown.present.shown, len(grown.present.seen)) == (shown, shown + 1)
    grown.grow(7, EXPERIMENT)
    assert (grown.present.shown, len(grown.present.seen)) == (7, 1)


@pytest.mark.parametrize("bound", ["WORK", "LONGEST_WORK"])
def test_no_request_takes_long(monkeypatch, bound):
    monkeypatch.setattr(module, bound, 0.0)
    all_branches = Branches.begin(EXPERIMENT)
    all_branches.train(10_000)
    assert all_branches.present.epochs == 0


def test_a_branch_with_other_settings_goes_on_from_the_weights_of_its_epoch(grown):
    slower = dataclasses.replace(EXPERIMENT, training=PlaneTraining(optimizer=OptimizerConfig("sgd", 0.001)))
    left = grown.present.trainer.epochs[4]
    grown.grow(4, slower)
    grown.train(7)
    assert [branch.name for branch in grown.all] == ["1", "2"]
    assert grown.present.start == 4
    assert grown.present.epochs == 7
    assert torch.equal(grown.present.trainer.epochs[0].weights, left.weights)
    expected = PlaneTrainer(slower.network, slower.training, slower.source.draw(), left.weights)
    expected.train(3)
    assert torch.equal(grown.present.trainer.epochs[-1].weights, expected.epochs[-1].weights)
    assert grown.all[0].epochs == 10  # the old one is whole


def test_a_branch_begins_with_given_weights(grown):
    weights = torch.arange(grown.present.experiment.network.parameters).float() / 10
    grown.grow(3, EXPERIMENT, weights)
    assert torch.equal(grown.present.trainer.epochs[0].weights, weights)


@pytest.mark.parametrize(("asked", "start"), [(-5, 0), (0, 0), (10, 10), (10_000, 10)])
def test_an_epoch_that_is_not_there_is_the_nearest_one(grown, asked, start):
    grown.grow(asked, EXPERIMENT)
    assert grown.present.start == start


def test_one_can_return_to_an_older_branch_and_grow_from_it(grown):
    grown.grow(4, EXPERIMENT)
    grown.return_to("1")
    assert grown.present.name == "1"
    assert grown.present.epochs == 10
    grown.return_to("nobody's")
    assert grown.present.name == "1"
    grown.grow(2, EXPERIMENT)
    assert sorted(branch.name for branch in grown.all) == ["1", "2", "3"]


def test_their_number_is_bounded(grown):
    for _ in range(MOST_BRANCHES + 3):
        grown.grow(1, EXPERIMENT)
    assert len(grown.all) == MOST_BRANCHES
    assert len({branch.name for branch in grown.all}) == MOST_BRANCHES


def test_why_nothing_further_comes(grown, monkeypatch):
    assert grown.present.ended is None
    monkeypatch.setattr(module, "MOST_EPOCHS", 10)
    assert "10 epochs are the most" in grown.present.ended
    wild = Experiment(
        PlaneSource("slope"),
        PlaneNetwork(hidden=(8,), activations=("linear",)),
        PlaneTraining(optimizer=OptimizerConfig("sgd", 1000.0)),
    )
    diverged = Branches.begin(wild)
    diverged.train(10)
    assert "no finite number" in diverged.present.ended
    assert diverged.present.epochs < 10


def test_nothing_is_trained_past_a_stop_until_somebody_goes_on(grown):
    grown.rule = StopRule(epoch=14)
    grown.train(30)
    assert (grown.present.epochs, grown.stop.epoch) == (14, 14)
    grown.go_past(13)  # before it: nobody has been there
    grown.train(30)
    assert grown.present.epochs == 14
    grown.go_past(14)
    grown.train(30)
    assert (grown.present.epochs, grown.stop) == (30, None)


def test_a_rule_that_comes_later_looks_at_what_is_known(grown):
    grown.rule = StopRule(epoch=7)
    assert grown.stop.epoch == 7
    grown.rule = StopRule(epoch=8)
    assert grown.stop.epoch == 8
    grown.go_past(10)
    assert grown.stop is None
    grown.rule = StopRule()
    grown.train(12)
    assert grown.present.epochs == 12


def test_without_points_nothing_is_learnt_and_it_is_said():
    nothing = Branches.begin(Experiment(PlaneSource("xor", own=()), PlaneNetwork(), PlaneTraining()))
    nothing.train(5)
    assert nothing.present.epochs == 0
    assert nothing.present.ended == "There are no points to learn from: draw some."
