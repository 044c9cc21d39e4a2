"""Some training images, the same number of each digit, and where a network puts them; kept between visits."""

from dataclasses import dataclass

import streamlit as st
from torch import Tensor, nn

from playground.digits.datasets import load_digits, usual_dataset
from playground.digits.interpretability.neighbour_map import make_map
from playground.digits.interpretability.neighbours import balanced_sample, class_centers, positions
from playground.settings import data_directory
from playground.ui.shared.digit_images import DigitImages, load_test_images

SIZE = 1_000
"""Training images among which neighbours are searched: the CNN reads them in half a second."""

PROBE_SIZE = 100
"""Test images for the accuracy of an ablated network: the CNN reads them in 40 ms."""


@dataclass(frozen=True)
class Sample:
    """Training images `(N, 28, 28)` uint8 with their digits `(N,)`, and the data set's key."""

    images: Tensor
    labels: Tensor
    dataset: str


@dataclass(frozen=True)
class Embedding:
    """Where a sample lies: points `(N, F)` and the digits' centres `(10, F)`."""

    points: Tensor
    centers: Tensor


def training_sample() -> Sample:
    """Of the usual data set on this machine; `DatasetError` when it is corrupt."""
    return _sample(usual_dataset(), str(data_directory()))


def embed(sample: Sample, space: str, model: nn.Module, network: str) -> Embedding:
    """Where `model`, whose fingerprint is `network`, puts the sample in a space, `"features"` or `"pixels"`."""
    return _embed(_place_key(sample, space, network), space, sample, model)


def embedding_map(sample: Sample, space: str, found: Embedding, network: str) -> Tensor:
    """The sample's map, `(N, 2)`."""
    return _map(_place_key(sample, space, network), found)


def probe_images() -> DigitImages:
    """Test images, the same number of each digit."""
    return _probe(usual_dataset(), str(data_directory()))


def _place_key(sample: Sample, space: str, network: str) -> str:
    # Pixels are the same for every network.
    return f"{sample.dataset} {data_directory()} {space} {'' if space == 'pixels' else network}"


@st.cache_resource(max_entries=2, show_spinner="Reading the training images ...")
def _sample(dataset: str, directory: str) -> Sample:
    digits = load_digits(dataset, directory)
    chosen = balanced_sample(digits.train_labels, SIZE)
    return Sample(digits.train_images[chosen], digits.train_labels[chosen], dataset)


@st.cache_resource(max_entries=6, show_spinner="The network reads 1,000 training images ...")
def _embed(key: str, space: str, _sample: Sample, _model: nn.Module) -> Embedding:
    points = positions(space, _model, _sample.images)
    return Embedding(points, class_centers(points, _sample.labels))


@st.cache_resource(max_entries=12, show_spinner="Drawing the map, once for this network ...")
def _map(key: str, _found: Embedding) -> Tensor:
    return make_map(_found.points)


@st.cache_resource(max_entries=2, show_spinner=False)
def _probe(dataset: str, directory: str) -> DigitImages:
    digits = load_test_images(dataset)
    chosen = balanced_sample(digits.labels, PROBE_SIZE)
    return DigitImages(digits.images[chosen], digits.labels[chosen])
