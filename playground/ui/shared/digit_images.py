"""The test images of the data sets, loaded once a server."""

from dataclasses import dataclass

import streamlit as st
from torch import Tensor

from playground.digits.datasets import DATASETS, dataset_name, load_digits
from playground.digits.datasets.entry import DIGITS
from playground.digits.datasets.own_images.folder import is_own
from playground.digits.evaluation.image_reference import ImageReference, parse_image_reference
from playground.errors import ConfigurationError
from playground.formatting import counted
from playground.settings import data_directory


@dataclass(frozen=True)
class DigitImages:
    """Images `(M, 28, 28)` uint8 with their true classes `(M,)` int64, and the classes' names."""

    images: Tensor
    labels: Tensor
    classes: tuple[str, ...] = DIGITS


@dataclass(frozen=True)
class ShownDigit:
    """One test image.

    Attributes:
        image_reference: which one.
        image: `(28, 28)` uint8.
        true: the digit that it is.
    """

    image_reference: ImageReference
    image: Tensor
    true: int

    @property
    def title(self) -> str:
        """The display name, such as 'test image 247 of MNIST'."""
        return f"test image {self.image_reference.index} of {dataset_name(self.image_reference.dataset)}"

    def verdict(self, label: int | None, strokes: int) -> str:
        """Whether a network that reads the image as `label`, with `strokes` drawn on it, is right."""
        own = f" with {counted(strokes, 'stroke')} of yours" if strokes else ""
        how = "right" if label == self.true else "wrong"
        return f"This **{self.true}**{own} is read {how}."


def load_test_images(name: str) -> DigitImages:
    """The test set of `name`.

    Raises:
        DatasetError: it is missing or corrupt.
        ConfigurationError: there is no such data set.
    """
    return _load(name, str(data_directory()))


def find_digit(text: str) -> ShownDigit:
    """The image that `text`, such as `mnist-test-247`, names.

    Raises:
        ConfigurationError: there is no such image, or it shows no digit.
        DatasetError: its data set is missing or corrupt.
    """
    image_reference = parse_image_reference(text)
    digits = load_test_images(image_reference.dataset)
    if image_reference.index >= len(digits.images):
        raise ConfigurationError(
            f"Expected an image below {len(digits.images):,}, but got {image_reference.index:,} in '{text[:60]}'."
        )
    if digits.classes != DIGITS:
        shown = digits.classes[int(digits.labels[image_reference.index])]
        raise ConfigurationError(
            f"It is test image {image_reference.index:,} of {dataset_name(image_reference.dataset)}, class {shown}, "
            "and this page reads digits alone."
        )
    return ShownDigit(
        image_reference, digits.images[image_reference.index], int(digits.labels[image_reference.index])
    )


@st.cache_resource(max_entries=4, show_spinner="Reading the test images ...")
def _load(name: str, directory: str) -> DigitImages:
    if name not in DATASETS and not is_own(name):  # "auto" would be another data set tomorrow
        raise ConfigurationError(
            f"Expected an image of {' or '.join(DATASETS)}, but got one of '{name[:20]}'."
        )
    dataset = load_digits(name, directory)
    return DigitImages(dataset.test_images, dataset.test_labels, dataset.classes)
