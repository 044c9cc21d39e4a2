"""The controls that choose the points."""

import streamlit as st

from playground.concepts.plane.data import TEST_SHARES, PlaneSource
from playground.concepts.plane.datasets import NOISE, PLANE_DATASETS
from playground.ui.network.own_points import OWN, own_points_form
from playground.ui.network.settings import DEFAULTS
from playground.ui.network.typed_labels_form import TYPED, typed_labels_form
from playground.ui.shared.choice import choose_one
from playground.ui.shared.numbers import DECIMAL, whole_number


def data_form() -> PlaneSource:
    """The data set, its noise, and the share that tests."""
    labels = {name: entry.label for name, entry in PLANE_DATASETS.items()}
    labels |= {TYPED: "A function", OWN: "Your own"}
    name = choose_one("Data", labels, DEFAULTS["data"], "data", widget=st.pills)
    typed = typed_labels_form() if name == TYPED else None
    share = st.slider(
        "Share for testing",
        *TEST_SHARES,
        DEFAULTS["test_share"],
        0.1,
        format=DECIMAL,
        key="test_share",
        bind="query-params",
        help="Points that the network never learns from: they show whether it has understood or memorised.",
    )
    if name == OWN:
        return own_points_form(share, DEFAULTS["data_seed"])
    noise = st.slider(
        "Noise",
        *NOISE,
        DEFAULTS["noise"],
        0.05,
        format=DECIMAL,
        key="noise",
        bind="query-params",
        help="How far points stray from their pattern, or how many are labelled wrongly.",
    )
    seed = whole_number(
        "Seed of the points",
        DEFAULTS["data_seed"],
        "data_seed",
        minimum=0,
        maximum=9999,
        help="Other points.",
    )
    if typed is not None:
        return PlaneSource(noise=noise, test_share=share, seed=seed, typed=typed)
    return PlaneSource(name, noise, share, seed)
