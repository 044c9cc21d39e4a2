"""Fashion-MNIST: pictures of clothes in MNIST's form, from the files that torchvision keeps."""

from collections.abc import Sequence
from pathlib import Path

from playground.digits.datasets.entry import DatasetEntry, DigitDataset, Download
from playground.digits.datasets.idx_download import IdxDownload
from playground.digits.datasets.idx_files import IdxFiles
from playground.digits.datasets.mnist import PROGRAM

_SOURCE = "Fashion-MNIST: small pictures of clothes from the shop Zalando"

CLASSES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
"""As torchvision names them."""


def _belongs(folders: Sequence[str]) -> bool:
    for folder in reversed(folders):  # the nearest one that says something
        if "mnist" in folder.lower() or "fashion" in folder.lower():
            return "fashion" in folder.lower()
    return False


FASHION_MNIST_FILES = IdxFiles(
    "FashionMNIST",
    {
        "train-images-idx3-ubyte": (47_040_016, None),
        "train-labels-idx1-ubyte": (60_008, None),
        "t10k-images-idx3-ubyte": (7_840_016, None),
        "t10k-labels-idx1-ubyte": (10_008, None),
    },
    _belongs,
)


def _load(root: Path) -> DigitDataset:
    return FASHION_MNIST_FILES.load(root, name="fashion_mnist", source=_SOURCE)


FASHION_MNIST = DatasetEntry(
    key="fashion_mnist",
    label="Fashion-MNIST",
    in_text="Fashion-MNIST",
    source=_SOURCE,
    train_size=60_000,
    test_size=10_000,
    load=_load,
    program=PROGRAM.format(name="FashionMNIST"),
    classes=CLASSES,
    files=FASHION_MNIST_FILES.paths,
    download=Download(megabytes=31, fetch=IdxDownload(FASHION_MNIST_FILES)),
)
