from dataclasses import replace

import numpy as np
import pytest
import torch

from playground.digits.datasets import load_digits
from playground.digits.pretraining.drawings import vary, with_drawings


@pytest.fixture(scope="module")
def few():
    data = load_digits("embedded")
    return replace(data, train_images=data.train_images[:25], train_labels=data.train_labels[:25])


@pytest.fixture(scope="module")
def extended(few):
    return with_drawings(few, copies=2, others=15, processes=2)


def test_drawings_stand_behind_the_images_with_their_labels(few, extended):
    assert torch.equal(extended.train_images[:25], few.train_images)
    assert extended.train_images.shape == (25 + 50 + 15, 28, 28)
    assert extended.train_images.dtype == torch.uint8
    assert torch.equal(extended.train_labels[25:75], few.train_labels.repeat_interleave(2))
    assert extended.train_labels[75:].tolist() == [*range(10), *range(5)]


def test_every_drawing_has_ink_and_no_two_are_alike(extended):
    drawings = extended.train_images[25:].flatten(1)
    assert bool((drawings.amax(dim=1) > 100).all())
    assert len(drawings.unique(dim=0)) == len(drawings)


def test_the_test_set_is_untouched(few, extended):
    assert extended.test_images is few.test_images
    assert extended.test_labels is few.test_labels


def test_the_seed_decides_and_the_number_of_processes_does_not(few, extended):
    again = with_drawings(few, copies=2, others=15, processes=1)
    assert torch.equal(again.train_images, extended.train_images)
    other = with_drawings(few, copies=2, others=15, seed=1, processes=1)
    assert not torch.equal(other.train_images[25:], extended.train_images[25:])


def test_a_varied_stroke_stays_a_stroke_of_about_its_place():
    stroke = np.stack([np.full(20, 14.0), np.linspace(4, 24, 20)], axis=1).astype(np.float32)
    (varied,) = vary([stroke], np.random.default_rng(0))
    assert varied.shape == (20, 2)
    assert varied.dtype == np.float32
    assert 0 < np.abs(varied - stroke).max() < 10
