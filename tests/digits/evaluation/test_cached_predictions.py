"""Cached predictions on disk: what was written is read, anything else is refused."""

import pytest
import torch
from safetensors.torch import save_file

from playground.digits.datasets import load_digits
from playground.digits.evaluation.cached_predictions import load_predictions, save_predictions
from playground.digits.evaluation.metrics import evaluate
from playground.digits.models import ModelConfig, build_model
from playground.errors import CheckpointError


@pytest.fixture(scope="module")
def evaluation():
    data = load_digits("embedded")
    return evaluate(build_model(ModelConfig(), seed=0), data.test_images, data.test_labels)


def test_what_was_written_is_read(tmp_path, evaluation):
    path = tmp_path / "new folder" / "epoch-001.answers.safetensors"
    save_predictions(path, evaluation)
    predictions = load_predictions(path, 360)
    assert predictions.predicted.dtype == torch.int64
    assert torch.equal(predictions.predicted, evaluation.predicted)
    assert torch.equal(predictions.confidence, evaluation.confidence)


def test_an_image_takes_five_bytes(tmp_path, evaluation):
    save_predictions(tmp_path / "a", evaluation)
    assert 5 * 360 < (tmp_path / "a").stat().st_size < 5 * 360 + 300


def test_a_missing_file(tmp_path):
    with pytest.raises(
        CheckpointError, match=r"Expected the answers of a network in .*gone.* Choose another epoch"
    ):
        load_predictions(tmp_path / "gone", 360)


@pytest.mark.parametrize("size", [0, 4, 60, 1000, -1])
def test_a_torn_file(tmp_path, evaluation, size):
    path = tmp_path / "answers"
    save_predictions(path, evaluation)
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(CheckpointError, match="cannot be read"):
        load_predictions(path, 360)


def test_another_number_of_images(tmp_path, evaluation):
    save_predictions(tmp_path / "answers", evaluation)
    with pytest.raises(
        CheckpointError, match=r"Expected answers to 10,000 test images in .*, but it has 360"
    ):
        load_predictions(tmp_path / "answers", 10_000)


@pytest.mark.parametrize(
    "tensors",
    [
        {"predicted": torch.zeros(360, dtype=torch.uint8)},
        {"confidence": torch.zeros(360)},
        {"predicted": torch.zeros(360, dtype=torch.uint8), "confidence": torch.zeros(359)},
        {"predicted": torch.tensor(3, dtype=torch.uint8), "confidence": torch.tensor(0.5)},
    ],
)
def test_other_tensors(tmp_path, tensors):
    save_file(tensors, tmp_path / "answers")
    with pytest.raises(CheckpointError, match=r"Expected (the )?answers"):
        load_predictions(tmp_path / "answers", 360)


def test_a_folder_that_cannot_be_written(tmp_path, evaluation):
    (tmp_path / "file").write_text("")
    with pytest.raises(CheckpointError, match="cannot be written"):
        save_predictions(tmp_path / "file" / "answers", evaluation)
