"""The controls that make a small network, and the example that goes through it."""

import streamlit as st

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.backpropagation.small_net import SmallNet
from playground.ui.backpropagation.settings import DEFAULTS, NO_LAYER
from playground.ui.shared.choice import choose_one
from playground.ui.shared.numbers import DECIMAL, whole_number

SIZES = ("1", "2", "3")
WIDTH = 150


def net_form() -> SmallNet:
    """Sizes, activation and seed in one row."""
    with st.container(horizontal=True):
        inputs = int(choose_one("Inputs", SIZES, DEFAULTS["inputs"], "inputs"))
        hidden = choose_one("Hidden neurons", SIZES, DEFAULTS["hidden"], "hidden")
        second = choose_one("Second layer", (NO_LAYER, *SIZES), DEFAULTS["second"], "second")
        labels = {name: entry.label for name, entry in NETWORK_ACTIVATIONS.items()}
        activation = choose_one(
            "Activation", labels, DEFAULTS["activation"], "activation", widget=st.selectbox, width=WIDTH
        )
        with st.container(width=WIDTH):
            seed = whole_number(
                "Weights",
                DEFAULTS["seed"],
                "seed",
                minimum=0,
                maximum=9999,
                help="Another number, other weights to begin with.",
            )
    layers = (int(hidden),) if second == NO_LAYER else (int(hidden), int(second))
    return SmallNet(inputs, layers, activation, seed)


def example_form(inputs: int) -> tuple[list[float], float, float]:
    """The example's inputs, its target, and the learning rate of the update."""
    columns = st.columns(inputs + 2, gap="medium")
    point = [
        column.slider(
            f"Input x{'₁₂₃'[index]}",
            -2.0,
            2.0,
            DEFAULTS[f"x{index + 1}"],
            0.1,
            format=DECIMAL,
            key=f"x{index + 1}",
            bind="query-params",
        )
        for index, column in enumerate(columns[:inputs])
    ]
    target = columns[-2].slider(
        "Target y", -2.0, 2.0, DEFAULTS["target"], 0.1, format=DECIMAL, key="target", bind="query-params"
    )
    rate = learning_rate_slider(columns[-1])
    return point, target, rate


def learning_rate_slider(place: st.delta_generator.DeltaGenerator) -> float:
    """Of the update `w - rate * gradient`."""
    return place.slider(
        "Learning rate",
        0.0,
        1.0,
        DEFAULTS["learning_rate"],
        0.01,
        format=DECIMAL,
        key="learning_rate",
        bind="query-params",
    )
