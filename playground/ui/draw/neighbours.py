"""Its neighbours: the training images that lie nearest to the drawing, and where it lies among all."""

import streamlit as st
import torch
from torch import Tensor

from playground.digits.datasets import dataset_name
from playground.digits.interpretability.features import fingerprint
from playground.digits.interpretability.neighbour_map import place
from playground.digits.interpretability.neighbours import Neighbours, nearest, positions
from playground.digits.models.entry import FEATURES
from playground.figures.draw import enlarge
from playground.figures.neighbours import HEIGHT, neighbour_map_figure
from playground.formatting import format_number
from playground.markdown import literal
from playground.notices.neighbours import describe_agreement, describe_place, describe_spaces
from playground.ui.components.plotly_figure.component import plotly_figure
from playground.ui.draw.subject import Subject
from playground.ui.draw.training_sample import Embedding, Sample, embed, embedding_map, training_sample
from playground.ui.shared.choice import choose_one

SPACE_LABELS = {"features": "By the network's features", "pixels": "By the pixels"}
NEAREST = 12


def show(subject: Subject) -> None:
    """The nearest images by features or by pixels, then the map."""
    assert subject.image is not None  # a blank canvas has no such part
    model = subject.checkpoint.model
    spaces = {
        name: label
        for name, label in SPACE_LABELS.items()
        if name != "features" or FEATURES in model.explains
    }
    space = choose_one("Nearest", spaces, next(iter(spaces)), "near_by")
    network, sample = fingerprint(model), training_sample()
    image = torch.tensor(subject.image)
    found = {name: embed(sample, name, model, network) for name in spaces}
    near = {
        name: nearest(
            positions(name, model, image[None])[0], where.points, sample.labels, where.centers, NEAREST
        )
        for name, where in found.items()
    }
    _gallery(subject, sample, near[space])
    picture, words = st.columns([1.55, 1], gap="medium")
    # The notices need no map: they are shown while it is computed for the first time.
    with words:
        _show_notices(subject, sample, space, near)
    with picture:
        _map(sample, space, found[space], near[space], network)


def _gallery(subject: Subject, sample: Sample, near: Neighbours) -> None:
    st.markdown(describe_agreement(near, subject.leading))
    labels, distances = near.labels.tolist(), near.distances.tolist()
    data = dataset_name(sample.dataset)
    with st.container(horizontal=True, gap="xsmall"):
        for index, label, distance in zip(near.indices.tolist(), labels, distances, strict=True):
            st.image(
                enlarge(sample.images[index].numpy(), 4),
                f"**{label}** · {format_number(distance)}",
                width=56,
                output_format="PNG",
                alt=f"A training image of {data}: a {label}, {format_number(distance)} away.",
            )
    st.caption(
        f"The {len(labels)} nearest of {len(sample.labels):,} training images of {literal(data)}, nearest first: "
        "**digit** · distance."
    )


def _map(sample: Sample, space: str, found: Embedding, near: Neighbours, network: str) -> None:
    with st.container(height=HEIGHT, border=False):  # as high while the map is being made
        layout = embedding_map(sample, space, found, network)
        spot: Tensor = place(layout, near.indices, near.distances)
        plotly_figure(
            neighbour_map_figure(layout.numpy(), sample.labels.numpy(), spot.numpy(), near.indices.numpy()),
            key="neighbour_map",
            alt=f"A map of {len(sample.labels):,} training images, alike ones close together, each written as its digit. "
            f"The drawing is the star. {describe_place(near)}",
        )


def _show_notices(subject: Subject, sample: Sample, space: str, near: dict[str, Neighbours]) -> None:
    where = near[space]
    st.markdown(f"**Where it lies.** {describe_place(where)}")
    if "features" in near:
        counts = (near["features"].agreeing(subject.leading), near["pixels"].agreeing(subject.leading))
        st.markdown(f"**Why features.** {describe_spaces(*counts, len(where.labels), subject.leading)}")
    if space == "features":
        size = "the numbers that enter its last layer. Similar numbers must get similar answers"
        st.markdown(f"**Features** are what the network makes of the pixels: {size}.")
    else:
        st.markdown(
            "**By the pixels** an image is a list of 784 brightnesses, and no network has a say in it."
        )
    st.markdown(
        f"**How to read the map.** Every small digit is one of {len(sample.labels):,} training images; the star is your "
        "drawing, and the lines lead to its nearest. The method, t-SNE, keeps alike images together. It cannot say how "
        "far apart two clouds are, nor place a new image exactly: the star is put among its five nearest."
    )
