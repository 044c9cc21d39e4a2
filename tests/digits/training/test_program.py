"""The program for a run, executed by itself, gives the run's losses, test figures and weights, bit for bit."""

import math
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from playground.concepts.optimizers import OPTIMIZERS
from playground.digits.datasets import DATASETS, load_digits
from playground.digits.own_digits.training_data import with_user_digits
from playground.digits.training import train
from playground.digits.training.loop import EpochFinished, StepFinished, TrainingConfig
from playground.digits.training.program import program_of
from playground.settings import data_directory
from tests.digits.mnist import needs_mnist

ROOT = Path(__file__).parents[3]

# Name: config and number of threads.
RUNS = {
    "article": (TrainingConfig(epochs=2), 1),
    "two_threads": (TrainingConfig(epochs=1, seed=2**63 - 1), 2),
    "cnn": (TrainingConfig("cnn", batch_size=128, epochs=1, schedule="one_cycle", augmentation=True), 1),
    "cnn_two_threads": (TrainingConfig("cnn", optimizer="sgd", batch_size=300, epochs=1), 2),
    "five_steps": (TrainingConfig(batch_size=300, epochs=1, schedule="one_cycle", hidden=(64, 32)), 1),
    "augmented": (TrainingConfig(epochs=2, augmentation=True, seed=4), 1),
    "target": (TrainingConfig(epochs=20, target_accuracy=0.85), 1),
    "patience": (TrainingConfig(epochs=50, optimizer="sgd", learning_rate=1.0, patience=2), 1),
    "no_time": (TrainingConfig(epochs=2, max_seconds=1e-9), 1),
    "much_time": (TrainingConfig(epochs=2, max_seconds=3600, target_accuracy=1, patience=5), 1),
    "own_digits": (TrainingConfig(epochs=2, own_digits=True), 1),
    "own_digits_five_steps": (
        TrainingConfig(
            "cnn", batch_size=300, epochs=1, schedule="one_cycle", own_digits=True, augmentation=True
        ),
        1,
    ),
    **{name: (TrainingConfig(epochs=1, optimizer=name, schedule="one_cycle"), 1) for name in OPTIMIZERS},
    **{
        name: (TrainingConfig(hidden=(32,), epochs=1, activation=name), 1)
        for name in ("relu", "sigmoid", "tanh", "gelu_tanh", "elu", "squareplus")
    },
}

OWN_IMAGES = np.random.default_rng(0).integers(0, 256, (3, 28, 28), dtype=np.uint8)
OWN_LABELS = np.array([7, 1, 7])

# One process for all programs, because importing PyTorch takes longer than they do.
DRIVER = """
import os, pathlib, sys
for path in sys.argv[1:]:
    path = pathlib.Path(path).absolute()
    os.chdir(path.parent)
    print("#", path.parent.name, flush=True)
    exec(compile(path.read_text(), path, "exec"), {"__name__": "__main__"})
    os.chdir("..")
"""


def run_in_a_process(folder, programs):
    """What each program prints, and the folder in which it wrote `model.pt`."""
    paths = []
    for name, program in programs.items():
        paths.append(folder / name / "program.py")
        paths[-1].parent.mkdir()
        paths[-1].write_text(program)
        if "own_digits.npz" in program:
            np.savez(folder / name / "own_digits.npz", images=OWN_IMAGES, labels=OWN_LABELS)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", DRIVER, *paths],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        # Threads that spin while they wait slow down other processes.
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_WAIT_POLICY": "PASSIVE"},
    )
    assert done.returncode == 0, done.stderr
    parts = (part.split("\n", 1) for part in done.stdout.removeprefix("# ").split("\n# "))
    return {name: (printed, folder / name) for name, printed in parts}


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    programs = {name: program_of(config, "embedded", threads) for name, (config, threads) in RUNS.items()}
    return run_in_a_process(tmp_path_factory.mktemp("programs"), programs)


def run_here(config, dataset, threads):
    """What the run's program should print, and the final event."""
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    lines, loss, tested = [], math.nan, 0
    digits = load_digits(dataset)
    if config.own_digits:
        digits = with_user_digits(digits, OWN_IMAGES, OWN_LABELS)
    try:
        for event in train(config, digits, device="cpu"):
            if isinstance(event, StepFinished):
                loss, step, epoch = event.loss, event.step, event.epoch
            if isinstance(event, EpochFinished):
                lines.append(line(epoch, loss, event))
                tested = event.step
    finally:
        torch.set_num_threads(before)
    if tested != step:  # a time budget ended the run within an epoch
        lines.append(line(epoch, loss, event))
    return lines, event


def line(epoch, loss, event):
    return f"epoch {epoch}: last loss {loss!r}, test accuracy {event.test_accuracy!r}"


def check(printed, folder, config, dataset, threads):
    lines, last = run_here(config, dataset, threads)
    assert printed.splitlines() == lines
    saved = torch.load(folder / "model.pt", weights_only=True)
    for ours, theirs in zip(last.model.state_dict().values(), saved.values(), strict=True):
        assert torch.equal(ours, theirs)
    return lines


@pytest.mark.parametrize("name", RUNS)
def test_the_program_repeats_the_run(results, name):
    config, threads = RUNS[name]
    lines = check(*results[name], config, "embedded", threads)
    if name in ("target", "patience"):
        assert 1 < len(lines) < config.epochs
    else:
        assert len(lines) == (1 if name == "no_time" else config.epochs)


def test_the_articles_program_is_short():
    program = program_of(TrainingConfig(), "mnist")
    assert len(program.splitlines()) <= 60
    assert "import math" not in program
    assert "import time" not in program
    for word in (
        "schedule",
        "augment",
        "patience",
        "best",
        "seconds",
        "started",
        "break",
        "playground",
        "own_digits",
    ):
        assert word not in program


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"schedule": "one_cycle"}, "OneCycleLR"),
        ({"augmentation": True}, "grid_sample"),
        ({"target_accuracy": 0.9}, "accuracy >= 0.9"),
        ({"patience": 3}, "epochs_since_best >= 3"),
        ({"max_seconds": 5}, "seconds >= 5"),
        ({"own_digits": True}, "own_digits.npz"),
    ],
)
def test_what_a_run_needs_is_written_and_nothing_else(settings, word):
    words = ("OneCycleLR", "grid_sample", "accuracy >=", "epochs_since_best >=", "seconds >=", "own_digits")
    program = program_of(TrainingConfig(**settings), "mnist")
    assert word in program
    assert sum(word in program for word in words) == 1


@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize("name", RUNS)
def test_every_program_compiles_and_fits_the_page(name, dataset):
    program = program_of(RUNS[name][0], dataset, 3)
    compile(program, "program", "exec")
    assert "torch.set_num_threads(3)" in program
    assert max(map(len, program.splitlines())) <= 120
    assert not re.search(r"\n{4}| \n", program)


@needs_mnist
def test_the_program_repeats_a_run_on_mnist(tmp_path):
    config = TrainingConfig(hidden=(16,), batch_size=500, epochs=1, schedule="one_cycle")
    program = program_of(config, "mnist")
    assert '"data"' in program
    program = program.replace('"data"', repr(str(data_directory())))
    results = run_in_a_process(tmp_path, {"mnist": program})
    assert len(check(*results["mnist"], config, "mnist", 1)) == 1
