"""Labelled images to learn from: the catalogue of data sets, and how one is loaded."""

from playground.digits.datasets.catalogue import (
    DATASETS,
    dataset_classes,
    dataset_entry,
    dataset_name,
    datasets_on_disk,
    load_digits,
    shows_digits,
    usual_dataset,
)
from playground.digits.datasets.entry import DatasetEntry, DigitDataset

__all__ = [
    "DATASETS",
    "DatasetEntry",
    "DigitDataset",
    "dataset_classes",
    "dataset_entry",
    "dataset_name",
    "datasets_on_disk",
    "load_digits",
    "shows_digits",
    "usual_dataset",
]
