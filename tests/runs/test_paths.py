"""Checkpoints are found where the home is now, wherever it was."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from playground.digits.training.loop import TrainingConfig
from playground.runs.metrics import Batch
from playground.runs.paths import from_stored
from playground.runs.store import RunStore


def _stored(home, run_id):
    connection = sqlite3.connect(home / "runs.sqlite")
    (path,) = connection.execute("SELECT checkpoint FROM runs WHERE id = ?", (run_id,)).fetchone()
    connection.close()
    return path


def _with_network(store):
    run = store.create(TrainingConfig(), "embedded", state="finished")
    path = store.files(run.id).kept
    path.parent.mkdir(parents=True)
    path.write_bytes(b"weights")
    store.update(run.id, checkpoint=str(path))
    return run.id, path


def _as_version_4(home, run_id, path):
    connection = sqlite3.connect(home / "runs.sqlite")
    connection.execute("UPDATE runs SET checkpoint = ? WHERE id = ?", (path, run_id))
    for column in ("bin_seconds", "restarts", "waits_for"):
        connection.execute(f"ALTER TABLE runs DROP COLUMN {column}")
    connection.execute("PRAGMA user_version = 4")
    connection.commit()
    connection.close()


def test_a_home_that_was_moved_keeps_its_networks(store, tmp_path):
    run_id, path = _with_network(store)
    assert store.get(run_id).checkpoint == str(path)
    assert _stored(store.home, run_id) == f"checkpoints/{run_id}/last.safetensors"
    store.close()
    moved = shutil.move(store.home, tmp_path / "elsewhere")
    assert Path(RunStore(Path(moved)).get(run_id).checkpoint).read_bytes() == b"weights"


def test_every_way_to_write_a_checkpoint_makes_it_relative(store):
    run_id, path = _with_network(store)
    expected = f"checkpoints/{run_id}/last.safetensors"
    store.update(run_id, checkpoint="")
    store.metrics.add(run_id, Batch(), checkpoint=str(path))
    assert _stored(store.home, run_id) == expected
    store.update(run_id, checkpoint="")
    assert store.change_state(run_id, "finished", checkpoint=path)
    assert _stored(store.home, run_id) == expected


@pytest.mark.parametrize(
    "old", ["{home}/checkpoints/{id}/last.safetensors", "/old/checkpoints/x/checkpoints/{id}/last.safetensors",
            "C:\\old\\checkpoints\\{id}\\last.safetensors"],
    ids=["here", "moved before", "from Windows"],
)  # fmt: skip
def test_absolute_paths_of_an_older_version_become_relative(store, old):
    run_id, path = _with_network(store)
    store.close()
    _as_version_4(store.home, run_id, old.format(home=store.home, id=run_id))
    assert RunStore(store.home).get(run_id).checkpoint == str(path)
    assert _stored(store.home, run_id) == f"checkpoints/{run_id}/last.safetensors"


def test_a_network_that_exists_only_outside_of_the_home_stays_there(store, tmp_path):
    run_id, path = _with_network(store)
    outside = tmp_path / "old" / "checkpoints" / run_id / "last.safetensors"
    outside.parent.mkdir(parents=True)
    path.rename(outside)
    store.close()
    _as_version_4(store.home, run_id, str(outside))
    assert RunStore(store.home).get(run_id).checkpoint == str(outside)


def test_a_stored_path_that_leaves_the_home_is_no_network(tmp_path):
    assert from_stored(tmp_path, "checkpoints/../../secret") == ""
    assert from_stored(tmp_path, "") == ""
