"""Which digits go through the article's network: real ones, out of the test images at hand."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.digits.datasets import dataset_name, usual_dataset
from playground.ui.network.settings import DEFAULTS
from playground.ui.shared.choice import choose_one
from playground.ui.shared.digit_images import load_test_images

EXAMPLES = 8
"""Handwritings of each digit to choose from."""
BATCH = 3
PICTURE = 98
"""Pixels on the screen of a digit or a template: three of them stand side by side on a phone."""


@dataclass(frozen=True)
class ChosenDigits:
    """The digit that was chosen, and after it the next ones of the same place: `BATCH` of them.

    Attributes:
        images: `(BATCH, 28, 28)` uint8.
        labels: `(BATCH,)` int64, what they are.
        dataset: display name of their data set.
    """

    images: Tensor
    labels: Tensor
    dataset: str


def choose_digits() -> ChosenDigits:
    """Which digit, and whose handwriting.

    Raises:
        DatasetError: the test images cannot be read.
    """
    with st.container(horizontal=True, gap="medium"):
        digit = choose_one("Digit", [str(digit) for digit in range(10)], DEFAULTS["digit_in"], "digit_in")
        examples = [str(number) for number in range(1, EXAMPLES + 1)]
        example = choose_one("Another one", examples, DEFAULTS["digit_example"], "digit_example")
    name = usual_dataset()
    test = load_test_images(name)
    chosen = [(int(digit) + further) % 10 for further in range(BATCH)]
    places = [_place(test.labels, one, int(example) - 1) for one in chosen]
    return ChosenDigits(test.images[places], test.labels[places], dataset_name(name))


def _place(labels: Tensor, digit: int, number: int) -> int:
    """Where a digit's image of that number stands; a small data set begins anew."""
    places = torch.nonzero(labels == digit)[:, 0]
    return int(places[number % len(places)])


def show_picture(picture: NDArray[np.uint8], caption: str, alt: str) -> None:
    """A digit or a template, gray or with three colours, twice as large as it is shown: sharp on every screen."""
    st.image(picture, caption, width=PICTURE, output_format="PNG", alt=alt)
