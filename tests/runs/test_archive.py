"""Backups are written while a worker trains and come back whole; files that are no backups change nothing."""

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from playground.digits.training.loop import StepFinished, TrainingConfig
from playground.errors import StoreError
from playground.runs.__main__ import main
from playground.runs.archive import FORMAT, backup, restore
from playground.runs.census import opened, take_census
from playground.runs.keeping import trouble_of
from playground.runs.liveness import SERVERS, living_worker
from playground.runs.metrics import Batch
from playground.runs.store import RunStore

ROOT = Path(__file__).parents[2]


def _filled(store):
    run = store.create(TrainingConfig(), "embedded", state="finished")
    store.metrics.add(run.id, Batch([StepFinished(step, 1, 1 / step) for step in range(1, 101)]))
    path = store.files(run.id).kept
    path.parent.mkdir(parents=True)
    path.write_bytes(b"weights")
    store.update(run.id, checkpoint=str(path))
    for name in ("own_digits/3_first.png", "own_images/own_leaves.npz"):
        file = store.home / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(name.encode())
    return run.id


def _tree(home):
    return {
        path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*") if path.is_file()
    }


def test_everything_comes_back_in_another_home(store, tmp_path, capsys):
    run_id = _filled(store)
    assert main(["backup", str(tmp_path / "all.zip")]) == 0
    assert "1 run" in capsys.readouterr().out
    other = tmp_path / "other"
    assert main(["restore", str(tmp_path / "all.zip"), "--home", str(other)]) == 0
    restored = RunStore(other)
    assert Path(restored.get(run_id).checkpoint) == other / "checkpoints" / run_id / "last.safetensors"
    assert Path(restored.get(run_id).checkpoint).read_bytes() == b"weights"
    assert len(restored.metrics.steps(run_id)) == 100
    assert (other / "own_images/own_leaves.npz").read_bytes() == b"own_images/own_leaves.npz"
    assert (other / "own_digits/3_first.png").exists()
    assert trouble_of(other) == ""
    assert not list(other.glob("set-aside*"))


def test_what_was_there_is_set_aside_whole(store, tmp_path, capsys):
    run_id = _filled(store)
    backup(store.home, tmp_path / "all.zip")
    newer = store.create(TrainingConfig(), "embedded", name="newer", state="finished").id
    store.copy()
    store.close()
    (store.home / "workers").mkdir(exist_ok=True)
    assert main(["restore", str(tmp_path / "all.zip")]) == 0
    (aside,) = store.home.glob("set-aside-*")
    assert str(aside) in capsys.readouterr().out
    assert [run.id for run in RunStore(store.home).list()] == [run_id]
    assert {run.id for run in RunStore(aside).list()} == {run_id, newer}
    assert (aside / "runs.copy.sqlite").exists()


def test_a_backup_beside_a_training_worker_is_consistent_and_its_run_goes_on(
    store, supervisor, wait_for, tmp_path
):
    run_id = store.create(TrainingConfig(epochs=40, hidden=(32,)), "embedded").id
    wait_for(lambda: supervisor.poll() or store.get(run_id).epoch > 1)
    with pytest.raises(StoreError, match="in use by process"):
        restore(store.home, tmp_path / "missing.zip")
    for number in range(3):
        backup(store.home, tmp_path / f"{number}.zip")
    supervisor.stop(kill=True)
    for number in range(3):
        other = tmp_path / f"home{number}"
        census, _ = restore(other, tmp_path / f"{number}.zip")
        opened_store = RunStore(other)
        run = opened_store.get(run_id)
        assert (run.state, run.worker) == ("queued", "")
        steps = opened_store.metrics.steps(run_id, max_points=None)["step"].tolist()
        assert steps == list(range(1, len(steps) + 1))
        assert census.runs[run_id][1] == len(steps) > 0
        assert Path(run.checkpoint).is_file()
        assert opened_store.files(run_id).state.is_file()


def test_a_server_keeps_its_home(store, tmp_path):
    _filled(store)
    backup(store.home, tmp_path / "all.zip")
    before = _tree(store.home)
    with (
        living_worker(store.home, SERVERS),
        pytest.raises(StoreError, match=f"in use by process {os.getpid()}"),
    ):
        restore(store.home, tmp_path / "all.zip")
    assert {
        name: content for name, content in _tree(store.home).items() if not name.startswith("servers")
    } == before


def test_no_file_is_overwritten_and_a_damaged_database_is_not_backed_up(store, tmp_path):
    _filled(store)
    (tmp_path / "there.zip").write_text("mine")
    with pytest.raises(StoreError, match="exists already"):
        backup(store.home, tmp_path / "there.zip")
    with pytest.raises(StoreError, match="there is none"):
        backup(tmp_path / "nowhere", tmp_path / "new.zip")
    store.close()
    with store.path.open("r+b") as file:
        file.seek(5000)
        file.write(os.urandom(4096))
    with pytest.raises(StoreError, match=r"damaged|malformed"):
        backup(store.home, tmp_path / "new.zip")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "there.zip"]
    assert not list(store.home.glob(".backup*"))


def _rewritten(source, target, change):
    """The archive with other entries: `change` gets a list of `(ZipInfo, content)` and may do anything to it."""
    with zipfile.ZipFile(source) as archive:
        entries = [(entry, archive.read(entry)) for entry in archive.infolist()]
    entries = change([(entry, content) for entry, content in entries if entry.filename != "manifest.json"])
    with zipfile.ZipFile(target, "w") as archive:
        for entry, content in entries:
            archive.writestr(entry, content)
        total = sum(len(content) for _, content in entries)
        manifest = {"format": FORMAT, "entries": len(entries), "bytes": total}
        archive.writestr("manifest.json", json.dumps(manifest))


def _link():
    entry = zipfile.ZipInfo("checkpoints/a/last.safetensors2")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def _packed_with(method):
    def change(entries):
        for entry, _ in entries:
            entry.compress_type = method
        return entries

    return change


def _with_database(tmp_path, *statements):
    def change(entries):
        changed = []
        for entry, original in entries:
            content = original
            if entry.filename == "runs.sqlite":
                path = tmp_path / "hostile.sqlite"
                path.write_bytes(content)
                connection = sqlite3.connect(path)
                for statement in statements:
                    connection.execute(statement)
                connection.commit()
                connection.close()
                content = path.read_bytes()
            changed.append((entry, content))
        return changed

    return change


HOSTILE = {
    "parent": lambda _: lambda entries: [*entries, (zipfile.ZipInfo("checkpoints/../../evil"), b"x")],
    "absolute": lambda _: lambda entries: [*entries, (zipfile.ZipInfo("/tmp/evil"), b"x")],
    "Windows": lambda _: lambda entries: [*entries, (zipfile.ZipInfo("checkpoints/C:evil"), b"x")],
    "hidden": lambda _: lambda entries: [*entries, (zipfile.ZipInfo("checkpoints/.evil/x"), b"x")],
    "elsewhere": lambda _: lambda entries: [*entries, (zipfile.ZipInfo("workers/1.lock"), b"x")],
    "link": lambda _: lambda entries: [*entries, (_link(), b"/etc/passwd")],
    "twice": lambda _: lambda entries: [*entries, entries[0]],
    "bzip2": lambda _: _packed_with(zipfile.ZIP_BZIP2),
    "lzma": lambda _: _packed_with(zipfile.ZIP_LZMA),
    "no database": lambda _: lambda entries: [pair for pair in entries if pair[0].filename != "runs.sqlite"],
    "not a database": lambda _: lambda entries: [(e, b"x" * 9000 if e.filename == "runs.sqlite" else c) for e, c in entries],
    "newer": lambda tmp: _with_database(tmp, "PRAGMA user_version = 99"),
    "no tables": lambda tmp: _with_database(tmp, "DROP TABLE steps"),
    "trigger": lambda tmp: _with_database(tmp, "CREATE TRIGGER t AFTER UPDATE ON runs BEGIN DELETE FROM runs; END"),
    "run id": lambda tmp: _with_database(tmp, "UPDATE runs SET id = '../../victim'"),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_archive_is_refused_and_changes_nothing(store, tmp_path, hostile):
    _filled(store)
    backup(store.home, tmp_path / "all.zip")
    store.close()
    _rewritten(tmp_path / "all.zip", tmp_path / "hostile.zip", HOSTILE[hostile](tmp_path))
    before = _tree(tmp_path / "home")
    with pytest.raises(StoreError, match="Nothing was changed"):
        restore(store.home, tmp_path / "hostile.zip")
    assert _tree(tmp_path / "home") == before
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.95])
@pytest.mark.parametrize("how", ["cut", "spoilt"])
def test_a_truncated_or_spoilt_archive_is_refused_and_changes_nothing(store, tmp_path, share, how):
    _filled(store)
    whole, broken = tmp_path / "all.zip", tmp_path / "broken.zip"
    backup(store.home, whole)
    store.close()
    content = bytearray(whole.read_bytes())
    place = int(len(content) * share)
    if how == "cut":
        del content[place:]
    else:
        content[place : place + 64] = bytes(byte ^ 0xFF for byte in content[place : place + 64])
    broken.write_bytes(content)
    before = _tree(store.home)
    with pytest.raises(StoreError, match="Nothing was changed"):
        restore(store.home, broken)
    assert _tree(store.home) == before


def test_a_path_in_the_database_that_leaves_the_home_is_dropped(store, tmp_path):
    run_id = _filled(store)
    backup(store.home, tmp_path / "all.zip")
    for number, path in enumerate(("/etc/passwd", f"checkpoints/{run_id}/../../../secret")):
        archive, other = tmp_path / f"{number}.zip", tmp_path / f"other{number}"
        _rewritten(
            tmp_path / "all.zip", archive, _with_database(tmp_path, f"UPDATE runs SET checkpoint = '{path}'")
        )
        restore(other, archive)
        assert RunStore(other).get(run_id).checkpoint == ""


def test_an_archive_larger_than_the_disk_is_refused_before_it_is_unpacked(store, tmp_path, monkeypatch):
    _filled(store)
    backup(store.home, tmp_path / "all.zip")
    store.close()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 1))
    with pytest.raises(StoreError, match="are free"):
        restore(store.home, tmp_path / "all.zip")


def test_a_failure_while_things_are_moved_puts_everything_back(store, tmp_path, monkeypatch):
    run_id = _filled(store)
    backup(store.home, tmp_path / "all.zip")
    store.rename(run_id, "newer")
    store.close()

    def fail(*_):
        raise OSError("no space left")

    monkeypatch.setattr("playground.runs.archive.write_ledger", fail)
    with pytest.raises(StoreError, match="no space left"):
        restore(store.home, tmp_path / "all.zip")
    assert RunStore(store.home).get(run_id).name == "newer"
    assert Path(RunStore(store.home).get(run_id).checkpoint).is_file()


def test_the_commands_answer_in_sentences(store, tmp_path):
    _filled(store)
    command = [sys.executable, "-m", "playground.runs", "restore", str(tmp_path / "missing.zip")]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert "Expected a whole backup" in answer.stderr
    assert "Traceback" not in answer.stderr
    with opened(store.path) as connection:
        assert len(take_census(connection).runs) == 1
