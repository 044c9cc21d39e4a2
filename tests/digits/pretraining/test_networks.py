"""The weights that ship with the project."""

import sys

import pytest

from playground.digits.checkpoints import PRETRAINED, PRETRAINED_FOLDER, load_checkpoint, load_pretrained
from playground.digits.datasets import load_digits
from playground.digits.evaluation.metrics import evaluate
from playground.digits.pretraining import networks
from playground.digits.pretraining.networks import CONFIGS, COPIES, OTHERS
from playground.digits.training.loop import TrainingConfig
from tests.digits.mnist import needs_mnist

PROMISED = {"mlp": 0.98, "cnn": 0.993}


def test_they_stay_under_two_megabytes_together():
    assert sum(path.stat().st_size for path in PRETRAINED_FOLDER.iterdir()) < 2 * 2**20


@pytest.mark.parametrize("name", PRETRAINED)
def test_the_record_says_how_good_and_how_made(name):
    metadata = load_pretrained(name).metadata
    assert metadata["test_accuracy"] >= PROMISED[name]
    assert metadata["dataset"] == "mnist"
    assert TrainingConfig(**metadata["config"]) == CONFIGS[name]
    assert metadata["drawings"] == COPIES * 60_000 + OTHERS


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
    monkeypatch.setattr(networks, "with_drawings", lambda dataset, copies, others: dataset)
    networks.main()
    metadata = load_checkpoint(tmp_path / "mlp.safetensors").metadata
    assert metadata["config"] == config.to_dict()
    assert metadata["drawings"] == 0
    assert f"test accuracy {metadata['test_accuracy']:.4f}" in capsys.readouterr().out
