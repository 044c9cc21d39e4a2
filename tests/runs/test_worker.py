import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from playground.digits.checkpoints import load_checkpoint
from playground.digits.datasets import load_digits
from playground.digits.evaluation import evaluate
from playground.digits.training import EpochFinished, StepFinished, TrainingConfig, train

ROOT = Path(__file__).parents[2]
ENDLESS = TrainingConfig(model="cnn", epochs=100)


def _start(store, config, dataset="embedded"):
    run = store.create(config, dataset)
    store.change_state(run.id, "queued", state="running")
    command = [sys.executable, "-m", "playground.runs.worker", run.id, "--home", str(store.home)]
    return run.id, subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def _finish(process):
    output, _ = process.communicate(timeout=60)
    return process.returncode, output


def test_a_run_is_trained_recorded_and_saved_as_the_training_loop_yields_it(store):
    config = TrainingConfig(epochs=2, hidden=(32,))
    run_id, process = _start(store, config)
    status, output = _finish(process)
    assert status == 0, output
    run = store.get(run_id)
    assert (run.state, run.message, run.step, run.epoch) == ("finished", "", 46, 2)
    assert (run.steps_per_epoch, run.total_steps) == (23, 46)
    assert run.images_per_second > 0

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # as the worker does: sums in another order round differently
    dataset = load_digits("embedded")
    events = list(train(config, dataset, device=run.device))
    torch.set_num_threads(threads)
    losses = [(event.step, event.loss) for event in events if isinstance(event, StepFinished)]
    assert store.loss_curve(run_id) == losses
    tests = [event.test_accuracy for event in events if isinstance(event, EpochFinished)]
    assert [epoch["test_accuracy"] for epoch in store.epochs(run_id)] == tests
    assert run.test_accuracy == tests[-1]

    checkpoint = load_checkpoint(run.checkpoint)
    evaluation = evaluate(checkpoint.model, dataset.test_images, dataset.test_labels)
    assert evaluation.confusion.tolist() == run.confusion
    assert checkpoint.metadata["test_accuracy"] == run.test_accuracy
    assert checkpoint.metadata["dataset"] == "embedded"
    assert TrainingConfig(**checkpoint.metadata["config"]) == config


@pytest.mark.parametrize("way", ["the word in the store", "SIGTERM"])
def test_a_stopped_run_keeps_what_was_learnt(store, wait_for, way):
    run_id, process = _start(store, ENDLESS)
    wait_for(lambda: store.get(run_id).step > 0)
    if way == "SIGTERM":
        os.kill(process.pid, signal.SIGTERM)
    else:
        store.request_stop(run_id)
    status, output = _finish(process)
    run = store.get(run_id)
    assert status == 0, output
    assert run.state == "stopped"
    assert 0 < run.step < run.total_steps
    assert store.loss_curve(run_id)[-1][0] == run.step
    assert load_checkpoint(run.checkpoint).metadata["test_accuracy"] == run.test_accuracy


def test_a_run_that_diverges_says_where_and_what_to_change(store):
    run_id, process = _start(
        store, TrainingConfig(optimizer="sgd", learning_rate=1000.0, hidden=(64, 64, 64))
    )
    _finish(process)
    run = store.get(run_id)
    assert run.state == "diverged"
    assert "The learning rate is 1000; try" in run.message


def test_missing_data_fails_the_run_with_the_data_sets_own_words(store):
    run_id, process = _start(store, TrainingConfig(), dataset="mnist")
    status, _ = _finish(process)
    run = store.get(run_id)
    assert (status, run.state) == (1, "failed")
    assert "Expected the MNIST file" in run.message
    assert run.finished_at is not None


def test_an_unknown_run_is_refused_in_words(store):
    command = [sys.executable, "-m", "playground.runs.worker", "nonsense", "--home", str(store.home)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 2
    assert "there is no run 'nonsense'" in result.stdout + result.stderr
