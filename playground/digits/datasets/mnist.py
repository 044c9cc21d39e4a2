"""MNIST, from the files that torchvision keeps."""

from pathlib import Path

import torch

from playground.digits.datasets.entry import DatasetEntry, DigitDataset, Download
from playground.digits.datasets.mnist_download import download_mnist
from playground.digits.datasets.mnist_files import check_mnist, mnist_paths
from playground.digits.datasets.torchvision_compat import torchvision_datasets

_SOURCE = "MNIST: digits written by about 500 people, collected by NIST"

_PROGRAM = """try:
    from torchvision.datasets import MNIST
except RuntimeError:  # a torchvision for CUDA beside a torch for CPUs misses two operators, which MNIST never uses
    for name in ("nms", "qnms"):
        torch.library.define(f"torchvision::{name}", "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    from torchvision.datasets import MNIST

train, test = MNIST("data", train=True, download=True), MNIST("data", train=False)
train_images, train_labels, test_images, test_labels = train.data, train.targets, test.data, test.targets
"""


def _load(root: Path) -> DigitDataset:
    check_mnist(root)
    mnist = torchvision_datasets().MNIST
    train, test = mnist(root, train=True), mnist(root, train=False)
    return DigitDataset(
        train_images=train.data,
        train_labels=train.targets.to(torch.int64),
        test_images=test.data,
        test_labels=test.targets.to(torch.int64),
        name="mnist",
        source=_SOURCE,
    )


MNIST = DatasetEntry(
    key="mnist",
    label="MNIST",
    in_text="MNIST",
    source=_SOURCE,
    train_size=60_000,
    test_size=10_000,
    load=_load,
    program=_PROGRAM,
    files=mnist_paths,
    download=Download(megabytes=12, fetch=download_mnist),
)
