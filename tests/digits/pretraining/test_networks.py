"""The weights that ship with the project."""

import sys

import numpy as np
import pytest
import torch

from benchmarks.digit_kinds import KINDS
from playground.digits.checkpoints import PRETRAINED, PRETRAINED_FOLDER, load_checkpoint, load_pretrained
from playground.digits.datasets import load_digits
from playground.digits.drawing import to_mnist
from playground.digits.drawing.strokes import random_placement, render
from playground.digits.evaluation.metrics import evaluate
from playground.digits.models import to_input
from playground.digits.pretraining import networks
from playground.digits.pretraining.handwriting_fonts import TRAINING_FONTS
from playground.digits.pretraining.networks import CONFIGS, COPIES, FURTHER, OF_EACH_FONT, OTHERS
from playground.digits.rejection import digit_probability, load_rejection_network
from playground.digits.training.config import from_stored
from playground.digits.training.loop import TrainingConfig
from tests.digits.mnist import needs_mnist

READ_OF_EACH_KIND = {"mlp": 0.8, "cnn": 0.9}
PROMISED = {"mlp": 0.98, "cnn": 0.993}


def test_they_stay_under_two_megabytes_together():
    assert sum(path.stat().st_size for path in PRETRAINED_FOLDER.iterdir()) < 2 * 2**20


@pytest.mark.parametrize("name", PRETRAINED)
def test_the_record_says_how_good_and_how_made(name):
    metadata = load_pretrained(name).metadata
    assert metadata["test_accuracy"] >= PROMISED[name]
    assert metadata["dataset"] == "mnist"
    assert from_stored(metadata["config"]) == (CONFIGS | FURTHER)[name]
    if name in FURTHER:
        assert from_stored(metadata["started_from"]["config"]) == CONFIGS[name]
    assert metadata["drawings"] == COPIES * 60_000 + OTHERS + OF_EACH_FONT * len(TRAINING_FONTS)


@needs_mnist
@pytest.mark.parametrize("name", PRETRAINED)
def test_the_recorded_accuracy_is_measured_again(name):
    data, checkpoint = load_digits("mnist"), load_pretrained(name)
    measured = evaluate(checkpoint.model, data.test_images, data.test_labels).accuracy
    assert measured == pytest.approx(checkpoint.metadata["test_accuracy"], abs=1e-4)


def test_the_program_trains_and_saves_with_its_record(tmp_path, monkeypatch, capsys):
    config = TrainingConfig(hidden=(8,), epochs=1)
    monkeypatch.setattr(sys, "argv", ["networks", "mlp"])
    monkeypatch.setattr(networks, "CONFIGS", {"mlp": config})
    monkeypatch.setattr(networks, "PRETRAINED_FOLDER", tmp_path)
    monkeypatch.setattr(networks, "load_digits", lambda name: load_digits("embedded"))
    monkeypatch.setattr(networks, "with_drawings", lambda dataset, *counts, **fonts: dataset)
    networks.main()
    metadata = load_checkpoint(tmp_path / "mlp.safetensors").metadata
    assert metadata["config"] == config.to_dict()
    assert metadata["drawings"] == 0
    assert f"test accuracy {metadata['test_accuracy']:.4f}" in capsys.readouterr().out


def test_a_further_run_starts_from_the_weights_that_are_there(tmp_path, monkeypatch):
    """At a learning rate so low that the weights hardly move."""
    config = TrainingConfig(epochs=1, learning_rate=1e-9)
    monkeypatch.setattr(sys, "argv", ["networks", "--further"])
    monkeypatch.setattr(networks, "FURTHER", {"mlp": config})
    monkeypatch.setattr(networks, "PRETRAINED_FOLDER", tmp_path)
    monkeypatch.setattr(networks, "load_digits", lambda name: load_digits("embedded"))
    monkeypatch.setattr(networks, "with_drawings", lambda dataset, *counts, **fonts: dataset)
    networks.main()
    made, start = load_checkpoint(tmp_path / "mlp.safetensors"), load_pretrained("mlp")
    assert made.metadata["started_from"] == start.metadata
    for name, weights in start.model.state_dict().items():
        torch.testing.assert_close(made.model.state_dict()[name], weights, atol=1e-4, rtol=0)


@pytest.fixture(scope="module")
def drawings_of_kinds():
    """Each kind of `benchmarks.digit_kinds`: labels `(30,)` and images `(30, 28, 28)` uint8."""
    made = {}
    for kind, make in KINDS.items():
        rng = np.random.default_rng([8, len(made)])
        digits = [make(rng, at) for at in range(30)]
        images = np.stack([to_mnist(render(strokes, random_placement(rng))) for _, strokes in digits])
        made[kind] = torch.tensor([label for label, _ in digits]), torch.from_numpy(images)
    return made


@pytest.mark.parametrize("name", PRETRAINED)
@pytest.mark.parametrize("kind", KINDS)
def test_they_read_the_digits_that_data_sets_lack(name, kind, drawings_of_kinds):
    labels, images = drawings_of_kinds[kind]
    with torch.inference_mode():
        read = load_pretrained(name).model(to_input(images)).argmax(1)
    assert (read == labels).float().mean() >= READ_OF_EACH_KIND[name]


@pytest.mark.parametrize("kind", KINDS)
def test_the_digits_that_data_sets_lack_are_not_refused(kind, drawings_of_kinds):
    _, images = drawings_of_kinds[kind]
    with torch.inference_mode():
        accepted = digit_probability(load_rejection_network()(to_input(images))) >= 0.5
    assert accepted.float().mean() >= 0.8
