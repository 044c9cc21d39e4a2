"""Augmented images: the same for the same generator, still in range, still the digit."""

import torch

from playground.digits.datasets import load_digits
from playground.digits.models import to_input
from playground.digits.training.augmentation import augment


def images():
    return to_input(load_digits("embedded").train_images[:200])


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


def test_shape_dtype_and_range():
    result = augment(images(), generator())
    assert result.shape == (200, 28, 28)
    assert result.dtype == torch.float32
    assert result.min() >= 0
    assert result.max() <= 1.0001


def test_the_generator_is_the_only_randomness():
    before = torch.random.get_rng_state()
    assert torch.equal(augment(images(), generator(3)), augment(images(), generator(3)))
    assert not torch.equal(augment(images(), generator(3)), augment(images(), generator(4)))
    assert torch.equal(torch.random.get_rng_state(), before)


def test_every_image_changes_but_keeps_most_of_its_ink():
    original, result = images(), augment(images(), generator())
    assert ((original - result).abs().amax((1, 2)) > 0.05).all()
    ratio = result.sum((1, 2)) / original.sum((1, 2))
    assert ratio.min() > 0.7
    assert ratio.max() < 1.4
