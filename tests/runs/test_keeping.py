"""A database that is emptied, cut, replaced or spoilt from outside is noticed, and nothing that was copied is lost."""

import os
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from playground.digits.training.loop import StepFinished, TrainingConfig
from playground.errors import DatabaseLostError
from playground.runs import copies, keeping
from playground.runs.copies import copy_path, list_copies, older, prune
from playground.runs.keeping import look, trouble_of
from playground.runs.ledger import ledger_path, read_ledger
from playground.runs.metrics import Batch
from playground.runs.recovery import accept_as_it_is, replace_damaged
from playground.runs.store import RunStore

STEPS = 400


def _filled(store, runs=3, steps=STEPS):
    ids = []
    for _ in range(runs):
        run = store.create(TrainingConfig(), "embedded", state="finished")
        store.metrics.add(run.id, Batch([StepFinished(step, 1, 1 / step) for step in range(1, steps + 1)]))
        ids.append(run.id)
    return ids


def _read_all(store, ids):
    for run_id in ids:
        store.metrics.steps(run_id, max_points=None)
        store.metrics.layers(run_id)


def _sql(path, *statements):
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def _cut(path, share):
    with path.open("r+b") as file:
        file.truncate(int(path.stat().st_size * share))


def _spoil(path):
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(random.Random(0).randbytes(8192))


def _replaced_by_an_empty_one(path):
    other = RunStore(path.parent / "other")
    other.close()
    shutil.copyfile(other.path, path)


HARM = {
    "emptied": lambda path: _cut(path, 0),
    "half": lambda path: _cut(path, 0.5),
    "random bytes": _spoil,
    "deleted": Path.unlink,
    "no tables": lambda path: (path.unlink(), _sql(path, "CREATE TABLE other (x)")),
    "an empty one": _replaced_by_an_empty_one,
    "a run deleted": lambda path: _sql(path, "DELETE FROM runs WHERE number = 2"),
    "all deleted": lambda path: _sql(path, "DELETE FROM runs", "DELETE FROM steps"),
    "curves thinned": lambda path: _sql(path, "DELETE FROM steps WHERE step % 2"),
    "a table dropped": lambda path: _sql(path, "DROP TABLE steps"),
    "not a database": lambda path: path.write_bytes(b"text " * 5000),
}


@pytest.mark.parametrize("ledger", ["with its ledger", "ledger lost"])
@pytest.mark.parametrize("harm", HARM)
def test_harm_at_rest_is_said_before_anything_is_overwritten_and_can_be_undone(store, harm, ledger):
    ids = _filled(store)
    store.copy()
    store.close()
    if ledger == "ledger lost":
        ledger_path(store.home).unlink()
    HARM[harm](store.path)
    assert "runs.sqlite" in trouble_of(store.home)
    try:  # whatever a server does then, the copies stay
        opened = RunStore(store.home)
        opened.create(TrainingConfig(), "embedded", name="new")
        opened.copy(thorough=True)
    except DatabaseLostError:
        pass
    assert trouble_of(store.home)
    assert max(copy.runs for copy in list_copies(store.home)) >= 3
    fullest = max(list_copies(store.home), key=lambda copy: copy.rows)
    replace_damaged(store.home, from_copy=True, copy=fullest.path)
    restored = RunStore(store.home)
    assert all(len(restored.metrics.steps(run_id, max_points=None)) == STEPS for run_id in ids)
    assert trouble_of(store.home) == ""


def test_a_journal_that_is_deleted_at_rest_is_noticed(store, tmp_path):
    ids = _filled(store)
    store.copy()
    kept = shutil.copyfile(store.path, tmp_path / "without its journal")  # most of it stands in the journal
    store.close()
    shutil.copyfile(kept, store.path)
    assert trouble_of(store.home)
    replace_damaged(store.home, from_copy=True)
    assert {run.id for run in RunStore(store.home).list()} == set(ids)


def test_after_a_checkpoint_the_file_alone_has_everything(store, tmp_path):
    _filled(store)
    store.checkpoint()
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copyfile(store.path, alone / "runs.sqlite")
    assert len(RunStore(alone).list()) == 3


def test_a_journal_deleted_while_the_store_is_open_loses_nothing(store):
    ids = _filled(store)
    Path(f"{store.path}-wal").unlink()
    store.rename(ids[0], "after")
    assert {run.name for run in store.list()} >= {"after"}
    store.close()
    opened = RunStore(store.home)
    assert [len(opened.metrics.steps(run_id, max_points=None)) for run_id in ids] == [STEPS] * 3
    assert opened.get(ids[0]).name == "after"


@pytest.mark.parametrize("harm", ["emptied", "deleted", "an empty one", "all deleted", "curves thinned"])
def test_harm_while_the_store_is_open_is_noticed_by_the_next_copy_or_page(store, harm):
    _filled(store)
    store.checkpoint()
    store.copy()
    assert trouble_of(store.home) == ""
    HARM[harm](store.path)
    try:
        store.copy()
    except DatabaseLostError:
        assert harm in ("emptied", "deleted", "an empty one")
    assert trouble_of(store.home)
    assert max(copy.runs for copy in list_copies(store.home)) == 3


def test_what_visitors_delete_for_good_is_not_missed_and_the_fuller_copy_stays(store):
    ids = _filled(store)
    store.copy()
    store.delete(ids[0])
    assert store.purge(ids[0])
    store.copy()
    assert trouble_of(store.home) == look(store.home) == ""
    assert [path.stem.endswith("fuller") for path in older(store.home)] == [True]
    store.path.write_bytes(b"spoilt " * 2000)
    replace_damaged(store.home, from_copy=True)
    assert {run.id for run in RunStore(store.home).list()} == set(ids[1:])


def test_going_on_without_what_is_missing_is_remembered(store):
    _filled(store)
    store.copy()
    _sql(store.path, "DELETE FROM runs WHERE number = 2")
    assert "run 2 is gone" in look(store.home)
    accept_as_it_is(store.home)
    assert trouble_of(store.home) == look(store.home) == ""
    store.copy()
    assert trouble_of(store.home) == ""


def test_a_file_that_is_put_back_ends_the_alarm(store, tmp_path):
    _filled(store)
    store.copy()
    store.close()
    kept = shutil.copyfile(store.path, tmp_path / "kept")
    _cut(store.path, 0)
    assert trouble_of(store.home)
    shutil.copyfile(kept, store.path)
    assert trouble_of(store.home) == look(store.home) == ""


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b'{"runs": {"a": [1]}, "sweeps": 0, "purged": [], "trouble": ""}']
)
def test_a_ledger_that_cannot_be_read_is_made_anew(store, content):
    _filled(store, runs=1)
    store.copy()
    ledger_path(store.home).write_bytes(content)
    assert look(store.home) == ""
    assert len(read_ledger(store.home).census.runs) == 1


def test_a_home_that_does_not_exist_is_not_made_by_looking(tmp_path):
    assert trouble_of(tmp_path / "home") == ""
    assert not (tmp_path / "home").exists()


def test_an_older_version_is_copied_before_it_is_changed(store):
    _filled(store, runs=1)
    _sql(store.path, "PRAGMA user_version = 4")
    store.close()
    RunStore(store.home)
    (copy,) = older(store.home)
    assert copy.stem.endswith("migration")
    with keeping.opened(copy, immutable=True) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (4,)


def test_older_copies_are_bounded_and_the_fullest_outlives_all(store, monkeypatch):
    _filled(store, runs=2, steps=20)
    store.copy()
    folder = copies.folder_of(store.home)
    folder.mkdir()
    shutil.copyfile(copy_path(store.home), folder / "runs-full-hourly.sqlite")
    empty = RunStore(store.home / "other")
    empty.copy()
    start = 1_700_000_000
    for hour in range(24 * 30):
        path = folder / f"runs-{hour}-hourly.sqlite"
        shutil.copyfile(copy_path(empty.home), path)
        os.utime(path, (start + hour * 3600,) * 2)
    os.utime(folder / "runs-full-hourly.sqlite", (start - 1,) * 2)
    prune(store.home)
    left = older(store.home)
    assert copies.HOURS < len(left) <= copies.HOURS + copies.DAYS + copies.NEWEST + 1
    assert folder / "runs-full-hourly.sqlite" in left
    monkeypatch.setattr(copies, "MAX_BYTES", 0)
    prune(store.home)
    assert {path.name for path in older(store.home)} == {"runs-full-hourly.sqlite", "runs-719-hourly.sqlite"}


@pytest.mark.parametrize("harm", ["random bytes", "half", "a table dropped"])
def test_damage_that_anybody_meets_is_said_on_every_page(store, harm):
    ids = _filled(store)
    store.copy()
    assert trouble_of(store.home) == ""
    store.checkpoint()
    HARM[harm](store.path)
    fresh = sqlite3.connect(store.path)  # nothing of the file is kept in memory
    fresh.close()
    store._engine.dispose()
    with pytest.raises(DatabaseLostError):
        _read_all(store, ids)
    assert "is damaged" in trouble_of(store.home)
