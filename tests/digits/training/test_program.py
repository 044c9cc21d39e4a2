"""The program for a run, executed by itself, gives the run's losses, test figures and weights, bit for bit."""

import copy
import inspect
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
from playground.concepts.optimizers.schedules import SCHEDULES
from playground.digits.datasets import DATASETS, load_digits
from playground.digits.own_digits.training_data import with_user_digits
from playground.digits.training import train
from playground.digits.training.loop import EpochFinished, StepFinished, TrainingConfig
from playground.digits.training.program import program_of
from playground.settings import data_directory
from tests.digits.article import ArticleNet
from tests.digits.datasets.idx import small_files, write
from tests.digits.mnist import needs_mnist

ROOT = Path(__file__).parents[3]

# Name: config and number of threads.
RUNS = {
    "article": (TrainingConfig(validation_share=0, epochs=2), 1),
    "two_threads": (TrainingConfig(validation_share=0, epochs=1, seed=2**63 - 1), 2),
    "cnn": (
        TrainingConfig(
            "cnn", validation_share=0, batch_size=128, epochs=1, schedule="one_cycle", augmentation=True
        ),
        1,
    ),
    "cnn_two_threads": (
        TrainingConfig("cnn", validation_share=0, optimizer="sgd", batch_size=300, epochs=1),
        2,
    ),
    "five_steps": (
        TrainingConfig(validation_share=0, batch_size=300, epochs=1, schedule="one_cycle", hidden=(64, 32)),
        1,
    ),
    "augmented": (TrainingConfig(validation_share=0, epochs=2, augmentation=True, seed=4), 1),
    "target": (TrainingConfig(validation_share=0, epochs=20, target_accuracy=0.85), 1),
    "patience": (
        TrainingConfig(validation_share=0, epochs=50, optimizer="sgd", learning_rate=1.0, patience=2),
        1,
    ),
    "no_time": (TrainingConfig(validation_share=0, epochs=2, max_seconds=1e-9), 1),
    "much_time": (
        TrainingConfig(validation_share=0, epochs=2, max_seconds=3600, target_accuracy=1, patience=5),
        1,
    ),
    "layers": (
        TrainingConfig(
            "layers",
            validation_share=0,
            layers="conv 4 3 stride 2, batchnorm, relu, dropout 0.3, linear 16, gelu_tanh, dropout, linear 10",
            epochs=2,
        ),
        1,
    ),
    "layers_augmented": (
        TrainingConfig(
            "layers", layers="linear 16, relu, dropout 0.3, linear 10", epochs=2, augmentation=True
        ),
        1,
    ),
    "activations": (
        TrainingConfig(
            hidden=(32, 24, 16, 12), epochs=2, activation="relu, gelu, squareplus, gelu_tanh", dropout=0.1
        ),
        1,
    ),
    "cnn_activations": (
        TrainingConfig("cnn", batch_size=300, epochs=1, activation="tanh, squareplus, leaky_relu"),
        1,
    ),
    "dropout": (TrainingConfig(hidden=(64, 32), epochs=2, dropout=0.5, augmentation=True), 1),
    "cnn_dropout": (TrainingConfig("cnn", batch_size=300, epochs=1, dropout=0.2), 1),
    "weight_decay": (TrainingConfig(epochs=2, weight_decay=0.01), 1),
    "adamw_without_decay": (TrainingConfig(epochs=1, optimizer="adamw", weight_decay=0), 1),
    "validation": (TrainingConfig(epochs=4, learning_rate=0.01), 1),
    "validation_target": (TrainingConfig(epochs=20, target_accuracy=0.85, validation_share=0.25), 1),
    "validation_patience": (
        TrainingConfig(
            epochs=50, optimizer="sgd", learning_rate=1.0, patience=2, validation_share=1 / 3, seed=5
        ),
        1,
    ),
    "validation_no_time": (TrainingConfig(epochs=2, max_seconds=1e-9), 1),
    "validation_schedule": (TrainingConfig("cnn", epochs=1, schedule="one_cycle", seed=2**40), 1),
    "validation_own_digits": (TrainingConfig(epochs=2, own_digits=True, schedule="cosine"), 1),
    "own_digits": (TrainingConfig(validation_share=0, epochs=2, own_digits=True), 1),
    "own_digits_five_steps": (
        TrainingConfig(
            "cnn",
            validation_share=0,
            batch_size=300,
            epochs=1,
            schedule="one_cycle",
            own_digits=True,
            augmentation=True,
        ),
        1,
    ),
    **{
        name: (TrainingConfig(validation_share=0, epochs=1, optimizer=name, schedule="one_cycle"), 1)
        for name in OPTIMIZERS
    },
    **{
        f"{name}_schedule": (TrainingConfig(validation_share=0, epochs=2, schedule=name), 1)
        for name in SCHEDULES
    },
    **{
        name: (TrainingConfig(validation_share=0, hidden=(32,), epochs=1, activation=name), 1)
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
    """What each program prints, and the folder in which it wrote `model.pth`."""
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
    lines, loss, tested, kept = [], math.nan, 0, None
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
                kept = better(kept, event)
    finally:
        torch.set_num_threads(before)
    if tested != step:  # a time budget ended the run within an epoch
        lines.append(line(epoch, loss, event))
        kept = better(kept, event)
    if not config.validation_share:
        return lines, event.model.state_dict()
    _, test_accuracy, weights = kept
    return [*lines, f"test accuracy {test_accuracy!r}"], weights


def better(kept, event):
    """The best network by the validation part with its test accuracy; of equals the first."""
    accuracy = event.validation_accuracy
    if accuracy is None or (kept is not None and kept[0] >= accuracy):
        return kept
    return accuracy, event.test_accuracy, copy.deepcopy(event.model.state_dict())


def line(epoch, loss, event):
    if event.validation_accuracy is None:
        return f"epoch {epoch}: last loss {loss!r}, test accuracy {event.test_accuracy!r}"
    return f"epoch {epoch}: last loss {loss!r}, validation accuracy {event.validation_accuracy!r}"


def check(printed, folder, config, dataset, threads):
    lines, weights = run_here(config, dataset, threads)
    assert printed.splitlines() == lines
    saved = torch.load(folder / "model.pth", weights_only=True)
    assert list(saved) == list(weights)
    for name, ours in weights.items():
        assert torch.equal(ours, saved[name])
    return lines


@pytest.mark.parametrize("name", RUNS)
def test_the_program_repeats_the_run(results, name):
    config, threads = RUNS[name]
    lines = check(*results[name], config, "embedded", threads)
    lines = [line for line in lines if line.startswith("epoch")]
    if name.endswith(("target", "patience")):
        assert 1 < len(lines) < config.epochs
    else:
        assert len(lines) == (1 if name.endswith("no_time") else config.epochs)


def test_the_articles_class_reads_what_the_articles_program_wrote(results):
    _, folder = results["article"]
    network = ArticleNet()
    network.load_state_dict(torch.load(folder / "model.pth"))
    digits = load_digits("embedded")
    with torch.inference_mode():
        right = network(digits.test_images.unsqueeze(1) / 255).argmax(1) == digits.test_labels
    assert results["article"][0].split()[-1] == repr(right.double().mean().item())


def test_the_articles_program_defines_the_articles_class():
    program = program_of(TrainingConfig(validation_share=0), "mnist")
    assert inspect.getsource(ArticleNet).replace("ArticleNet", "Net") in program
    assert "model = Net()\n" in program
    assert program.endswith('torch.save(model.state_dict(), "model.pth")\n')


def test_the_articles_program_is_short():
    program = program_of(TrainingConfig(validation_share=0), "mnist")
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
        "validation",
        "kept",
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
        ({"dropout": 0.2}, "nn.Dropout(p=0.2)"),
        ({"weight_decay": 0.01}, "weight_decay=0.01"),
        ({"validation_share": 0.2}, "validation_images"),
    ],
)
def test_what_a_run_needs_is_written_and_nothing_else(settings, word):
    words = (
        "OneCycleLR",
        "grid_sample",
        "accuracy >=",
        "epochs_since_best >=",
        "seconds >=",
        "own_digits",
        "validation",
        "Dropout",
        "weight_decay",
    )
    program = program_of(TrainingConfig(**{"validation_share": 0, **settings}), "mnist")
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
    config = TrainingConfig(validation_share=0, hidden=(16,), batch_size=500, epochs=1, schedule="one_cycle")
    program = program_of(config, "mnist")
    assert '"data"' in program
    program = program.replace('"data"', repr(str(data_directory())))
    results = run_in_a_process(tmp_path, {"mnist": program})
    assert len(check(*results["mnist"], config, "mnist", 1)) == 1


def test_the_program_repeats_a_run_on_fashion_mnist(tmp_path, monkeypatch):
    write(tmp_path / "data" / "FashionMNIST" / "raw", small_files())
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path / "data"))
    config = TrainingConfig(validation_share=0, hidden=(16,), batch_size=20, epochs=2)
    program = program_of(config, "fashion_mnist").replace('"data"', repr(str(tmp_path / "data")))
    (tmp_path / "programs").mkdir()
    results = run_in_a_process(tmp_path / "programs", {"clothes": program})
    assert len(check(*results["clothes"], config, "fashion_mnist", 1)) == 2
