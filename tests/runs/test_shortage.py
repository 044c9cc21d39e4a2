"""Memory or disk space that runs out is said in words, and the run goes on when there is room again."""

import errno
import os
import resource
import signal
from pathlib import Path

import psutil
import pytest
import torch

from playground.digits.datasets import load_digits
from playground.digits.training.loop import TrainingConfig
from playground.errors import CheckpointError, StoreError
from playground.files import write_atomically
from playground.runs import shortage, worker
from playground.runs import supervisor as supervision
from playground.runs.fate import MAX_RESTARTS
from playground.runs.liveness import process_of
from playground.runs.recorder import Recorder
from playground.runs.shortage import has_room, kills_for_memory, shortage_of
from playground.runs.worker_process import CANNOT_WRITE
from tests.waiting import wait_until


def _torch_allocator():
    with pytest.raises(RuntimeError) as caught:
        torch.empty(2**58)
    return caught.value


def _wrapped_full_disk(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CheckpointError) as caught:
        write_atomically(tmp_path / "file", b"content", what="file", error=CheckpointError)
    return caught.value


def test_what_ran_out_is_told_apart(tmp_path, monkeypatch):
    assert shortage_of(MemoryError()) == "memory"
    assert shortage_of(OSError(errno.ENOMEM, "x")) == "memory"
    assert shortage_of(_torch_allocator()) == "memory"
    assert shortage_of(torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20 MiB")) == "memory"
    assert shortage_of(_wrapped_full_disk(tmp_path, monkeypatch)) == "disk"
    assert shortage_of(ValueError("other")) == ""
    assert shortage_of(StoreError("locked")) == ""


def test_room_is_asked_of_the_machine(tmp_path, monkeypatch):
    assert has_room("disk", tmp_path) == (
        os.statvfs(tmp_path).f_bavail * os.statvfs(tmp_path).f_frsize >= 200 * 2**20
    )
    monkeypatch.setattr(shortage, "DISK_BYTES", 2**62)
    monkeypatch.setattr(shortage, "MEMORY_BYTES", 2**62)
    assert not has_room("disk", tmp_path)
    assert not has_room("memory", tmp_path)
    assert not has_room("disk", Path("/nowhere"))
    assert kills_for_memory() >= 0


def test_a_worker_without_memory_says_so_and_the_run_goes_on_when_there_is_some(
    store, supervisor, wait_for, monkeypatch
):
    monkeypatch.setattr(supervision, "RETRY_SECONDS", 0.0)
    room = []
    monkeypatch.setattr(supervision, "has_room", lambda *_: bool(room))
    supervisor.poll()
    (spare,) = supervisor.children
    wait_for(lambda: list((store.home / "workers").glob(f"{spare.pid}-*.lock")))  # it has warmed up
    process = psutil.Process(spare.pid)
    process.rlimit(resource.RLIMIT_AS, (process.memory_info().vms + 4 * 2**20, resource.RLIM_INFINITY))
    config = TrainingConfig(hidden=(2048, 64), batch_size=4096, epochs=3)
    run_id = store.create(config, "embedded").id
    wait_for(lambda: store.get(run_id).state not in ("queued", "running"))
    run = store.get(run_id)
    assert (run.state, run.waits_for) == ("interrupted", "memory")
    assert "not enough memory" in run.message
    supervisor.poll()
    assert store.get(run_id).state == "interrupted"
    process.rlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    room.append(True)
    wait_for(lambda: supervisor.poll() or store.get(run_id).state == "finished")
    assert store.get(run_id).restarts == 1
    assert len(store.metrics.epochs(run_id)) == 3


CONTROL_GROUPS = Path("/sys/fs/cgroup/memory"), Path("/sys/fs/cgroup")
"""Where Linux limits memory: the older way, the newer way."""


@pytest.fixture
def small_room(tmp_path):
    """A control group whose processes may take 8 MB more than they have; only an administrator of Linux can make one."""
    older, newer = CONTROL_GROUPS
    group = (older if older.is_dir() else newer) / f"playground-{tmp_path.name}-{os.getpid()}"
    try:
        group.mkdir()
        limit = group / ("memory.limit_in_bytes" if older.is_dir() else "memory.max")
        limit.write_text(str(8 * 2**20))
    except OSError as error:
        group.rmdir() if group.is_dir() else None
        pytest.skip(f"no control group can be made here: {error}")
    yield group
    wait_until(lambda: not (group / "cgroup.procs").read_text().strip())
    group.rmdir()


def test_a_worker_that_linux_really_kills_for_memory_is_told_and_the_run_goes_on(
    store, supervisor, wait_for, monkeypatch, small_room
):
    monkeypatch.setattr(supervision, "RETRY_SECONDS", 0.0)
    run_id = store.create(TrainingConfig(model="cnn", batch_size=512, epochs=100), "embedded").id
    wait_for(lambda: supervisor.poll() or store.get(run_id).step > 0)
    worker = process_of(store.get(run_id).worker)
    (small_room / "cgroup.procs").write_text(str(worker))
    monkeypatch.setattr(supervision, "has_room", lambda *_: False)
    wait_for(lambda: supervisor.poll() or store.get(run_id).state == "interrupted")
    told = store.get(run_id)
    assert told.waits_for == "memory"
    assert "ended by the system because memory ran out" in told.message
    monkeypatch.setattr(supervision, "has_room", has_room)
    wait_for(lambda: supervisor.poll() or store.get(run_id).step > told.step)
    assert store.get(run_id).restarts == 1


def test_a_worker_that_the_system_killed_for_memory_is_told(store, supervisor, monkeypatch):
    run = store.create(TrainingConfig(), "embedded", state="running", worker="7-gone")
    supervisor._exits[7] = -signal.SIGKILL
    monkeypatch.setattr(supervision, "kills_for_memory", lambda: kills_for_memory() + 1)
    supervisor.poll()
    told = store.get(run.id)
    assert (told.state, told.waits_for) == ("interrupted", "memory")
    assert "memory ran out" in told.message


def test_a_worker_that_cannot_even_say_how_its_run_ended_leaves_and_is_told(
    store, wait_for, supervisor, monkeypatch
):
    run = store.create(TrainingConfig(), "embedded", state="running", worker="7-gone")
    supervisor._exits[7] = CANNOT_WRITE
    supervisor.poll()
    told = store.get(run.id)
    assert (told.state, told.waits_for) == ("interrupted", "disk")
    monkeypatch.setattr(supervision, "RETRY_SECONDS", 0.0)
    monkeypatch.setattr(supervision, "has_room", lambda *_: True)
    supervisor._resume_where_there_is_room()
    assert store.get(run.id).state == "queued"


def test_a_run_that_never_finds_room_waits_for_somebody_in_the_end(store, supervisor):
    run = store.create(
        TrainingConfig(), "embedded", state="interrupted", waits_for="memory", restarts=MAX_RESTARTS
    )
    supervisor._resume_where_there_is_room()
    assert store.get(run.id).waits_for == ""
    assert "press Resume" in store.get(run.id).message


def test_a_run_whose_last_network_finds_no_space_waits_and_keeps_it_when_there_is_some(store, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    run_id = store.create(TrainingConfig(epochs=1, hidden=(16,)), "embedded").id
    data = load_digits("embedded")
    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(CheckpointError) as caught:
            Recorder(store, store.claim("1-a", 1), lambda: False).train(data)
        worker._report_failure(store, store.get(run_id), caught.value)
    run = store.get(run_id)
    assert (run.state, run.waits_for) == ("interrupted", "disk")
    assert store.request_resume(run_id)
    Recorder(store, store.claim("1-b", 1), lambda: False).train(data)
    assert store.get(run_id).state == "finished"
    assert Path(store.get(run_id).checkpoint).is_file()
