"""What the browser is sent of a network, decoded again."""

import base64
import json
import math

import numpy as np
import pytest
import torch

from playground.concepts.plane import branches as module
from playground.concepts.plane.branches import Branches, Experiment
from playground.concepts.plane.data import PlaneSource
from playground.concepts.plane.features import features_of
from playground.concepts.plane.network import PlaneNetwork
from playground.concepts.plane.stopping import StopRule
from playground.concepts.plane.training import PlaneTraining
from playground.figures import network_player
from playground.figures.network_player import GRID, decoded_weights, encoded, grid_points, player_data


@pytest.fixture
def learnt(monkeypatch):
    monkeypatch.setattr(module, "WORK", 60.0)

    def learn(epochs, **settings):
        source = settings.pop("source", PlaneSource("moons"))
        known = Branches.begin(Experiment(source, PlaneNetwork(**settings), PlaneTraining()))
        known.train(epochs)
        return known

    return learn


def floats(text):
    return np.frombuffer(base64.b64decode(text), "<f4")


def test_epochs_come_from_where_they_are_asked(learnt):
    branches = learnt(7)
    data = player_data(branches, 3, editable=False)
    assert data["epochs"]["from"] == 3
    weights = floats(data["epochs"]["weights"]).reshape(-1, branches.present.experiment.network.parameters)
    expected = torch.stack([epoch.weights for epoch in branches.present.trainer.epochs[3:]]).numpy()
    assert np.array_equal(weights, expected)
    assert data["epochs"]["train"] == [epoch.train_loss for epoch in branches.present.trainer.epochs[3:]]


def test_a_message_is_bounded_and_the_end_comes_last(learnt, monkeypatch):
    monkeypatch.setattr(network_player, "MOST_AT_ONCE", 4)
    monkeypatch.setattr(module, "MOST_EPOCHS", 6)
    branches = learnt(6)
    first, last = player_data(branches, 0, editable=False), player_data(branches, 4, editable=False)
    assert (len(first["epochs"]["train"]), first["ended"]) == (4, None)
    assert len(last["epochs"]["train"]) == 3
    assert "are the most" in last["ended"]


def test_a_stop_comes_with_its_sentence(learnt):
    branches = learnt(5)
    assert player_data(branches, 0, editable=False)["stop"] is None
    branches.rule = StopRule(epoch=3)
    stop = player_data(branches, 0, editable=False)["stop"]
    assert stop["epoch"] == 3
    assert stop["text"] == "It stops at epoch 3, as the page's settings say. Play goes on from here."


def test_losses_that_are_no_numbers_are_json(learnt):
    data = player_data(learnt(1, source=PlaneSource("moons", test_share=0.0)), 0, editable=False)
    assert data["epochs"]["test"] == [None, None]
    json.dumps(data, allow_nan=False)


def test_points_and_a_typed_feature(learnt):
    branches = learnt(0, features=("x1", "typed"), typed="x1 * x2")
    data = player_data(branches, 0, editable=True)
    points = branches.present.trainer.data.train_points
    assert np.array_equal(floats(data["points"]["train"]).reshape(-1, 2), points.numpy())
    assert np.array_equal(
        floats(data["typed"]["train"]), features_of(points, ("typed",), "x1 * x2")[:, 0].numpy()
    )
    assert floats(data["typed"]["grid"]) == pytest.approx(grid_points().prod(1).numpy(), rel=1e-6)
    assert data["network"]["labels"] == ["x₁", "x1 * x2"]


def test_the_grid_begins_at_the_top_left():
    points = grid_points()
    assert points.shape == (GRID * GRID, 2)
    assert points[0].tolist() == pytest.approx([-5.9, 5.9])
    assert points[1, 0] > points[0, 0]
    assert points[GRID, 1] < points[0, 1]


def test_older_branches_are_named_with_their_losses(learnt):
    branches = learnt(5)
    branches.present.show(4)
    branches.grow(2, branches.present.experiment)
    (other,) = player_data(branches, 0, editable=False)["others"]
    assert (other["name"], other["from"], len(other["train"])) == ("1", 0, 5)  # what was seen of it
    branches.return_to("1")
    assert player_data(branches, 0, editable=False)["epoch"] == 4


@pytest.mark.parametrize(
    "text", ["", "AAAA", "not base64!", None, 7, encoded(torch.tensor([1.0, math.nan, 2.0]))]
)
def test_weights_that_a_browser_sends_are_looked_at(text):
    assert decoded_weights(text, 3) is None


def test_weights_come_back():
    weights = torch.randn(25)
    assert torch.equal(decoded_weights(encoded(weights), 25), weights)
