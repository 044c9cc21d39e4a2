"""Workers that were stopped or hang lose their place; busy ones, and those of a machine that slept, keep it."""

import os
import signal

import psutil
import pytest

from playground.digits.training.loop import TrainingConfig
from playground.runs import pulse as pulses
from playground.runs.fate import MAX_RESTARTS, fate
from playground.runs.pulse import Pulse
from playground.runs.worker_process import start_worker

ENDLESS = TrainingConfig(model="cnn", epochs=100)


@pytest.fixture
def worker(store, wait_for):
    process = start_worker(store.home)
    wait_for(lambda: psutil.Process(process.pid).cpu_times().user > 0)
    yield process
    process.kill()
    process.wait()
    process.stdin.close()


def test_only_a_process_without_any_sign_is_silent(worker, wait_for):
    pulse = Pulse()
    for _ in range(5):  # a minute in which each look finds that the processor worked
        before = psutil.Process(worker.pid).cpu_times()
        assert pulse.silent({worker.pid: ("run", 3)}, 12.0) == {}
        wait_for(lambda before=before: psutil.Process(worker.pid).cpu_times() != before)  # it imports PyTorch
    os.kill(worker.pid, signal.SIGSTOP)
    wait_for(lambda: psutil.Process(worker.pid).status() == psutil.STATUS_STOPPED)
    pulse.silent({worker.pid: ("run", 3)}, 0.0)
    assert pulse.silent({worker.pid: ("run", 3)}, 29.0) == {}
    assert pulse.silent({worker.pid: ("run", 4)}, 29.0) == {}  # a step is a sign, whoever wrote it
    assert pulse.silent({worker.pid: ("run", 4)}, 29.0) == {}
    assert "30 seconds" in pulse.silent({worker.pid: ("run", 4)}, 1.0)[worker.pid]


def test_one_that_is_busy_for_ten_minutes_without_a_step_is_stuck(worker, monkeypatch):
    ticks = iter(range(1000))
    monkeypatch.setattr(pulses, "_work_of", lambda _: (float(next(ticks)), False))
    pulse = Pulse()
    looks = [pulse.silent({1: ("run", 3)}, 29.0) for _ in range(25)]
    assert looks[:20] == [{}] * 20
    assert "10 minutes" in looks[-1][1]
    assert all(pulse.silent({1: None}, 29.0) == {} for _ in range(50))  # one that waits for runs


def test_processes_of_others_are_not_judged():
    pulse = Pulse()
    assert all(pulse.silent({os.getpid(): ("run", 3), 2**22 + 1: ("run", 3)}, 29.0) == {} for _ in range(5))


def test_a_run_is_not_started_again_for_ever(store):
    run = store.create(TrainingConfig(), "embedded", state="running", restarts=MAX_RESTARTS)
    values = fate(run, -9, silent="gave no sign of life for 30 seconds")
    assert values["state"] == "interrupted"
    assert "press Resume" in values["message"]
    store.update(run.id, **values)
    assert store.request_resume(run.id)
    assert store.get(run.id).restarts == 0
