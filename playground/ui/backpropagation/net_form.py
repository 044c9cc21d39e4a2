"""The controls that make a small network, and the example that goes through it."""

import streamlit as st

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.small_net import SmallNet
from playground.ui.numbers import whole_number

NONE = "none"
SIZES = ("1", "2", "3")
WIDTH = 150
USUAL_POINT = (1.0, -0.5, 0.5)
DEFAULTS = {
    "inputs": "2", "hidden": "2", "second": NONE, "activation": "tanh", "seed": 0,
    "x1": USUAL_POINT[0], "x2": USUAL_POINT[1], "x3": USUAL_POINT[2], "target": 1.0, "learning_rate": 0.1,
}  # fmt: skip


def net_form(inputs: int | None = None) -> SmallNet:
    """Sizes, activation and seed in one row; `inputs` is given where the task decides it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if inputs is None:
            inputs = int(_sizes("Inputs", SIZES, "inputs"))
        hidden = _sizes("Hidden neurons", SIZES, "hidden")
        second = _sizes("Second layer", (NONE, *SIZES), "second")
        activation = st.selectbox(
            "Activation", list(NETWORK_ACTIVATIONS), index=list(NETWORK_ACTIVATIONS).index("tanh"),
            format_func=lambda key: NETWORK_ACTIVATIONS[key].label, key="activation", bind="query-params", width=WIDTH,
        )  # fmt: skip
        with st.container(width=WIDTH):
            seed = whole_number(
                "Weights",
                0,
                "seed",
                minimum=0,
                maximum=9999,
                help="Another number, other weights to begin with.",
            )
    layers = (int(hidden),) if second == NONE else (int(hidden), int(second))
    return SmallNet(inputs, layers, activation or "tanh", seed)


def example_form(inputs: int) -> tuple[list[float], float, float]:
    """The example's inputs, its target, and the learning rate of the update."""
    columns = st.columns(inputs + 2, gap="medium")
    point = [
        column.slider(f"Input x{'₁₂₃'[index]}", -2.0, 2.0, USUAL_POINT[index], 0.1, key=f"x{index + 1}", bind="query-params")
        for index, column in enumerate(columns[:inputs])
    ]  # fmt: skip
    target = columns[-2].slider("Target y", -2.0, 2.0, 1.0, 0.1, key="target", bind="query-params")
    rate = learning_rate_slider(columns[-1], 0.1)
    return point, target, rate


def learning_rate_slider(place: st.delta_generator.DeltaGenerator, usual: float) -> float:
    """Of the update `w - rate * gradient`."""
    return place.slider("Learning rate", 0.0, 1.0, usual, 0.01, key="learning_rate", bind="query-params")


def _sizes(label: str, options: tuple[str, ...], key: str) -> str:
    usual = str(DEFAULTS[key])
    choice = st.segmented_control(label, options, default=usual, required=True, key=key, bind="query-params")
    return choice or usual
