"""What can be read of a damaged database is added to a copy, and the run that trained goes on without a gap."""

import random
import shutil
import sqlite3

import pytest

from playground.digits.datasets import load_digits
from playground.digits.training.loop import StepFinished, TrainingConfig
from playground.runs.metrics import Batch
from playground.runs.recorder import Recorder
from playground.runs.recovery import replace_damaged
from playground.runs.salvage import add_readable, make_resumable
from playground.runs.store import RunStore
from tests.runs.conftest import events_of


def _steps(first, last):
    return Batch([StepFinished(step, 1, 1 / step) for step in range(first, last + 1)])


@pytest.mark.parametrize("seed", range(4))
def test_random_bytes_anywhere_cost_no_run_that_the_copy_has_and_few_rows_of_the_others(store, seed):
    old = [store.create(TrainingConfig(), "embedded", state="finished").id for _ in range(3)]
    for run_id in old:
        store.metrics.add(run_id, _steps(1, 3000))
    store.copy()
    new = store.create(TrainingConfig(seed=7), "embedded", name="since the copy", state="finished").id
    store.metrics.add(new, _steps(1, 3000))
    store.metrics.add(old[0], _steps(3001, 3500))
    store.close()
    chance = random.Random(seed)
    with store.path.open("r+b") as file:
        file.seek(chance.randrange(8192, store.path.stat().st_size - 4096))
        file.write(chance.randbytes(4096))
    aside = replace_damaged(store.home, from_copy=True)
    assert aside is not None
    assert aside.exists()
    restored = RunStore(store.home)
    lengths = [len(restored.metrics.steps(run_id, max_points=None)) for run_id in (*old, new)]
    assert lengths[1:3] == [3000, 3000]
    assert lengths[0] >= 3000
    assert restored.get(old[0]) is not None
    assert restored.get(new) is not None
    assert restored.get(new).name == "since the copy"
    assert lengths[0] + lengths[3] >= 6500 - 600  # of two pages of 4 kB
    losses = restored.metrics.steps(new, max_points=None)
    assert (losses["loss"] == 1 / losses["step"]).all()  # none is made up


def test_of_each_run_whichever_has_more_is_taken(store, tmp_path):
    behind, ahead = (store.create(TrainingConfig(), "embedded").id for _ in range(2))
    store.metrics.add(behind, _steps(1, 10), step=10)
    store.metrics.add(ahead, _steps(1, 10), step=10)
    store.close()
    other = tmp_path / "other"
    other.mkdir()
    shutil.copyfile(store.path, other / "runs.sqlite")
    store.metrics.add(ahead, _steps(11, 20), step=20, name="further")
    second = RunStore(other)
    second.metrics.add(behind, _steps(11, 30), step=30)
    third = second.create(TrainingConfig(), "embedded").id  # of a number that another run has
    fourth = store.create(TrainingConfig(), "embedded").id
    for one in (store, second):
        one.close()
    assert add_readable(store.path, second.path) > 0
    merged = RunStore(other)
    assert [merged.get(run_id).step for run_id in (behind, ahead)] == [30, 20]
    assert [len(merged.metrics.steps(run_id)) for run_id in (behind, ahead)] == [30, 20]
    assert merged.get(ahead).name == "further"
    assert sorted(merged.get(run_id).number for run_id in (third, fourth)) == [3, 4]


@pytest.mark.parametrize(
    "broken",
    ["DELETE FROM steps WHERE step BETWEEN 20 AND 25", "DELETE FROM steps WHERE step > 19"],
    ids=["a gap", "layers and epochs ahead of the steps"],
)
def test_the_run_that_trained_goes_on_from_its_first_gap_with_the_same_numbers(store, broken):
    config = TrainingConfig(epochs=2, hidden=(16,))
    run_id = store.create(config, "embedded").id
    data = load_digits("embedded")
    Recorder(store, store.claim("1-a", 1), lambda: False).train(data)
    expected = [event.loss for event in events_of(config, data) if isinstance(event, StepFinished)]
    store.update(run_id, state="running", worker="1-a")
    store.close()
    connection = sqlite3.connect(store.path)
    connection.execute(broken)
    connection.commit()
    connection.close()
    make_resumable(store.path)
    again = RunStore(store.home)
    assert (again.get(run_id).state, len(again.metrics.steps(run_id, max_points=None))) == ("queued", 19)
    Recorder(again, again.claim("1-b", 1), lambda: False).train(data)
    assert again.metrics.steps(run_id, max_points=None)["loss"].tolist() == expected
    assert len(again.metrics.epochs(run_id)) == 2


@pytest.mark.parametrize(("command", "state"), [("", "queued"), ("pause", "paused"), ("stop", "stopped")])
def test_what_a_run_was_asked_for_when_the_database_was_set_aside_is_done(store, command, state):
    run_id = store.create(TrainingConfig(), "embedded", state="running", command=command).id
    store.close()
    make_resumable(store.path)
    assert RunStore(store.home).get(run_id).state == state
