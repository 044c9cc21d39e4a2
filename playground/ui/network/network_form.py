"""The controls that make the network: what goes in, its layers, and how it begins."""

import streamlit as st

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.plane.features import FEATURES, TYPED
from playground.concepts.plane.network import (
    INITIALIZATION_LABELS,
    MAX_LAYERS,
    MAX_NEURONS,
    PlaneNetwork,
)
from playground.ui.network.settings import DEFAULTS
from playground.ui.shared.choice import choose_one, choose_several
from playground.ui.shared.numbers import whole_number

FEATURE_LABELS = {name: entry.label for name, entry in FEATURES.items()} | {TYPED: "Your own"}


def network_form(outputs: int) -> PlaneNetwork:
    """The network; `outputs` is decided by the data.

    Raises:
        ConfigurationError: no feature is chosen.
    """
    features = choose_several("Features", FEATURE_LABELS, DEFAULTS["features"], "features")
    typed = ""
    if TYPED in features:
        typed = st.text_input(
            "Your own feature",
            DEFAULTS["feature"],
            key="feature",
            bind="query-params",
            help="Any function of x₁ and x₂, such as sin(x1 * x2) or |x1 - x2|.",
        )
    layers = st.slider("Hidden layers", 0, MAX_LAYERS, DEFAULTS["layers"], key="layers", bind="query-params")
    shapes = [_layer(number) for number in range(1, layers + 1)]
    with st.expander("How it begins", icon=":material/casino:"):
        initialization = choose_one(
            "Initialisation",
            INITIALIZATION_LABELS,
            DEFAULTS["initialization"],
            "initialization",
            widget=st.selectbox,
        )
        seed = whole_number(
            "Seed of the weights",
            DEFAULTS["seed"],
            "seed",
            minimum=0,
            maximum=9999,
            help="Other weights to begin with. Rewinding keeps them.",
        )
    return PlaneNetwork(
        features=tuple(features),
        hidden=tuple(size for size, _ in shapes),
        activations=tuple(activation for _, activation in shapes),
        outputs=outputs,
        initialization=initialization,
        seed=seed,
        typed=typed,
    )


def _layer(number: int) -> tuple[int, str]:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        size = whole_number(
            f"Neurons of layer {number}",
            DEFAULTS[f"neurons_{number}"],
            f"neurons_{number}",
            minimum=1,
            maximum=MAX_NEURONS,
        )
        labels = {name: entry.label for name, entry in NETWORK_ACTIVATIONS.items()}
        activation = choose_one(
            "Activation",
            labels,
            DEFAULTS[f"activation_{number}"],
            f"activation_{number}",
            widget=st.selectbox,
        )
    return size, activation
