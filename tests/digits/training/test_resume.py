"""A run that is left anywhere and resumed gives the numbers of one that was never left, bit for bit."""

import io
import itertools
from dataclasses import replace

import pytest
import torch

from playground.concepts.optimizers import OPTIMIZERS
from playground.concepts.optimizers.schedules import SCHEDULES
from playground.digits.datasets import load_digits
from playground.digits.training.loop import (
    EpochFinished,
    LayersMeasured,
    StepFinished,
    Training,
    TrainingConfig,
    TrainingFinished,
    TrainingHalted,
    TrainingStarted,
)

ALL = [
    *itertools.product(OPTIMIZERS, ["constant", "one_cycle"], [False, True]),
    *itertools.product(
        ["adam"], [name for name in SCHEDULES if name not in ("constant", "one_cycle")], [False]
    ),
]


def small_data(train, test):
    data = load_digits("embedded")
    return replace(
        data,
        train_images=data.train_images[:train],
        train_labels=data.train_labels[:train],
        test_images=data.test_images[:test],
        test_labels=data.test_labels[:test],
    )


# The last batch of an epoch is smaller than the others; the MLP's test takes two batches of images.
MLP_DATA, CNN_DATA = small_data(200, 260), small_data(40, 20)


def figures(event):
    """What an event says, but for the time."""
    match event:
        case StepFinished():
            return "step", event.step, event.epoch, event.loss
        case LayersMeasured():
            return "layers", event.step, event.layers
        case EpochFinished():
            test = (event.test_loss, event.test_accuracy, event.evaluation.predicted.tolist())
            return "epoch", event.epoch, event.step, event.train_loss, event.train_accuracy, event.best, *test
        case TrainingFinished():
            confusion = event.evaluation.confusion.tolist()
            return "end", event.step, event.test_accuracy, event.stopped, event.reason, confusion
    raise AssertionError(f"unexpected {event}")


def whole_run(config, data):
    training = Training(config, data, "cpu")
    events = [figures(event) for event in training.events() if not isinstance(event, TrainingStarted)]
    return events, training.model.state_dict()


def resumed_run(training):
    """The rest of a run, after its state went through a file into a new object."""
    file = io.BytesIO()
    torch.save(training.state_dict(), file)
    file.seek(0)
    data = replace(
        MLP_DATA,
        train_images=training.images,
        train_labels=training.labels,
        test_images=training.unseen.test[0],
        test_labels=training.unseen.test[1],
    )
    copy = Training(training.config, data, "cpu")
    copy.load_state_dict(torch.load(file, weights_only=True))
    events = [figures(event) for event in copy.events() if not isinstance(event, TrainingStarted)]
    return events, copy.model.state_dict()


def assert_same_weights(first, second):
    assert first.keys() == second.keys()
    assert all(torch.equal(first[name], second[name]) for name in first)


def without_layers(events):
    return [event for event in events if event[0] != "layers"]


def check_left_at(config, data, position, expected, weights):
    """Leave at the event with that index; `LayersMeasured` of the step that was left at is not repeated."""
    training = Training(config, data, "cpu")
    before = list(itertools.islice(training.events(), position + 1))[1:]
    after, resumed_weights = resumed_run(training)
    before = [figures(event) for event in before]
    assert without_layers(before) + without_layers(after) == without_layers(expected)
    assert_same_weights(weights, resumed_weights)


@pytest.mark.parametrize(("optimizer", "schedule", "augmentation"), ALL)
def test_an_mlp_left_at_any_event(optimizer, schedule, augmentation):
    config = TrainingConfig(
        validation_share=0,
        hidden=(16,),
        optimizer=optimizer,
        schedule=schedule,
        augmentation=augmentation,
        batch_size=120,
        epochs=2,
    )
    expected, weights = whole_run(config, MLP_DATA)
    assert len(expected) == 4 + 4 + 2 + 1  # steps, measurements, epochs, the end
    for position in range(len(expected)):  # the first event is `TrainingStarted`
        check_left_at(config, MLP_DATA, position, expected, weights)


@pytest.mark.parametrize(("optimizer", "schedule", "augmentation"), ALL)
def test_a_cnn_with_its_batch_statistics_left_within_and_after_an_epoch(optimizer, schedule, augmentation):
    config = TrainingConfig(
        validation_share=0,
        model="cnn",
        optimizer=optimizer,
        schedule=schedule,
        augmentation=augmentation,
        batch_size=16,
        epochs=2,
    )
    expected, weights = whole_run(config, CNN_DATA)
    # Events 1 to 7: a step and its layers, thrice, and the epoch. 6 is just before the test.
    for position in (4, 6, 7) if optimizer == "adam" else (4, 7):
        check_left_at(config, CNN_DATA, position, expected, weights)


@pytest.mark.parametrize("augmentation", [False, True])
def test_a_run_halted_at_any_question_even_within_a_test(augmentation):
    config = TrainingConfig(
        validation_share=0,
        hidden=(16,),
        schedule="one_cycle",
        augmentation=augmentation,
        batch_size=64,
        epochs=2,
    )
    expected, weights = whole_run(config, MLP_DATA)
    questions = 2 * (4 + 2)  # each epoch has 4 steps and a test of 2 batches
    for halt_at in range(questions):
        counter = itertools.count()
        training = Training(config, MLP_DATA, "cpu")
        before = []
        for event in training.events(lambda: next(counter) == halt_at):  # noqa: B023 - called in this turn alone
            if isinstance(event, TrainingHalted):
                break
            before.append(event)
        else:
            pytest.fail("it was never halted")
        assert isinstance(event, TrainingHalted)
        assert event.step == training.steps_done
        after, resumed_weights = resumed_run(training)
        assert [figures(event) for event in before[1:]] + after == expected
        assert_same_weights(weights, resumed_weights)


def test_a_run_resumed_twice():
    config = TrainingConfig(validation_share=0, hidden=(16,), batch_size=64, epochs=2, augmentation=True)
    expected, weights = whole_run(config, MLP_DATA)
    states = []
    training = Training(config, MLP_DATA, "cpu")
    for stop in (5, 12):  # the second one counts from the start as well
        file = io.BytesIO()
        for event in training.events():
            if isinstance(event, LayersMeasured) and event.step == stop // 2:
                break
        torch.save(training.state_dict(), file)
        file.seek(0)
        states.append(torch.load(file, weights_only=True))
        training = Training(config, MLP_DATA, "cpu")
        training.load_state_dict(states[-1])
    assert [state["steps_done"] for state in states] == [2, 6]
    after, resumed_weights = resumed_run(training)
    assert after == expected[-len(after) :]
    assert len(after) == 2 + 2 + 1 + 1  # two steps with their layers, the epoch, the end
    assert_same_weights(weights, resumed_weights)


def test_a_loaded_state_is_not_changed_by_going_on():
    config = TrainingConfig(validation_share=0, hidden=(16,), batch_size=64, epochs=1)
    training = Training(config, MLP_DATA, "cpu")
    list(itertools.islice(training.events(), 3))
    state = training.state_dict()
    seen, losses = state["epoch_seen"], list(state["epoch_losses"])
    list(training.events())
    assert (state["epoch_seen"], state["epoch_losses"]) == (seen, losses)


@pytest.mark.parametrize(
    "condition", [{"target_accuracy": 0.0}, {"patience": 1, "learning_rate": 1e-12}, {"max_seconds": 1e-9}]
)
def test_a_run_that_met_its_stop_condition_does_not_train_on(condition):
    config = TrainingConfig(validation_share=0, hidden=(16,), batch_size=64, epochs=50, **condition)
    expected, weights = whole_run(config, MLP_DATA)
    assert expected[-1][0] == "end"
    assert expected[-1][4], "it says why it ended"
    for position in range(1, len(expected) + 1):
        training = Training(config, MLP_DATA, "cpu")
        list(itertools.islice(training.events(), position + 1))
        after, resumed_weights = resumed_run(training)
        assert after[-1] == expected[-1]
        assert_same_weights(weights, resumed_weights)
        if position >= len(expected) - 1:  # left at the event that met the condition, or at the last one
            assert len(after) == 1


def test_the_time_already_trained_counts():
    class Clock:
        now = 0.0

        def __call__(self):
            self.now += 0.5  # each step asks twice: it lasts 0.5 s
            return self.now

    config = TrainingConfig(validation_share=0, hidden=(16,), batch_size=64, epochs=50, max_seconds=4.0)
    training = Training(config, MLP_DATA, "cpu", clock=Clock())
    list(itertools.islice(training.events(), 1 + 2 * 3))  # three steps with their layers, less one
    copy = Training(config, MLP_DATA, "cpu", clock=Clock())
    copy.load_state_dict(training.state_dict())
    assert copy.seconds == 1.5
    end = list(copy.events())[-1]
    assert end.step == 8
    assert end.reason == "The time budget of 4 s was used up."
