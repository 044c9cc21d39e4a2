"""A full disk, made with a limit on the size of the files that the worker may write, and lifted again."""

import resource

import psutil
import pytest

from playground.digits.datasets import load_digits
from playground.digits.training.loop import StepFinished, TrainingConfig
from playground.runs.worker_process import start_worker
from tests.runs.conftest import events_of

CONFIG = TrainingConfig(epochs=40, hidden=(128,))


@pytest.fixture
def cramped_worker(store):
    """Starts workers whose files may have at most so many bytes."""
    workers = []

    def start(limit):
        process = start_worker(store.home)
        workers.append(process)
        psutil.Process(process.pid).rlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        return process

    yield start
    for process in workers:
        process.kill()
        process.wait()
        process.stdin.close()


def _losses(store, run_id):
    return store.metrics.steps(run_id, max_points=None)["loss"].tolist()


def test_a_disk_too_full_for_checkpoints_is_a_warning_and_every_step_is_recorded(
    store, cramped_worker, wait_for
):
    cramped_worker(300_000)  # a network of this size has 407 kB
    run_id = store.create(TrainingConfig(validation_share=0, epochs=2), "embedded").id
    wait_for(lambda: store.get(run_id).state == "finished")
    run = store.get(run_id)
    assert "File too large" in run.warning
    assert run.checkpoint == ""
    assert len(_losses(store, run_id)) == 46
    assert list(store.files(run_id).folder.iterdir()) == []  # no half-written file


def test_a_disk_too_full_for_the_database_is_waited_for_until_there_is_space(store, cramped_worker, wait_for):
    worker = cramped_worker(150_000)
    run_id = store.create(CONFIG, "embedded").id
    log = store.home / "workers" / f"{worker.pid}.log"
    wait_for(lambda: "database of runs" in log.read_text())  # it says so and goes on
    assert store.get(run_id).state == "running"
    psutil.Process(worker.pid).rlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    wait_for(lambda: store.get(run_id).state == "finished")
    expected = [
        event.loss for event in events_of(CONFIG, load_digits("embedded")) if isinstance(event, StepFinished)
    ]
    assert _losses(store, run_id) == expected
    assert len(store.metrics.epochs(run_id)) == CONFIG.epochs
