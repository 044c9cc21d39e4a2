"""The files of MNIST: where they are, and whether they are whole."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from playground.digits.datasets.entry import data_root
from playground.errors import DatasetError

MNIST_FILES: dict[str, tuple[int, str]] = {
    "train-images-idx3-ubyte": (47_040_016, "6bbc9ace898e44ae57da46a324031adb"),
    "train-labels-idx1-ubyte": (60_008, "a25bea736e30d166cdddb491f175f624"),
    "t10k-images-idx3-ubyte": (7_840_016, "2646ac647ad5339dbf082846283269ea"),
    "t10k-labels-idx1-ubyte": (10_008, "27ae3e4e09519cfbb04c329615203637"),
}
"""Each unpacked file with its size in bytes and MD5."""


def raw_folder(root: str | Path | None = None) -> Path:
    """The folder of the MNIST files below `root`, as torchvision lays it out."""
    return data_root(root) / "MNIST" / "raw"


def mnist_paths(root: str | Path | None = None) -> Sequence[Path]:
    """The MNIST files below `root`, whether or not they exist."""
    return [raw_folder(root) / file for file in MNIST_FILES]


def check_mnist(root: str | Path | None = None) -> None:
    """Raise `DatasetError`, naming the file and the remedy, unless all MNIST files are whole."""
    for path in mnist_paths(root):
        size, md5 = MNIST_FILES[path.name]
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
