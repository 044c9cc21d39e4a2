"""The supervisor, one look at a time, with real worker processes."""

import os
import signal
import sys
import time

import psutil
import pytest

from playground.digits.training.loop import StepFinished, TrainingConfig
from playground.errors import ConfigurationError, StoreError
from playground.runs import keeper, launcher
from playground.runs import supervisor as supervision
from playground.runs.liveness import process_of
from playground.runs.metrics import Batch
from playground.runs.run import Run
from playground.runs.store import RunStore
from playground.runs.supervisor import Supervisor

ENDLESS = TrainingConfig(model="cnn", epochs=100)


def _started(store: RunStore, supervisor: Supervisor, wait_for, config=ENDLESS) -> Run:
    run_id = store.create(config, "embedded").id
    wait_for(lambda: supervisor.poll() or store.get(run_id).step > 0)
    return store.get(run_id)


def test_a_spare_worker_waits_while_a_page_is_looked_at_and_leaves_afterwards(
    supervisor, wait_for, monkeypatch
):
    supervisor.poll()
    supervisor.poll()
    (spare,) = supervisor.children
    monkeypatch.setattr(supervision, "SPARE_SECONDS", -1.0)
    supervisor.poll()
    assert spare.wait(timeout=60) == 0
    supervisor.poll()
    assert supervisor.children == []
    assert list((supervisor.store.home / "workers").iterdir()) == []  # neither lock nor log is left


def test_a_killed_worker_is_noticed_with_the_reason_and_leaves_no_zombie(store, supervisor, wait_for):
    run = _started(store, supervisor, wait_for)
    supervisor.poll()
    assert store.get(run.id).state == "running"
    worker = process_of(run.worker)
    assert os.getsid(worker) != os.getsid(0)  # a Ctrl+C in the server's terminal does not reach it
    os.kill(worker, signal.SIGKILL)
    killed_at = time.monotonic()
    wait_for(lambda: supervisor.poll() or store.get(run.id).state == "interrupted")
    assert time.monotonic() - killed_at < 5
    run = store.get(run.id)
    assert "SIGKILL" in run.message
    assert f"at step {run.step:,}" in run.message
    assert store.metrics.last_step(run.id)[0] == run.step  # nothing that was written is lost
    wait_for(lambda: supervisor.poll() or not psutil.pid_exists(worker))
    store.request_resume(run.id)
    wait_for(lambda: supervisor.poll() or store.get(run.id).step > run.step)


def test_a_worker_killed_in_the_middle_of_a_look_is_told_with_the_reason(
    store, supervisor, wait_for, monkeypatch
):
    run = _started(store, supervisor, wait_for)
    worker_alive = supervision.worker_alive

    def alive_after_a_kill(home, worker):
        os.kill(process_of(worker), signal.SIGKILL)
        wait_for(lambda: not worker_alive(home, worker))
        return False

    monkeypatch.setattr(supervision, "worker_alive", alive_after_a_kill)
    supervisor.poll()  # it collects the dead before it asks who lives
    assert "SIGKILL" in store.get(run.id).message


def test_runs_above_the_limit_wait_their_turn_and_a_free_worker_takes_the_next(
    store, supervisor, wait_for, monkeypatch
):
    monkeypatch.setenv("PLAYGROUND_MAX_WORKERS", "1")
    first = _started(store, supervisor, wait_for)
    second, third = (store.create(ENDLESS, "embedded") for _ in range(2))
    supervisor.poll()
    Supervisor(RunStore(store.home)).poll()  # a second server sees the same limit
    assert [store.get(run.id).state for run in (first, second, third)] == ["running", "queued", "queued"]
    assert [launcher.queue_position(store, store.get(run.id)) for run in (second, third)] == [1, 2]
    store.request_stop(first.id)
    wait_for(lambda: store.get(second.id).state == "running")  # with nobody looking
    assert process_of(store.get(second.id).worker) == process_of(first.worker)


def test_two_runs_train_at_once_when_there_are_two_places(store, supervisor, wait_for, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_MAX_WORKERS", "2")
    runs = [store.create(ENDLESS, "embedded") for _ in range(3)]
    wait_for(lambda: supervisor.poll() or len(store.list(["running"])) == 2)
    assert {run.id for run in store.list(["running"])} == {runs[0].id, runs[1].id}
    supervisor.poll()
    assert len(supervisor.children) == 2  # no spare where there is no place


def test_forty_waiting_runs_are_cancelled_at_once(store, supervisor):
    runs = [store.create(TrainingConfig(seed=seed), "embedded") for seed in range(40)]
    for run in runs:
        store.request_stop(run.id)
    supervisor.poll()
    assert {run.state for run in store.list()} == {"stopped"}
    assert len(supervisor.children) <= 1


def test_another_programs_process_number_is_no_worker(store, supervisor):
    run = store.create(TrainingConfig(), "embedded", state="running", worker=f"{os.getpid()}-abc123")
    supervisor.poll()
    assert store.get(run.id).state == "interrupted"


def test_a_run_that_was_asked_to_stop_when_its_worker_died_is_stopped(store, supervisor):
    run = store.create(TrainingConfig(), "embedded", state="running", worker="1-gone", command="stop")
    supervisor.poll()
    assert store.get(run.id).state == "stopped"


def test_workers_that_cannot_start_are_given_up_and_the_reason_is_reported(
    store, supervisor, wait_for, monkeypatch
):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    run = store.create(TrainingConfig(), "embedded")
    wait_for(lambda: supervisor.poll() or store.get(run.id).state == "failed")
    assert "No training process could start" in store.get(run.id).message
    for _ in range(3):
        supervisor.poll()
    assert len(supervisor.children) == 0


def test_a_clock_that_jumps_back_disturbs_nothing(store, supervisor, wait_for, monkeypatch):
    run = _started(store, supervisor, wait_for)
    monkeypatch.setattr(time, "time", lambda: 1_000_000.0)
    waiting = store.create(TrainingConfig(), "embedded")
    supervisor.poll()
    assert (store.get(run.id).state, store.get(waiting.id).state) == ("running", "queued")
    step = store.get(run.id).step
    wait_for(lambda: store.get(run.id).step > step)


def test_the_store_is_copied_when_runs_have_changed(store, supervisor):
    run = store.create(TrainingConfig(), "embedded", state="finished")
    store.metrics.add(run.id, Batch([StepFinished(1, 1, 2.3)]))
    supervisor.poll()
    copy = store.home / "runs.copy.sqlite"
    made = copy.stat().st_mtime_ns
    supervisor.poll()
    assert copy.stat().st_mtime_ns == made
    store.rename(run.id, "changed")
    supervisor.poll()
    assert copy.stat().st_mtime_ns > made


def test_a_copy_that_the_disk_does_not_take_is_not_tried_twice_a_second(store, supervisor, monkeypatch):
    tries = []

    def refuse(**_):
        tries.append(1)
        raise StoreError("no space left")

    monkeypatch.setattr(store, "copy", refuse)
    store.create(TrainingConfig(), "embedded", state="finished")
    with pytest.raises(StoreError):
        supervisor.poll()
    supervisor.poll()
    assert len(tries) == 1


def test_a_run_that_was_deleted_for_a_day_while_the_server_was_up_is_removed(store, supervisor, monkeypatch):
    monkeypatch.setattr(keeper, "TIDY_SECONDS", 0.0)
    run_id = store.create(TrainingConfig(), "embedded", state="finished").id
    store.delete(run_id)
    supervisor.poll()
    assert store.get(run_id) is not None
    store.age_trash(keeper.TRASH_SECONDS + 1)
    Supervisor(RunStore(store.home)).poll()  # after a restart: what was counted stays counted
    assert store.get(run_id) is None


@pytest.mark.parametrize("days", [-2, 2])
def test_a_clock_that_jumps_empties_no_trash(store, supervisor, monkeypatch, days):
    monkeypatch.setattr(keeper, "TIDY_SECONDS", 0.0)
    run_id = store.create(TrainingConfig(), "embedded", state="finished").id
    store.delete(run_id)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + days * 86400)
    supervisor.poll()
    store.rename(run_id, "still here")
    supervisor.poll()
    assert [run.name for run in store.list(deleted=True)] == ["still here"]


def test_a_nonsense_limit_is_explained(store, supervisor, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_MAX_WORKERS", "many")
    with pytest.raises(ConfigurationError, match="PLAYGROUND_MAX_WORKERS"):
        supervisor.poll()
