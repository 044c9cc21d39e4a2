"""MNIST, from the files that torchvision keeps."""

import re
from collections.abc import Sequence
from pathlib import Path

from playground.digits.datasets.entry import DatasetEntry, DigitDataset, Download
from playground.digits.datasets.idx_download import IdxDownload
from playground.digits.datasets.idx_files import IdxFiles

_SOURCE = "MNIST: digits written by about 500 people, collected by NIST"

_OTHERS = re.compile("fashion|[ekq]-?mnist|kuzushiji", re.IGNORECASE)
"""Folders of data sets whose files are called like MNIST's."""


def _belongs(folders: Sequence[str]) -> bool:
    for folder in reversed(folders):  # the nearest one that says something
        if "mnist" in folder.lower() or _OTHERS.search(folder):
            return not _OTHERS.search(folder)
    return True


MNIST_FILES = IdxFiles(
    "MNIST",
    {
        "train-images-idx3-ubyte": (47_040_016, "6bbc9ace898e44ae57da46a324031adb"),
        "train-labels-idx1-ubyte": (60_008, "a25bea736e30d166cdddb491f175f624"),
        "t10k-images-idx3-ubyte": (7_840_016, "2646ac647ad5339dbf082846283269ea"),
        "t10k-labels-idx1-ubyte": (10_008, "27ae3e4e09519cfbb04c329615203637"),
    },
    _belongs,
)

PROGRAM = """try:
    from torchvision.datasets import {name}
except RuntimeError:  # a torchvision for CUDA beside a torch for CPUs misses two operators that nothing here uses
    for name in ("nms", "qnms"):
        torch.library.define(f"torchvision::{{name}}", "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    from torchvision.datasets import {name}

train, test = {name}("data", train=True, download=True), {name}("data", train=False)
train_images, train_labels, test_images, test_labels = train.data, train.targets, test.data, test.targets
"""
"""Loads a data set of torchvision; `name` is its class."""


def _load(root: Path) -> DigitDataset:
    return MNIST_FILES.load(root, name="mnist", source=_SOURCE)


MNIST = DatasetEntry(
    key="mnist",
    label="MNIST",
    in_text="MNIST",
    source=_SOURCE,
    train_size=60_000,
    test_size=10_000,
    load=_load,
    program=PROGRAM.format(name="MNIST"),
    files=MNIST_FILES.paths,
    download=Download(megabytes=12, fetch=IdxDownload(MNIST_FILES)),
)
