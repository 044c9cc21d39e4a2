"""Settings changed while a run trains: against the run's program, against plain PyTorch, and however it is left."""

import io
import itertools
import math
from dataclasses import replace

import pytest
import torch

from playground.concepts.optimizers.schedules import SCHEDULES, scheduled_rates
from playground.digits.datasets import load_digits
from playground.digits.training.changes import (
    Change,
    check_change,
    describe_change,
    describe_changes,
    differences,
    live_settings,
    with_changes,
)
from playground.digits.training.loop import SettingsChanged, StepFinished, Training, TrainingConfig
from playground.digits.training.program import program_of
from playground.errors import ConfigurationError
from tests.digits.training.test_program import run_in_a_process
from tests.digits.training.test_resume import CNN_DATA, MLP_DATA, assert_same_weights, figures

# Config and changes; an epoch of the embedded digits has 1,437 images: 23 steps of 64.
CHANGED = {
    "rate": (TrainingConfig(validation_share=0, epochs=2), [Change(10, {"learning_rate": 0.01})]),
    "batch_within_an_epoch": (
        TrainingConfig(validation_share=0, epochs=2),
        [Change(10, {"batch_size": 100})],
    ),
    "batch_between_epochs": (TrainingConfig(validation_share=0, epochs=3), [Change(23, {"batch_size": 200})]),
    "at_the_start": (
        TrainingConfig(validation_share=0, epochs=1),
        [Change(0, {"learning_rate": 0.01, "batch_size": 32})],
    ),
    "one_cycle": (
        TrainingConfig(validation_share=0, epochs=2, schedule="one_cycle"),
        [Change(10, {"batch_size": 100}), Change(20, {"learning_rate": 0.005})],
    ),
    "decay_under_cosine": (
        TrainingConfig(validation_share=0, epochs=1, schedule="cosine", optimizer="adamw"),
        [Change(4, {"weight_decay": 0.1}), Change(8, {"weight_decay": None})],
    ),
    **{
        f"constant_to_{name}": (
            TrainingConfig(validation_share=0, epochs=2),
            [Change(30, {"schedule": name, "batch_size": 50})],
        )
        for name in SCHEDULES
        if name != "constant"
    },
    "to_constant": (
        TrainingConfig(validation_share=0, epochs=2, schedule="step"),
        [Change(30, {"schedule": "constant"})],
    ),
    "dropout_on_and_off": (
        TrainingConfig(validation_share=0, hidden=(32, 16), epochs=2, augmentation=True),
        [Change(5, {"dropout": 0.5}), Change(20, {"dropout": 0.0}), Change(30, {"dropout": 0.2})],
    ),
    "many": (
        TrainingConfig(validation_share=0, epochs=2, dropout=0.3, optimizer="sgd"),
        [Change(step, {"learning_rate": 0.01 * step, "batch_size": 20 + step}) for step in range(1, 20)],
    ),
    "twice_at_once": (
        TrainingConfig(validation_share=0, epochs=1),
        [Change(5, {"learning_rate": 1.0}), Change(5, {"learning_rate": 0.002})],
    ),
    "cnn": (
        TrainingConfig("cnn", validation_share=0, batch_size=300, epochs=2, schedule="one_cycle"),
        [Change(2, {"dropout": 0.2}), Change(6, {"batch_size": 128, "weight_decay": 0.001})],
    ),
}


def events_of(config, changes, data=None):
    training = Training(config, data or load_digits("embedded"), "cpu", changes)
    return list(training.events()), training


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """What each run's program prints when it also prints every loss."""
    programs = {}
    for name, (config, changes) in CHANGED.items():
        program = program_of(config, "embedded", 1, changes)
        assert program.count("        step += 1\n") == 1
        programs[name] = program.replace(
            "        step += 1\n", "        step += 1\n        print(repr(loss.item()))\n"
        )
    return run_in_a_process(tmp_path_factory.mktemp("changed"), programs)


@pytest.mark.parametrize("name", CHANGED)
def test_the_program_repeats_a_changed_run_to_the_last_bit(printed, name):
    events, training = events_of(*CHANGED[name])
    text, folder = printed[name]
    losses = [line for line in text.splitlines() if not line.startswith("epoch")]
    assert losses == [repr(event.loss) for event in events if isinstance(event, StepFinished)]
    saved = torch.load(folder / "model.pth", weights_only=True)
    assert_same_weights(training.model.state_dict(), saved)


@pytest.mark.parametrize("name", CHANGED)
def test_every_changed_program_fits_the_page(name):
    config, changes = CHANGED[name]
    for data in ("embedded", "mnist"):
        program = program_of(replace(config, own_digits=data == "mnist"), data, 1, changes)
        compile(program, "program", "exec")
        assert max(map(len, program.splitlines())) <= 120


def test_a_run_without_changes_has_the_program_that_it_had():
    assert program_of(TrainingConfig(validation_share=0), "mnist", 1, []) == program_of(
        TrainingConfig(validation_share=0), "mnist"
    )
    assert "changes" not in program_of(TrainingConfig(validation_share=0), "mnist")


@pytest.mark.parametrize("name", CHANGED)
def test_until_the_change_it_is_the_run_without_it(name):
    config, changes = CHANGED[name]
    plain = [event.loss for event in events_of(config, [])[0] if isinstance(event, StepFinished)]
    changed = [event.loss for event in events_of(config, changes)[0] if isinstance(event, StepFinished)]
    first = changes[0].step
    assert changed[:first] == plain[:first]
    assert changed[first + 1 :] != plain[first + 1 :]


@pytest.mark.parametrize("name", CHANGED)
def test_the_number_of_steps_that_is_announced_is_the_number_that_comes(name):
    events, _ = events_of(*CHANGED[name])
    steps = [event for event in events if isinstance(event, StepFinished)]
    announced = [event for event in events if isinstance(event, SettingsChanged)]
    assert announced[-1].total_steps == len(steps)
    last = announced[-1].config.batch_size
    assert announced[-1].steps_per_epoch == math.ceil(1437 / last)


def test_a_new_batch_size_takes_the_rest_of_the_same_epoch_in_its_order():
    data, config = load_digits("embedded"), TrainingConfig(validation_share=0, epochs=2)
    training = Training(config, data, "cpu", [Change(10, {"batch_size": 500})])
    seen, step = [], training.trainer.step

    def spy(images, labels):
        seen.append(images)
        return step(images, labels)

    training.trainer.step = spy
    epochs = [event.epoch for event in training.events() if isinstance(event, StepFinished)]
    assert [len(images) for images in seen] == [64] * 10 + [500, 297] + [500, 500, 437]
    assert epochs == [1] * 12 + [2] * 3
    generator = torch.Generator().manual_seed(0)
    for begin, end in ((0, 12), (12, 15)):  # each epoch is one shuffled pass, as without the change
        order = torch.randperm(1437, generator=generator)
        assert torch.equal(torch.cat(seen[begin:end]), data.train_images[order])


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("size", [64, 200])
def test_a_changed_schedule_is_that_of_a_run_with_the_new_settings_with_as_many_steps_left(schedule, size):
    before = "cosine" if schedule == "constant" else "constant"
    config = TrainingConfig(validation_share=0, epochs=3, schedule=before)
    change = {"schedule": schedule, "learning_rate": 0.02, "batch_size": size}
    training = Training(config, load_digits("embedded"), "cpu", [Change(30, change)])
    rates, step = [], training.trainer.step

    def spy(images, labels):
        rates.append(training.trainer.optimizer.param_groups[0]["lr"])
        return step(images, labels)

    training.trainer.step = spy
    list(training.events())
    whole = scheduled_rates(schedule, 0.02, 3 * math.ceil(1437 / size)) or (0.02,) * 100
    assert rates[30:] == list(whole)[-len(rates[30:]) :]


def left_and_resumed(config, changes, data, position):
    """The events until `position`, then those of a new object that loaded the state."""
    training = Training(config, data, "cpu", changes)
    before = list(itertools.islice(training.events(), position + 1))
    file = io.BytesIO()
    torch.save(training.state_dict(), file)
    file.seek(0)
    copy = Training(config, data, "cpu", changes)
    copy.load_state_dict(torch.load(file, weights_only=True))
    return before, list(copy.events()), copy


def without_news(events):
    kept = [event for event in events if type(event).__name__ not in ("TrainingStarted", "SettingsChanged")]
    return [figure for figure in map(figures, kept) if figure[0] != "layers"]


EVERYTHING = [
    Change(2, {"learning_rate": 0.01, "schedule": "cosine"}),
    Change(3, {"batch_size": 30, "dropout": 0.5}),
    Change(5, {"weight_decay": 0.01, "schedule": "one_cycle"}),
    Change(7, {"dropout": 0.0, "batch_size": 80}),
    Change(8, {"schedule": "constant"}),
]


@pytest.mark.parametrize(
    ("config", "data"),
    [
        (
            TrainingConfig(validation_share=0, hidden=(16,), batch_size=64, epochs=3, augmentation=True),
            MLP_DATA,
        ),
        (TrainingConfig("cnn", validation_share=0, batch_size=16, epochs=3, schedule="warm_up"), CNN_DATA),
    ],
)
def test_left_at_any_event_a_changed_run_goes_on_bit_for_bit(config, data):
    expected, training = events_of(config, EVERYTHING, data)
    for position in range(len(expected) - 1):
        before, after, copy = left_and_resumed(config, EVERYTHING, data, position)
        assert without_news(before) + without_news(after) == without_news(expected), position
        assert_same_weights(training.model.state_dict(), copy.model.state_dict())
        assert copy.total_steps == training.total_steps


def test_a_change_that_is_planned_between_two_steps_acts_like_one_known_before():
    config = TrainingConfig(validation_share=0, epochs=1)
    training = Training(config, load_digits("embedded"), "cpu")
    change = Change(7, {"learning_rate": 0.05, "batch_size": 20})

    def should_stop():
        if training.steps_done == 7 and training.settings == config:
            training.plan([change])
        return False

    losses = [event.loss for event in training.events(should_stop) if isinstance(event, StepFinished)]
    known = [event.loss for event in events_of(config, [change])[0] if isinstance(event, StepFinished)]
    assert losses == known


def test_a_diverging_run_names_the_rate_that_it_had_then():
    config = TrainingConfig(validation_share=0, optimizer="sgd", hidden=(64, 64, 64), epochs=1)
    last = events_of(config, [Change(2, {"learning_rate": 1000.0})])[0][-1]
    assert "The learning rate is 1000; try" in last.message


def test_images_done_count_every_image_once():
    training = events_of(*CHANGED["many"])[1]
    assert training.images_done == 2 * 1437


def test_which_settings_can_change():
    assert set(live_settings()) == {"learning_rate", "schedule", "weight_decay", "batch_size", "dropout"}


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({}, "but got none"),
        ({"hidden": (3,)}, "learning rate, .*but got hidden layers. Start a new run"),
        ({"magic": 1}, "but got 'magic'"),
        ({"learning_rate": -1}, "learning rate above 0"),
        ({"learning_rate": "fast"}, "learning rate above 0"),
        ({"batch_size": 0}, "batch size from 1"),
        ({"batch_size": 3.5}, "batch size from 1"),
        ({"dropout": 1}, "dropout of at least 0"),
        ({"schedule": "magic"}, "schedule out of"),
        ({"weight_decay": -1}, "weight_decay to be at least 0"),
        ({"learning_rate": 0.001}, "another learning rate than 0.001"),
    ],
)
def test_a_change_that_cannot_be_is_refused_with_what_was_expected(settings, text):
    with pytest.raises(ConfigurationError, match=text):
        check_change(TrainingConfig(validation_share=0), settings)


def test_a_change_without_effect_is_refused():
    with pytest.raises(ConfigurationError, match="write dropout among its layers"):
        check_change(TrainingConfig("layers", validation_share=0), {"dropout": 0.5})


def test_what_differs_is_split_into_what_can_change_and_what_needs_a_new_run():
    now = TrainingConfig(validation_share=0, learning_rate=0.1, layers="linear 10")
    wanted = TrainingConfig(validation_share=0, hidden=(64,), batch_size=32, seed=3)
    live, fixed = differences(now, wanted)
    assert live == {"learning_rate": 0.001, "batch_size": 32}
    assert set(fixed) == {"hidden", "seed"}
    assert differences(now, replace(now, layers="linear 20, linear 10")) == ({}, [])


def test_changes_in_words():
    config = TrainingConfig(validation_share=0)
    assert describe_change(config, {"learning_rate": 0.01}) == "learning rate 0.001 → 0.01"
    texts = describe_changes(config, [{"batch_size": 128, "schedule": "one_cycle"}, {"batch_size": 32}])
    assert texts == ["batch size 64 → 128, schedule Constant → One cycle", "batch size 128 → 32"]
    assert with_changes(config, [{"batch_size": 128}, {"batch_size": 32}]).batch_size == 32
