"""Runs that end before their last epoch, and the epoch marked as the best."""

import pytest

from playground.digits.datasets import load_digits
from playground.digits.training.early_stopping import StopConditions
from playground.digits.training.loop import (
    EpochFinished,
    StepFinished,
    Training,
    TrainingConfig,
    TrainingFinished,
    TrainingHalted,
)


def taken(accuracies, **settings):
    """After each test accuracy: whether it was the best, and the reason to stop."""
    conditions = StopConditions(TrainingConfig(**settings))
    return [(conditions.record_accuracy(accuracy), conditions.reason) for accuracy in accuracies]


def test_the_best_epoch_beats_all_earlier_ones():
    best = [best for best, _ in taken([0.5, 0.6, 0.6, 0.4, 0.55, 0.7])]
    assert best == [True, True, False, False, False, True]


def test_an_accuracy_of_zero_is_the_best_so_far():
    assert [best for best, _ in taken([0.0, 0.0])] == [True, False]


def test_without_conditions_nothing_ends_a_run():
    assert all(not reason for _, reason in taken([1.0, 0.0, 0.0, 0.0]))
    conditions = StopConditions(TrainingConfig(validation_share=0))
    conditions.record_time(1e9)
    assert conditions.reason == ""


def test_the_target_may_be_met_exactly():
    reasons = [reason for _, reason in taken([0.5, 0.9, 0.9], target_accuracy=0.9)]
    assert reasons[0] == ""
    without = taken([0.5, 0.9], target_accuracy=0.9, validation_share=0)
    assert without[1][1] == "It reached 90.00\u00a0% test accuracy: the target was 90.00\u00a0%."
    assert reasons[1] == "It reached 90.00\u00a0% validation accuracy: the target was 90.00\u00a0%."


def test_patience_counts_epochs_in_a_row():
    reasons = [reason for _, reason in taken([0.5, 0.4, 0.6, 0.6, 0.5], patience=2)]
    assert reasons[:4] == [""] * 4
    assert (
        reasons[4]
        == "None of the last 2 epochs was better than the best so far, 60.00\u00a0% validation accuracy."
    )
    assert taken([0.5, 0.5], patience=1)[1] == (
        False,
        "The last epoch was not better than the best so far, 50.00\u00a0% validation accuracy.",
    )


class Clock:
    """Each call takes half a second, so that a step lasts half a second."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        self.now += 0.5
        return self.now


def events_of(config, should_stop=lambda: False):
    return list(Training(config, load_digits("embedded"), "cpu", clock=Clock()).events(should_stop))


def epochs_and_end(config):
    events = events_of(config)
    assert isinstance(events[-1], TrainingFinished)
    return [event for event in events if isinstance(event, EpochFinished)], events[-1]


def test_a_run_ends_after_the_first_epoch_that_reaches_its_target():
    epochs, end = epochs_and_end(TrainingConfig(validation_share=0, epochs=30, target_accuracy=0.9))
    assert 1 < len(epochs) < 30
    assert all(epoch.test_accuracy < 0.9 for epoch in epochs[:-1])
    assert epochs[-1].test_accuracy == end.test_accuracy >= 0.9
    assert end.reason.startswith("It reached 9")
    assert not end.stopped


def test_a_run_ends_when_its_patience_is_lost():
    epochs, end = epochs_and_end(
        TrainingConfig(validation_share=0, epochs=100, optimizer="sgd", learning_rate=1e-9, patience=3)
    )
    assert [epoch.best for epoch in epochs] == [True, False, False, False]
    assert "last 3 epochs" in end.reason


def test_a_time_budget_ends_a_run_within_an_epoch():
    epochs, end = epochs_and_end(TrainingConfig(validation_share=0, epochs=5, max_seconds=15))
    assert len(epochs) == 1  # of 23 steps
    assert end.step == 30
    assert end.reason == "The time budget of 15 s was used up."


def test_a_budget_that_ends_with_an_epoch_lets_it_be_tested():
    epochs, end = epochs_and_end(TrainingConfig(validation_share=0, epochs=5, max_seconds=11.5))
    assert len(epochs) == 1
    assert epochs[0].seconds == 11.5
    assert end.step == 23
    assert end.reason


def test_a_run_that_does_all_its_epochs_gives_no_reason():
    epochs, end = epochs_and_end(
        TrainingConfig(validation_share=0, epochs=2, target_accuracy=1, patience=50, max_seconds=23)
    )
    assert len(epochs) == 2
    assert end.reason == ""


def test_each_step_says_the_training_time_so_far():
    seconds = [
        event.seconds
        for event in events_of(TrainingConfig(validation_share=0, epochs=1))
        if isinstance(event, StepFinished)
    ]
    assert seconds == [0.5 * step for step in range(1, 24)]


@pytest.mark.parametrize("condition", [{"target_accuracy": 0.0}, {"max_seconds": 0.5}])
def test_a_stop_that_comes_too_late_finds_a_finished_run(condition):
    config = TrainingConfig(validation_share=0, batch_size=2000, epochs=9, **condition)  # one step an epoch
    done = []
    for event in Training(config, load_digits("embedded"), "cpu", clock=Clock()).events(lambda: bool(done)):
        if isinstance(event, EpochFinished):
            done.append(event)
        assert not isinstance(event, TrainingHalted)
    assert event.reason
    assert not event.stopped
