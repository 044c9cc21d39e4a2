"""Workers that hang, real ones, are killed and their runs go on, and nobody else is suspected."""

import os
import signal
import time

import psutil

from playground.digits.training.loop import TrainingConfig
from playground.runs import pulse as pulses
from playground.runs import watchdog
from playground.runs.liveness import process_of

ENDLESS = TrainingConfig(model="cnn", epochs=100)


def test_a_worker_that_does_not_answer_is_killed(store, supervisor, wait_for, monkeypatch):
    monkeypatch.setattr(watchdog, "UNRESPONSIVE_SECONDS", 0.2)
    run_id = store.create(ENDLESS, "embedded").id
    wait_for(lambda: supervisor.poll() or store.get(run_id).step > 0)
    os.kill(process_of(store.get(run_id).worker), signal.SIGSTOP)  # it hangs
    store.request_stop(run_id)
    wait_for(lambda: supervisor.poll() or store.get(run_id).state == "stopped")


def test_a_stopped_worker_is_replaced_and_its_run_goes_on_but_not_after_the_machine_slept(
    store, supervisor, wait_for, monkeypatch
):
    run_id = store.create(ENDLESS, "embedded").id
    wait_for(lambda: supervisor.poll() or store.get(run_id).step > 0)
    stopped = process_of(store.get(run_id).worker)
    os.kill(stopped, signal.SIGSTOP)  # all processes stand still,
    now = time.monotonic()
    with monkeypatch.context() as slept:
        slept.setattr(watchdog.time, "monotonic", lambda: now + 7200)  # two hours pass,
        assert supervisor._watchdog.watch(store.list(["running"]), []) == set()
    os.kill(stopped, signal.SIGCONT)
    step = store.get(run_id).step
    wait_for(lambda: store.get(run_id).step > step)  # and the same worker goes on
    assert process_of(store.get(run_id).worker) == stopped
    monkeypatch.setattr(pulses, "SILENT_SECONDS", 0.5)
    os.kill(stopped, signal.SIGSTOP)
    step = store.get(run_id).step
    wait_for(lambda: supervisor.poll() or store.get(run_id).step > step + 3)
    run = store.get(run_id)
    assert process_of(run.worker) != stopped
    assert not psutil.pid_exists(stopped)
    assert (run.state, run.restarts) == ("running", 1)
    assert "gave no sign of life" in run.warning
    steps = store.metrics.steps(run_id, max_points=None)["step"].tolist()
    assert steps == list(range(1, len(steps) + 1))


def test_a_stopped_spare_worker_is_replaced(store, supervisor, wait_for, monkeypatch):
    supervisor.poll()
    (spare,) = supervisor.children
    wait_for(lambda: psutil.Process(spare.pid).cpu_times().user > 0)
    os.kill(spare.pid, signal.SIGSTOP)
    monkeypatch.setattr(pulses, "SILENT_SECONDS", 0.5)
    wait_for(lambda: supervisor.poll() or spare.returncode is not None)
