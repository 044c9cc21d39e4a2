"""The database file under attack: damaged, deleted, locked, full, started twice."""

import os
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from playground.digits.training.loop import StepFinished, TrainingConfig
from playground.errors import DatabaseLostError, StoreError
from playground.runs.copies import copy_path
from playground.runs.metrics import Batch
from playground.runs.recovery import replace_damaged
from playground.runs.store import RunStore

ROOT = Path(__file__).parents[2]


def _steps(count, first=1):
    return Batch([StepFinished(step, 1, 1 / step) for step in range(first, first + count)])


def _damage(store, how):
    store.close()
    for journal in ("-wal", "-shm"):
        Path(f"{store.path}{journal}").unlink(missing_ok=True)
    if how == "no database":
        store.path.write_bytes(b"this is not a database, " * 1000)
    elif how == "torn":  # the first half of a larger one
        content = store.path.read_bytes()
        store.path.write_bytes(content[: len(content) // 2])
    else:
        store.path.unlink()


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


# Rights do not hold back root, and containers often run as root.
@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_explained(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match=r"Expected .*writable"):
        RunStore(tmp_path)


def test_a_full_disk_is_explained_and_loses_nothing(store):
    run = store.create(TrainingConfig(), "embedded")
    store.metrics.add(run.id, _steps(3))
    with store._engine.connect() as connection:  # the pool hands out this connection again
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    with pytest.raises(StoreError, match=r"full.*space"):
        store.metrics.add(run.id, _steps(20_000, first=4))
    assert len(RunStore(store.home).metrics.steps(run.id)) == 3


def test_a_database_that_another_process_locks_is_waited_for(store):
    run = store.create(TrainingConfig(), "embedded")
    locker = sqlite3.connect(store.path, check_same_thread=False)
    locker.execute("BEGIN EXCLUSIVE")
    assert store.get(run.id) is not None  # readers go on
    release = threading.Timer(1.0, locker.rollback)
    release.start()
    started = time.monotonic()
    store.rename(run.id, "waited")
    assert time.monotonic() - started > 0.8
    assert store.get(run.id).name == "waited"
    release.join()
    locker.close()


def test_a_lock_that_outlasts_the_patience_is_explained(store):
    run = store.create(TrainingConfig(), "embedded")
    hasty = RunStore(store.home, busy_seconds=0.1)
    locker = sqlite3.connect(store.path)
    locker.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        hasty.rename(run.id, "too soon")
    locker.rollback()
    locker.close()
    hasty.rename(run.id, "now")
    assert store.get(run.id).name == "now"


@pytest.mark.parametrize("how", ["no database", "torn", "deleted"])
def test_a_lost_database_is_told_apart_and_its_copy_brings_everything_back(store, how):
    run = store.create(TrainingConfig(), "embedded")
    store.metrics.add(run.id, _steps(3000))
    store.copy()
    _damage(store, how)
    with pytest.raises(DatabaseLostError, match=r"runs\.sqlite.*copy"):
        store.metrics.steps(run.id)
    with pytest.raises(DatabaseLostError):
        RunStore(store.home).metrics.steps(run.id)
    aside = replace_damaged(store.home, from_copy=True)
    assert (aside is None) == (how == "deleted")
    restored = RunStore(store.home)
    assert restored.get(run.id).name == run.name
    assert len(restored.metrics.steps(run.id, max_points=None)) == 3000


def test_an_empty_database_can_be_begun_and_nothing_is_thrown_away(store):
    store.create(TrainingConfig(), "embedded")
    store.copy()
    _damage(store, "no database")
    replace_damaged(store.home, from_copy=False)
    assert RunStore(store.home).list() == []
    names = [path.name for path in store.home.iterdir()]
    assert any(name.startswith("runs.damaged-") for name in names)
    assert any(name.startswith("runs.copy-set-aside-") for name in names)


def test_a_deleted_database_without_a_copy_gives_way_to_an_empty_one(store):
    store.create(TrainingConfig(), "embedded")
    _damage(store, "deleted")
    with pytest.raises(DatabaseLostError):
        store.check()
    assert RunStore(store.home).list() == []


def test_a_copy_is_whole_while_others_write(store):
    run = store.create(TrainingConfig(), "embedded")
    stop = threading.Event()

    def write():
        step = 1
        while not stop.is_set():
            store.metrics.add(run.id, _steps(1, first=step), step=step)
            step += 1

    writer = threading.Thread(target=write)
    writer.start()
    for _ in range(5):
        store.copy()
    stop.set()
    writer.join()
    with sqlite3.connect(copy_path(store.home)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert (
            copy.execute("SELECT count(*) FROM steps").fetchone()
            == copy.execute("SELECT step FROM runs").fetchone()
        )
    copy.close()
