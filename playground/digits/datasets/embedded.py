"""scikit-learn's 1,797 real handwritten digits, which need no network."""

from functools import lru_cache
from pathlib import Path

import numpy as np
import torch

from playground.digits.datasets.entry import DatasetEntry, DigitDataset
from playground.digits.drawing.preprocessing import center, fit_box

_SOURCE = "scikit-learn's digits: the handwriting of 13 people, 8 x 8 pixels brought to MNIST's 28 x 28"

_PROGRAM = """from playground.digits.datasets import load_digits  # run this beside app.py

data = load_digits("embedded")
train_images, train_labels, test_images, test_labels = (
    data.train_images, data.train_labels, data.test_images, data.test_labels
)
"""


def _load(root: Path) -> DigitDataset:
    del root  # it is part of scikit-learn
    return _embedded()


@lru_cache(maxsize=1)
def _embedded() -> DigitDataset:
    from sklearn.datasets import load_digits as load_sklearn_digits
    from sklearn.model_selection import train_test_split

    bunch = load_sklearn_digits()
    gray = np.rint(bunch.images * (255 / 16)).astype(np.uint8)  # (1797, 8, 8), 0..16 there
    images = np.stack([center(fit_box(image)) for image in gray])
    train, test = train_test_split(
        np.arange(len(images)), test_size=360, random_state=0, stratify=bunch.target
    )
    labels = torch.from_numpy(bunch.target.astype(np.int64))
    pixels = torch.from_numpy(images)
    return DigitDataset(
        train_images=pixels[train],
        train_labels=labels[train],
        test_images=pixels[test],
        test_labels=labels[test],
        name="embedded",
        source=_SOURCE,
    )


EMBEDDED = DatasetEntry(
    key="embedded",
    label="Embedded digits",
    in_text="the embedded digits",
    source=_SOURCE,
    train_size=1_437,
    test_size=360,
    load=_load,
    program=_PROGRAM,
)
