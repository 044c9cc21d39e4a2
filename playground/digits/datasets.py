"""Digits to learn from: MNIST where it is on disk, else 1,797 real handwritten digits that need no network."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from playground.digits.drawing.preprocessing import center, fit_box
from playground.digits.torchvision_compat import torchvision_datasets
from playground.errors import ConfigurationError, DatasetError
from playground.settings import data_directory

MNIST_FILES: dict[str, tuple[int, str]] = {
    "train-images-idx3-ubyte": (47_040_016, "6bbc9ace898e44ae57da46a324031adb"),
    "train-labels-idx1-ubyte": (60_008, "a25bea736e30d166cdddb491f175f624"),
    "t10k-images-idx3-ubyte": (7_840_016, "2646ac647ad5339dbf082846283269ea"),
    "t10k-labels-idx1-ubyte": (10_008, "27ae3e4e09519cfbb04c329615203637"),
}
"""Each unpacked file with its size in bytes and MD5."""

DATASETS = {"mnist": "MNIST", "embedded": "the embedded digits"}
"""Catalogue key to display name."""


@dataclass(frozen=True)
class DigitDataset:
    """Labelled images in memory.

    Attributes:
        train_images: `(N, 28, 28)` uint8, white ink on black.
        train_labels: `(N,)` int64, 0..9.
        test_images: `(M, 28, 28)` uint8, never trained on.
        test_labels: `(M,)` int64.
        name: `"mnist"` or `"embedded"`.
        source: where the images come from, for people.
    """

    train_images: Tensor
    train_labels: Tensor
    test_images: Tensor
    test_labels: Tensor
    name: str
    source: str


def load_digits(name: str = "auto", root: str | Path | None = None) -> DigitDataset:
    """Load a data set from disk; the network is never asked.

    Args:
        name: `"mnist"`, `"embedded"`, or `"auto"`: MNIST when all its files are on disk, else the embedded set.
        root: the folder that holds `MNIST/raw`; None means `settings.data_directory()`.

    Raises:
        DatasetError: MNIST was wanted but is missing, half-downloaded or corrupt; the text names the file.
        ConfigurationError: another name.
    """
    root = Path(root) if root is not None else data_directory()
    if name == "auto":
        name = usual_dataset(root)
    if name not in LOADERS:
        raise ConfigurationError(f"Expected a data set out of auto, {', '.join(LOADERS)}, but got {name!r}.")
    return LOADERS[name](root)


def usual_dataset(root: str | Path | None = None) -> str:
    """What `"auto"` means below `root`: "mnist" when all its files are on disk, else "embedded"."""
    return "mnist" if mnist_on_disk(root) else "embedded"


def mnist_on_disk(root: str | Path | None = None) -> bool:
    """Whether all four MNIST files exist below `root`, whole or not."""
    folder = raw_folder(root)
    return all((folder / file).is_file() for file in MNIST_FILES)


def raw_folder(root: str | Path | None = None) -> Path:
    """The folder of the MNIST files below `root`, as torchvision lays it out."""
    return (Path(root) if root is not None else data_directory()) / "MNIST" / "raw"


def check_mnist(root: str | Path | None = None) -> None:
    """Raise `DatasetError`, naming the file and how to mend it, unless all MNIST files are whole."""
    folder = raw_folder(root)
    for file, (size, md5) in MNIST_FILES.items():
        path = folder / file
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise DatasetError(
                f"Expected the MNIST file {path}, but it is missing. Download MNIST on the Train page, "
                "or train on the embedded digits."
            ) from None
        except OSError as error:
            raise DatasetError(
                f"The MNIST file {path} cannot be read: {error.strerror}. Check its rights."
            ) from error
        if len(content) != size or hashlib.md5(content, usedforsecurity=False).hexdigest() != md5:
            came = f"{len(content):,} bytes" if len(content) != size else "other contents"
            raise DatasetError(
                f"Expected the MNIST file {path} to have {size:,} bytes with MD5 {md5}, but it has {came}: it is "
                "half-downloaded or corrupt. Delete that file, then download MNIST again on the Train page."
            )


def _load_mnist(root: Path) -> DigitDataset:
    check_mnist(root)
    mnist = torchvision_datasets().MNIST
    train, test = mnist(root, train=True), mnist(root, train=False)
    return DigitDataset(
        train.data,
        train.targets.to(torch.int64),
        test.data,
        test.targets.to(torch.int64),
        "mnist",
        "MNIST: digits written by about 500 people, collected by NIST",
    )


def _load_embedded(root: Path) -> DigitDataset:
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
        pixels[train],
        labels[train],
        pixels[test],
        labels[test],
        "embedded",
        "scikit-learn's digits: 43 people's handwriting, 8 x 8 pixels brought to MNIST's 28 x 28",
    )


LOADERS: dict[str, Callable[[Path], DigitDataset]] = {"mnist": _load_mnist, "embedded": _load_embedded}
