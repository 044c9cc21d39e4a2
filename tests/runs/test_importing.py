"""A changed run's file, imported: its changes, its program and its file are those of the run."""

import pytest

from playground.digits.checkpoints import load_checkpoint, read_checkpoint
from playground.digits.checkpoints.export import export_safetensors
from playground.digits.datasets import load_digits
from playground.digits.training import TrainingConfig
from playground.digits.training.program import program_of
from playground.notices.changes import change_lines, short_changes
from playground.runs.changes import in_force
from playground.runs.curves import read_curve
from playground.runs.importing import import_checkpoint
from playground.runs.recorder import Recorder
from playground.runs.store import RunStore

CONFIG = TrainingConfig(hidden=(8, 6), epochs=2, activation="relu, tanh")
CHANGES = {"dropout": 0.25, "learning_rate": 0.01}


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """A store with a run of which two settings were changed after its first steps."""
    store = RunStore(tmp_path_factory.mktemp("home"))
    run = store.create(CONFIG, "embedded")
    store.request_change(run.id, CHANGES)
    Recorder(store, store.claim("1-w", 1)).train(load_digits("embedded"))
    return store, store.get(run.id)


def imported(store, checkpoint):
    return import_checkpoint(store, checkpoint, load_digits("embedded"))


def program(run):
    return program_of(run.config, run.dataset, 1, in_force(run.changes))


def test_its_changes_come_with_it_and_its_program_is_the_runs(changed):
    store, run = changed
    new = imported(store, load_checkpoint(run.checkpoint))
    assert (new.state, new.config, new.latest_config) == ("imported", run.config, run.latest_config)
    assert in_force(new.changes) == in_force(run.changes) != []
    assert program(new) == program(run) != program_of(new.config, new.dataset)
    assert short_changes(new) == short_changes(run)
    assert not any("too late" in line for line in change_lines(new))
    again = imported(store, load_checkpoint(new.checkpoint))
    assert in_force(again.changes) == in_force(run.changes)


@pytest.mark.parametrize(
    "damaged",
    [
        5,
        ["x"],
        [{"learning_rate": 0.01}],
        [{"step": -1, "learning_rate": 0.01}],
        [{"step": 1.5, "learning_rate": 0.01}],
        [{"step": 4, "learning_rate": 0.01}, {"step": 3, "learning_rate": 0.1}],
        [{"step": 1, "hidden": [4]}],
        [{"step": 1, "learning_rate": -1}],
        [{"step": 1, "learning_rate": "fast"}],
        [{"step": 1}],
        {"step": 1},
    ],
)
def test_changes_that_are_none_are_left_out(changed, damaged):
    store, run = changed
    checkpoint = load_checkpoint(run.checkpoint)
    content = export_safetensors(checkpoint.model, {**checkpoint.metadata, "changes": damaged})
    new = imported(store, read_checkpoint(content))
    assert new.changes == ()
    assert (new.config.activation, new.config.dropout) == ("relu, tanh", 0.25)  # as the file's network has it


@pytest.mark.parametrize("axis", ["step", "epoch", "seconds"])
def test_compare_has_the_place_of_each_change(changed, axis):
    store, run = changed
    step = run.changes[0].step
    curve = read_curve(store, run, axis, (0, 1e9))
    (place,) = curve.changes["x"]
    steps = store.metrics.steps(run.id, max_points=None)
    seconds = steps["seconds"][max(step - 1, 0)]
    assert place == pytest.approx(
        {"step": step, "epoch": step / run.steps_per_epoch, "seconds": seconds}[axis]
    )
    assert "learning rate 0.001 → 0.01" in curve.changes["text"].iloc[0]
    hidden = read_curve(store, run, "step", (step + 10, step + 20))
    assert hidden.changes.empty
