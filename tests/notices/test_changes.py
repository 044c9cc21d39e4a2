"""Changes of runs in words: on Train, Compare and Sweep."""

import pytest

from playground.digits.training import TrainingConfig
from playground.notices.changes import change_lines, describe_changed, short_changes
from playground.notices.comparison import describe_comparison, run_labels
from playground.notices.sweep import describe_sweep
from playground.runs.store import RunStore
from playground.ui.compare.run_columns import table_of


@pytest.fixture
def store(tmp_path):
    return RunStore(tmp_path / "home")


def changed_run(store, state="finished", step=69):
    run = store.create(TrainingConfig(), "embedded")
    for at, settings in ((0, {"dropout": 0.5}), (20, {"learning_rate": 0.01}), (69, {"batch_size": 32})):
        store.request_change(run.id, settings)
        store.update(run.id, state="running", worker="1-w")
        store.take_changes(run.id, "1-w", at)
    store.request_change(run.id, {"batch_size": 16})
    store.update(run.id, state=state, step=step, test_accuracy=0.9)
    return store.get(run.id)


def test_each_change_says_when_it_came_into_force_or_that_it_did_not(store):
    assert change_lines(changed_run(store)) == [
        "From the first step on: dropout 0 → 0.5",
        "After step 20: learning rate 0.001 → 0.01",
        "batch size 64 → 32: too late, the run had no further step",
        "batch size 32 → 16: too late, the run had no further step",
    ]


@pytest.mark.parametrize(
    ("state", "when"), [("running", "at its next step"), ("paused", "when it is resumed")]
)
def test_a_change_that_waits_says_for_what(store, state, when):
    assert change_lines(changed_run(store, state))[-1] == f"batch size 32 → 16: {when}"


def test_a_run_without_changes_says_nothing(store):
    run = store.create(TrainingConfig(), "embedded")
    assert (change_lines(run), short_changes(run), describe_changed([run])) == ([], "", "")
    assert "Changed on the way" not in table_of([run])


def test_a_comparison_and_a_sweep_say_which_run_was_changed(store):
    plain, run = store.create(TrainingConfig(), "embedded", state="finished"), changed_run(store)
    runs = [store.get(plain.id), run]
    text = describe_comparison(runs, run_labels(runs))
    assert "run 2 (dropout 0 → 0.5 after step 0; learning rate 0.001 → 0.01 after step 20" in text
    assert "they do not differ in the settings alone" in text
    assert "the same, step for step" not in text
    assert table_of(runs)["Changed on the way"].tolist()[0] == ""
    for one in runs:
        store.update(one.id, test_accuracy=0.9)
    assert "Changed while training: run 2" in describe_sweep(["seed"], [store.get(one.id) for one in runs])
