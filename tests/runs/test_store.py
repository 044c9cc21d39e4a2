import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from playground.digits.training import StepFinished, TrainingConfig
from playground.errors import StoreError
from playground.runs.store import SCHEMA_VERSION, RunStore

ROOT = Path(__file__).parents[2]


def _steps(count, first=1):
    return [StepFinished(step, 1, 1 / step) for step in range(first, first + count)]


def test_a_new_run_waits_and_keeps_its_config(store):
    config = TrainingConfig(hidden=(64, 32), learning_rate=0.01)
    run = store.create(config, "embedded")
    assert (run.state, run.config, run.dataset, run.active) == ("queued", config, "embedded", True)
    assert RunStore(store.home).get(run.id) == run
    assert store.get("nonsense") is None


def test_runs_are_listed_newest_first_and_by_state(store):
    first, second = (store.create(TrainingConfig(seed=seed), "embedded") for seed in (1, 2))
    assert [run.id for run in store.list()] == [second.id, first.id]
    store.request_stop(first.id)
    assert [run.id for run in store.list(["queued"])] == [second.id]


def test_events_come_back_as_they_went_in(store):
    run = store.create(TrainingConfig(), "embedded")
    store.add_events(run.id, _steps(3), [])
    store.add_events(run.id, _steps(2, first=4), [])
    assert store.loss_curve(run.id) == [(step, 1 / step) for step in range(1, 6)]
    assert store.get(run.id).step == 5
    assert store.get(run.id).heartbeat_at is not None


@pytest.mark.parametrize("count", [1, 999, 1000, 1001, 9380])
def test_a_long_curve_is_thinned_but_keeps_its_ends(store, count):
    run = store.create(TrainingConfig(), "embedded")
    store.add_events(run.id, _steps(count), [])
    curve = store.loss_curve(run.id, max_points=1000)
    assert (curve[0][0], curve[-1][0]) == (1, count)
    assert min(count, 500) <= len(curve) <= 1001
    assert all(loss == 1 / step for step, loss in curve)


def test_a_batch_is_written_whole_or_not_at_all(store):
    run = store.create(TrainingConfig(), "embedded")
    store.add_events(run.id, _steps(3), [])
    with pytest.raises(StoreError):
        store.add_events(run.id, [*_steps(2, first=4), *_steps(1)], [])  # step 1 is there already
    assert [step for step, _ in store.loss_curve(run.id)] == [1, 2, 3]
    assert store.get(run.id).step == 3


def test_stopping_ends_a_waiting_run_and_asks_a_running_one(store):
    waiting, running = (store.create(TrainingConfig(), "embedded") for _ in range(2))
    assert store.change_state(running.id, "queued", state="running")
    store.request_stop(waiting.id)
    store.request_stop(running.id)
    assert (store.get(waiting.id).state, store.get(waiting.id).command) == ("stopped", "")
    assert (store.get(running.id).state, store.get(running.id).command) == ("running", "stop")


def test_only_one_of_two_servers_claims_a_run(store):
    run = store.create(TrainingConfig(), "embedded")
    other = RunStore(store.home)
    assert [server.change_state(run.id, "queued", state="running") for server in (store, other)] == [
        True,
        False,
    ]


def test_servers_that_start_at_the_same_moment_share_one_database(tmp_path):
    # Both used to find no tables, and the slower one failed with 'table runs already exists'.
    program = (
        "import pathlib, sys\nfrom playground.runs.store import RunStore\n"
        "print('ready', flush=True)\nsys.stdin.readline()\nRunStore(pathlib.Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "home")]
    servers = [
        subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    for server in servers:
        assert server.stdout.readline() == "ready\n"
    for server in servers:
        server.stdin.write("\n")
        server.stdin.flush()
    for server in servers:
        server.communicate(timeout=60)
    assert [server.returncode for server in servers] == [0] * 4


def test_a_home_that_is_a_file_is_explained(tmp_path):
    (tmp_path / "home").write_text("not a folder")
    with pytest.raises(StoreError, match=r"Expected .* database of runs .*home.*PLAYGROUND_HOME"):
        RunStore(tmp_path / "home")


def test_a_damaged_database_is_explained(tmp_path):
    (tmp_path / "runs.sqlite").write_bytes(b"this is not a database, " * 100)
    with pytest.raises(StoreError, match=r"runs\.sqlite.*not a database"):
        RunStore(tmp_path)


def test_a_database_of_another_version_is_explained(store):
    with sqlite3.connect(store.path) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(
        StoreError, match=rf"Expected version {SCHEMA_VERSION}.*has version {SCHEMA_VERSION + 1}"
    ):
        RunStore(store.home)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_explained(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match=r"Expected .*writable"):
        RunStore(tmp_path)


def test_a_full_disk_is_explained_and_loses_nothing(store):
    run = store.create(TrainingConfig(), "embedded")
    store.add_events(run.id, _steps(3), [])
    with store._engine.connect() as connection:  # the pool hands out this connection again
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    with pytest.raises(StoreError, match=r"full.*space"):
        store.add_events(run.id, _steps(20_000, first=4), [])
    assert len(RunStore(store.home).loss_curve(run.id)) == 3
