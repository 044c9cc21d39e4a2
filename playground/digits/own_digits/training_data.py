"""A data set with somebody's own digits among its training images."""

from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray

from playground.digits.datasets import DigitDataset
from playground.digits.datasets.entry import DIGITS
from playground.errors import DatasetError

COPIES = 10
"""How often each own drawing is shown in an epoch.

Measured with the article's MLP, 5 epochs of MNIST, 10 drawings of a made-up hand, the mean of two: without them it read
75 % of these and 83 % of 400 others by the same hand; shown once, 80 % and 83 %; 5 times, 100 % and 84 %; 10 times,
100 % and 86 %; 20 times, the same. The test accuracy stayed at 97.4 to 97.6 %.
"""


def with_user_digits(
    dataset: DigitDataset, images: NDArray[np.uint8], labels: NDArray[np.int64]
) -> DigitDataset:
    """The data set with `COPIES` of each drawing after its training images; its test set is untouched.

    Args:
        dataset: any.
        images: `(N, 28, 28)` uint8, N at least 1.
        labels: `(N,)` int64.

    Raises:
        DatasetError: there are no drawings, or the data set shows no digits.
    """
    if dataset.classes != DIGITS:
        raise DatasetError(
            f"Expected a data set of digits to add your own digits to, but {dataset.source} has other classes. Choose "
            "other data, or switch 'My own digits' off."
        )
    if not len(images):
        raise DatasetError(
            "Expected drawings of your own to learn from, but there are none. Save some on the Draw page, under "
            "'Your digits', or switch 'My own digits' off."
        )
    own, digits = torch.from_numpy(np.array(images)), torch.from_numpy(np.array(labels))
    return replace(
        dataset,
        train_images=torch.cat([dataset.train_images, own.repeat(COPIES, 1, 1)]),
        train_labels=torch.cat([dataset.train_labels, digits.repeat(COPIES)]),
        added=dataset.added + COPIES * len(own),
    )
