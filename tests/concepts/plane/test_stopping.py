"""Where a rule stops, worked out by hand from short histories."""

import dataclasses
import math

import pytest
import torch

from playground.concepts.plane.stopping import StopRule, StopWatch
from playground.concepts.plane.training import Epoch
from playground.errors import ConfigurationError


def history(*test, train=None):
    return [Epoch(torch.zeros(1), loss, measured) for loss, measured in zip(train or test, test, strict=True)]


def stopped(rule, epochs, first=0, past=None):
    stop = StopWatch(rule, first, past).look(epochs)
    return None if stop is None else (stop.epoch, stop.reason)


def test_nothing_is_set_and_nothing_stops():
    assert stopped(StopRule(), history(*[1.0] * 50)) is None


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (StopRule(epoch=2), (2, "epoch")),
        (StopRule(epoch=9), None),
        (StopRule(below=0.5), (3, "below")),
        (StopRule(below=0.4), None),
        (StopRule(below=0.5, measured="training"), (1, "below")),
        (StopRule(patience=2), (5, "patience")),
        (StopRule(patience=3), None),
        (StopRule(epoch=4, below=0.5), (3, "below")),  # whatever comes first
    ],
    ids=str,
)
def test_the_first_epoch_at_which_a_condition_holds(rule, expected):
    epochs = history(0.9, 0.8, 0.6, 0.4, 0.5, 0.6, train=[0.7, 0.4, 0.3, 0.2, 0.1, 0.05])
    assert stopped(rule, epochs) == expected


def test_the_epoch_with_which_a_branch_begins_stops_nothing():
    assert stopped(StopRule(below=0.5), history(0.1)) is None
    assert stopped(StopRule(below=0.5), history(0.1, 0.1)) == (1, "below")
    assert stopped(StopRule(epoch=40), history(0.1, 0.1), first=40) is None


def test_epochs_are_counted_from_a_branchs_first_one():
    assert stopped(StopRule(epoch=42), history(0.9, 0.8, 0.7), first=40) == (42, "epoch")


def test_it_says_what_was_least_and_when():
    stop = StopWatch(StopRule(patience=3), 10).look(history(0.9, 0.3, 0.5, 0.3, 0.4, 0.2))
    assert (stop.epoch, stop.loss, stop.best, stop.best_epoch) == (
        14,
        0.4,
        0.3,
        11,
    )  # the same again is no better


def test_after_a_stop_epochs_are_counted_from_it_and_a_loss_has_to_rise_first():
    epochs = history(0.9, 0.4, 0.4, 0.6, 0.4, 0.5, 0.5)
    assert stopped(StopRule(below=0.5), epochs) == (1, "below")
    assert stopped(StopRule(below=0.5), epochs, past=1) == (4, "below")
    assert stopped(StopRule(patience=2), epochs) == (3, "patience")
    assert stopped(StopRule(patience=2), epochs, past=3) == (6, "patience")
    assert stopped(StopRule(epoch=2), epochs, past=2) is None


def test_epochs_may_come_one_by_one():
    epochs = history(0.9, 0.8, 0.6, 0.4, 0.5, 0.6)
    watch = StopWatch(StopRule(patience=2), 0)
    answers = [watch.look(epochs[: count + 1]) for count in range(len(epochs))]
    assert answers[:-1] == [None] * 5
    assert answers[-1] == StopWatch(StopRule(patience=2), 0).look(epochs)


def test_without_test_points_only_the_epoch_and_the_training_loss_stop():
    epochs = history(*[math.nan] * 6, train=[0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
    assert stopped(StopRule(below=5.0, patience=1), epochs) is None
    assert stopped(StopRule(below=0.65, measured="training", patience=1), epochs) == (3, "below")


@pytest.mark.parametrize(
    "wrong",
    [{"epoch": 0}, {"patience": 0}, {"below": 0.0}, {"below": math.nan}, {"below": math.inf}],
    ids=str,
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(ConfigurationError, match="Expected a"):
        dataclasses.replace(StopRule(), **wrong)
