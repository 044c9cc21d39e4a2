"""The validation part: training images that are held out, so that no choice has to be made by the test images."""

from dataclasses import dataclass

import torch
from torch import Tensor

from playground.digits.datasets import DigitDataset


@dataclass(frozen=True)
class SplitImages:
    """The training images of a data set in two parts.

    Attributes:
        train_images: `(N, 28, 28)` uint8.
        train_labels: `(N,)` int64.
        validation_images: `(V, 28, 28)` uint8, never trained on; V is 0 without a validation part.
        validation_labels: `(V,)` int64.
    """

    train_images: Tensor
    train_labels: Tensor
    validation_images: Tensor
    validation_labels: Tensor


def validation_size(images: int, share: float) -> int:
    """How many of `images` training images are held out at a share of 0..1: at least one, unless the share is 0."""
    return max(1, round(share * images)) if share else 0


def held_out_indices(labels: Tensor, share: float, seed: int) -> Tensor:
    """Which images are held out: of each class the same share, to within one image, at random.

    The images are shuffled, sorted by class, and taken at even distances. `program_parts.validation_part` writes the
    same lines.

    Args:
        labels: `(N,)` int64, N at least 2.
        share: of the images, above 0 and at most 0.5.
        seed: determines the choice; it has a generator of its own, so that weights and shuffling are as without it.

    Returns:
        `(V,)` int64, different indices into `labels`.
    """
    order = torch.randperm(len(labels), generator=torch.Generator().manual_seed(seed))
    order = order[labels[order].argsort(stable=True)]
    count = validation_size(len(labels), share)
    return order[(2 * torch.arange(count) + 1) * len(order) // (2 * count)]


def hold_out(dataset: DigitDataset, share: float, seed: int) -> SplitImages:
    """Split the training images.

    Somebody's own drawings among them are all learnt from: of the copies of one drawing some would be in each part.

    Args:
        dataset: its tensors on the CPU.
        share: of the training images, 0..0.5; 0 holds out none.
        seed: see `held_out_indices`.
    """
    images, labels = dataset.train_images, dataset.train_labels
    if not share:
        return SplitImages(images, labels, images[:0], labels[:0])
    held_out = held_out_indices(labels[: len(labels) - dataset.added], share, seed)
    rest = torch.ones(len(labels), dtype=torch.bool)
    rest[held_out] = False
    return SplitImages(images[rest], labels[rest], images[held_out], labels[held_out])
