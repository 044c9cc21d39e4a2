"""What is said of a network in the plane."""

import math

import torch

from playground.concepts.plane.stopping import Stop, StopRule
from playground.concepts.plane.training import Epoch
from playground.notices.plane import learning_notice, stop_sentence


def epochs(*losses):
    return [Epoch(torch.zeros(1), train, test) for train, test in losses]


def test_before_anything_is_learnt():
    told = learning_notice(epochs((0.7, 0.71)), 0, "An idea.")
    assert told == "At epoch 0 the training loss is 0.7. Press play, or make one epoch. An idea."


def test_losses_and_the_idea():
    told = learning_notice(epochs((0.7, 0.7), (0.4, 0.5), (0.1, 0.2)), 0, "An idea.")
    assert told == "2 epochs take the training loss from 0.7 to **0.1**, the test loss to **0.2**. An idea."


def test_a_branch_says_at_which_epoch_it_is():
    told = learning_notice(epochs((0.7, 0.7), (0.4, 0.5)), 41, "An idea.")
    assert told.startswith("1 epoch, to epoch 42, takes the training loss from 0.7 to **0.4**")


def test_overfitting_is_told_with_its_epoch_and_numbers():
    told = learning_notice(epochs((0.7, 0.7), (0.4, 0.3), (0.2, 0.35), (0.1, 0.6)), 100, "An idea.")
    assert "It **overfits**: at epoch 101 the test loss was least, 0.3" in told
    assert "from 0.4 to 0.1" not in told.split("It **overfits**")[0]
    assert "while the training loss fell from 0.4: " in told
    assert "An idea" not in told


def test_a_rising_training_loss_is_no_overfitting():
    assert "overfits" not in learning_notice(epochs((0.3, 0.3), (0.5, 0.6)), 0, "An idea.")


def test_without_test_points_and_with_numbers_that_left():
    assert "no points test it" in learning_notice(epochs((0.7, math.nan), (0.1, math.nan)), 0, "An idea.")
    assert "no finite number" in learning_notice(epochs((0.7, 0.7), (math.inf, math.inf)), 0, "An idea.")


def test_where_it_stops_and_why():
    assert stop_sentence(Stop(1200, StopRule(epoch=1200), "epoch")) == (
        "It stops at epoch 1,200, as the page's settings say."
    )
    below = Stop(87, StopRule(below=0.1, measured="training"), "below", 0.09996)
    assert stop_sentence(below) == "It stops at epoch 87: the training loss, 0.09996, is below 0.1."
    patience = Stop(30, StopRule(patience=20), "patience", 0.5, 0.3125, 10)
    assert stop_sentence(patience) == (
        "It stops at epoch 30: for 20 epochs the test loss has not fallen below the 0.313 of epoch 10."
    )
