"""A worker process from its start to its end."""

import os
import signal

import pytest

from playground.digits.checkpoints import load_checkpoint
from playground.digits.datasets import load_digits
from playground.digits.training.loop import StepFinished, TrainingConfig
from playground.runs.liveness import process_of, worker_alive
from playground.runs.worker_process import start_worker
from tests.runs.conftest import events_of

ENDLESS = TrainingConfig(model="cnn", epochs=100)


@pytest.fixture
def worker(store):
    process = start_worker(store.home)
    yield process
    process.kill()
    process.wait()
    process.stdin.close()


def test_it_trains_one_run_after_another_and_ends_when_its_server_is_gone(store, worker, wait_for):
    config = TrainingConfig(epochs=2, hidden=(32,))
    first = store.create(config, "embedded").id
    second = store.create(TrainingConfig(), "mnist").id  # MNIST is not there
    third = store.create(config, "embedded").id
    worker.stdin.close()  # the server is gone before the worker begins
    assert worker.wait(timeout=60) == 0
    assert [store.get(run_id).state for run_id in (first, second, third)] == [
        "finished",
        "failed",
        "finished",
    ]
    assert "Expected the MNIST file" in store.get(second).message
    losses = [
        event.loss for event in events_of(config, load_digits("embedded")) if isinstance(event, StepFinished)
    ]
    assert store.metrics.steps(first)["loss"].tolist() == losses
    assert store.metrics.steps(third)["loss"].tolist() == losses
    assert store.get(first).threads == 1
    assert not worker_alive(store.home, store.get(first).worker)


def test_sigterm_ends_it_with_a_run_that_can_be_resumed(store, worker, wait_for):
    run_id = store.create(ENDLESS, "embedded").id
    wait_for(lambda: store.get(run_id).step > 3)
    run = store.get(run_id)
    assert process_of(run.worker) == worker.pid
    assert worker_alive(store.home, run.worker)
    os.kill(worker.pid, signal.SIGTERM)
    assert worker.wait(timeout=60) == 0
    run = store.get(run_id)
    assert (run.state, run.resumable) == ("interrupted", True)
    assert store.metrics.last_step(run_id)[0] == run.step
    assert load_checkpoint(run.checkpoint).metadata["step"] == run.step


def test_pause_resume_and_stop_reach_it(store, worker, wait_for):
    run_id = store.create(ENDLESS, "embedded").id
    wait_for(lambda: store.get(run_id).step > 3)
    store.request_pause(run_id)
    wait_for(lambda: store.get(run_id).state == "paused")
    step = store.get(run_id).step
    store.request_resume(run_id)
    wait_for(lambda: store.get(run_id).step > step)
    store.request_stop(run_id)
    wait_for(lambda: store.get(run_id).test_accuracy is not None)
    run = store.get(run_id)
    assert run.state == "stopped"
    assert store.metrics.steps(run_id, max_points=None)["step"].tolist() == list(range(1, run.step + 1))


def test_it_ends_when_the_database_is_lost(store, worker, wait_for):
    run_id = store.create(ENDLESS, "embedded").id
    wait_for(lambda: store.get(run_id).step > 0)
    store.path.unlink()
    assert worker.wait(timeout=60) == 0
