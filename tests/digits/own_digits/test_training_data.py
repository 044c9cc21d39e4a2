"""A run whose training images have own digits among them."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from playground.digits.datasets import load_digits
from playground.digits.evaluation.metrics import evaluate
from playground.digits.own_digits.training_data import COPIES, with_user_digits
from playground.digits.training import train
from playground.digits.training.loop import TrainingConfig, TrainingStarted
from playground.errors import DatasetError

IMAGES = np.random.default_rng(0).integers(0, 256, (10, 28, 28), dtype=np.uint8)
LABELS = np.arange(10)


@pytest.fixture(scope="module")
def dataset():
    data = load_digits("embedded")
    return replace(data, train_images=data.train_images[:400], train_labels=data.train_labels[:400])


def test_they_come_after_the_others_several_times_and_the_test_set_stays(dataset):
    extended = with_user_digits(dataset, IMAGES, LABELS)
    assert torch.equal(extended.train_images[:400], dataset.train_images)
    assert torch.equal(extended.train_labels[:400], dataset.train_labels)
    for copy in range(COPIES):
        first = 400 + copy * 10
        assert np.array_equal(extended.train_images[first : first + 10].numpy(), IMAGES)
        assert extended.train_labels[first : first + 10].tolist() == list(range(10))
    assert len(extended.train_images) == len(extended.train_labels) == 400 + 10 * COPIES
    assert extended.test_images is dataset.test_images
    assert extended.test_labels is dataset.test_labels


def test_a_run_with_them_takes_more_steps_and_learns_them_and_one_without_does_not(dataset):
    config = TrainingConfig(hidden=(32,), epochs=4, batch_size=20, validation_share=0.0)
    started, *_, last = train(config, with_user_digits(dataset, IMAGES, LABELS), device="cpu")
    _, *_, without = train(config, dataset, device="cpu")
    assert isinstance(started, TrainingStarted)
    assert started.steps_per_epoch == (400 + 10 * COPIES) / 20
    images, labels = torch.tensor(IMAGES), torch.tensor(LABELS)
    # Images of noise: nothing else teaches them.
    assert evaluate(last.model, images, labels).accuracy == 1
    assert evaluate(without.model, images, labels).accuracy <= 0.5


def test_none_at_all_is_said_in_words(dataset):
    with pytest.raises(DatasetError, match="there are none"):
        with_user_digits(dataset, IMAGES[:0], LABELS[:0])
