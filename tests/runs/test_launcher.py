import os
import signal
import time

import psutil
import pytest

from playground.digits.training import TrainingConfig
from playground.errors import ConfigurationError
from playground.runs import launcher
from playground.runs.store import RunStore

ENDLESS = TrainingConfig(model="cnn", epochs=100)


@pytest.fixture
def endless(store):
    """Starts runs that would take minutes, and ends their processes after the test."""
    yield lambda: store.create(ENDLESS, "embedded").id
    for run in store.list(["queued", "running"]):
        store.request_stop(run.id)
        if run.pid is not None and launcher.worker_alive(run):
            psutil.Process(run.pid).kill()


def _ended(store, run_id):
    launcher.refresh(store)
    return not store.get(run_id).active


def test_a_queued_run_is_trained_in_another_process_and_leaves_no_zombie(store, wait_for):
    run_id = store.create(TrainingConfig(epochs=1), "embedded").id
    launcher.refresh(store)
    pid = store.get(run_id).pid
    assert pid not in (None, os.getpid())
    assert os.getsid(pid) != os.getsid(0)  # a Ctrl+C in the server's terminal does not reach it
    wait_for(lambda: _ended(store, run_id))
    assert store.get(run_id).state == "finished"
    wait_for(lambda: launcher.refresh(store) is None and not psutil.pid_exists(pid))


def test_a_killed_worker_is_noticed(store, endless, wait_for):
    run_id = endless()
    launcher.refresh(store)
    wait_for(lambda: store.get(run_id).step > 0)
    launcher.refresh(store)
    assert store.get(run_id).state == "running"
    os.kill(store.get(run_id).pid, signal.SIGKILL)
    wait_for(lambda: _ended(store, run_id))
    run = store.get(run_id)
    assert run.state == "failed"
    assert "The training process ended unexpectedly" in run.message
    assert store.loss_curve(run_id)[-1][0] == run.step  # nothing that was written is lost


def test_runs_above_the_limit_wait_their_turn(store, endless, monkeypatch, wait_for):
    monkeypatch.setenv("PLAYGROUND_MAX_WORKERS", "1")
    first, second = endless(), endless()
    launcher.refresh(store)
    launcher.refresh(RunStore(store.home))  # a second server sees the same limit
    assert [store.get(run_id).state for run_id in (first, second)] == ["running", "queued"]
    assert launcher.queue_position(store, store.get(second)) == 1
    store.request_stop(first)
    wait_for(lambda: _ended(store, first))
    launcher.refresh(store)
    assert store.get(second).state == "running"


def test_another_programs_process_number_does_not_count_as_the_worker(store):
    run = store.create(TrainingConfig(), "embedded")
    now = time.time()
    store.change_state(run.id, "queued", state="running", pid=os.getpid(), started_at=now, heartbeat_at=now)
    launcher.refresh(store)
    assert store.get(run.id).state == "failed"


def test_a_worker_between_fork_and_exec_still_carries_the_apps_command_line_and_is_alive(store):
    run = store.create(TrainingConfig(), "embedded")
    store.change_state(run.id, "queued", state="running", pid=os.getpid(), started_at=time.time())
    launcher.refresh(store)
    assert store.get(run.id).state == "running"


def test_a_claimed_run_that_never_got_a_process_fails_in_the_end(store):
    run = store.create(TrainingConfig(), "embedded")
    store.change_state(run.id, "queued", state="running", started_at=time.time())
    launcher.refresh(store)
    assert store.get(run.id).state == "running"  # its server may be starting it this moment
    store.update(run.id, started_at=time.time() - launcher.START_SECONDS - 1)
    launcher.refresh(store)
    assert store.get(run.id).state == "failed"


def test_a_nonsense_limit_is_explained(store, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_MAX_WORKERS", "many")
    store.create(TrainingConfig(), "embedded")
    with pytest.raises(ConfigurationError, match="PLAYGROUND_MAX_WORKERS"):
        launcher.refresh(store)
