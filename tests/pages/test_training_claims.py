"""What the ready-made experiments of Train, Compare and Sweep promise, by training on the embedded digits."""

import math
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from playground.digits.datasets import load_digits
from playground.digits.training import TrainingConfig, train
from playground.digits.training.config import FIELDS
from playground.digits.training.loop import EpochFinished, StepFinished
from tests.answered_run import write_run
from tests.elements import only
from tests.pages.opened import open_page

pytestmark = pytest.mark.usefixtures("own_home")

GUESSING = math.log(10)


@cache
def _losses_and_last_event(config: TrainingConfig) -> tuple[list[float], Any, int]:
    """The loss of each step, the last event, and the number of epochs."""
    losses, epochs, event = [], 0, None
    for event in train(config, load_digits("embedded")):
        if isinstance(event, StepFinished):
            losses.append(event.loss)
        if isinstance(event, EpochFinished):
            epochs = event.epoch
    return losses, event, epochs


def _accuracy(**settings: Any) -> float:
    return _losses_and_last_event(TrainingConfig(**settings))[1].validation_accuracy


def _mean(losses: list[float], share: float) -> float:
    """Of ten steps from this share of a run on."""
    first = min(int(share * len(losses)), len(losses) - 10)
    return sum(losses[first : first + 10]) / 10


def _pressed(path: str, beginning: str) -> Mapping[str, Any]:
    at = open_page(path)
    only(button for button in at.button if button.label.startswith(beginning)).click().run()
    assert not at.exception
    return at.session_state


def _swept(values: Mapping[str, Any], name: str) -> tuple[Any, ...]:
    return FIELDS[name].parse_values(values[f"sweep_{name}"])


def test_with_steps_far_too_long_nothing_is_learnt():
    rate = _pressed("train", "Steps far too long")["train_learning_rate"]
    losses, event, _ = _losses_and_last_event(TrainingConfig(learning_rate=rate))
    assert _mean(losses, 1) > 0.95 * GUESSING
    assert event.validation_accuracy < 0.2


def test_a_run_stops_long_before_its_last_epoch_when_it_does_not_get_better():
    values = _pressed("train", "Stop when it does not get better")
    config = TrainingConfig(epochs=values["epochs"], patience=values["patience"])
    assert _losses_and_last_event(config)[2] < config.epochs / 2


def test_on_a_logarithmic_axis_small_losses_come_apart(store):
    write_run(store)
    assert _pressed("compare", "A logarithmic axis")["log_loss"] is True
    pair = [TrainingConfig(), TrainingConfig(learning_rate=0.01)]  # as the page's own two first runs
    larger, smaller = (_mean(_losses_and_last_event(config)[0], 1) for config in pair)
    assert (larger - smaller) / GUESSING < 0.1  # of the height of a linear axis
    assert math.log(larger / smaller) / math.log(GUESSING / smaller) > 0.25


def test_at_the_end_plain_descent_still_falls(store):
    write_run(store)
    low, high = _pressed("compare", "The end only")["zoom"]
    assert (low, high) == (70, 100)
    slow, quick = TrainingConfig(optimizer="sgd", learning_rate=0.01), TrainingConfig(learning_rate=0.01)
    fallen = [
        _mean(losses, low / 100) - _mean(losses, 1)
        for losses in (_losses_and_last_event(config)[0] for config in (slow, quick))
    ]
    assert fallen[0] > 0.1
    assert fallen[0] > 2 * fallen[1]


def test_against_seconds_the_axis_counts_seconds(store):
    write_run(store)
    assert _pressed("compare", "Against seconds")["against"] == "seconds"


def test_two_seeds_are_two_accuracies():
    seeds = _swept(_pressed("sweep", "How much is luck"), "seed")
    assert len(seeds) == 5
    assert _accuracy(seed=seeds[0]) != _accuracy(seed=seeds[1])


@pytest.mark.parametrize(("optimizer", "best"), [("adam", 0.001), ("sgd", 0.1)])
def test_each_optimizer_wants_another_rate_and_neither_one_at_the_edge(optimizer, best):
    values = _pressed("sweep", "Which optimizer wants which rate")
    assert set(values["sweep_optimizer"]) == {"adam", "sgd"}
    rates = _swept(values, "learning_rate")
    accuracies = {rate: _accuracy(optimizer=optimizer, learning_rate=rate) for rate in rates}
    assert max(accuracies, key=accuracies.__getitem__) == best
    assert min(rates) < best < max(rates)


def test_two_neurons_are_too_few_and_more_than_128_bring_nothing():
    sizes = _swept(_pressed("sweep", "How many neurons are enough"), "hidden")
    fewest, *_, many, most = (_accuracy(hidden=size) for size in (sizes[0], *sizes[-2:]))
    assert sizes[-2] == (128,)
    assert fewest < 0.5
    assert many > 0.95
    assert most < many + 0.01
