"""A slow start: a sigmoid neuron that is sure and wrong, taught by squared error and by cross-entropy."""

import streamlit as st

from playground.concepts.losses.slow_start import Training, train
from playground.figures.slow_start import start_gradients_option, start_trainings_option
from playground.notices.losses import describe_slow_start
from playground.snippets.losses import slow_start_program
from playground.ui.losses.settings import DEFAULTS
from playground.ui.shared import columns
from playground.ui.shared.charts import live_chart
from playground.ui.shared.frame import show_formula, show_pytorch, what_to_notice
from playground.ui.shared.numbers import DECIMAL

EPOCHS = 60
HEIGHT = 340


def show() -> None:
    """Where the neuron begins, the two gradients there, and the two trainings."""
    place = columns.beside()
    with place, columns.controls():
        first, second, third = st.columns(3, gap="medium")
    weight = first.slider(
        "Weight to begin with",
        -5.0,
        5.0,
        DEFAULTS["weight"],
        0.1,
        format=DECIMAL,
        key="weight",
        bind="query-params",
    )
    bias = second.slider(
        "Bias to begin with",
        -5.0,
        5.0,
        DEFAULTS["bias"],
        0.1,
        format=DECIMAL,
        key="bias",
        bind="query-params",
    )
    rate = third.slider(
        "Learning rate", 0.01, 2.0, DEFAULTS["rate"], 0.01, format=DECIMAL, key="rate", bind="query-params"
    )
    z = weight + bias
    trainings = _train(weight, bias, rate)
    words = describe_slow_start(trainings, z)
    with place:
        left, right = st.columns(2, gap="medium")
    with left, columns.picture():
        st.markdown("**How hard each loss pulls**: its gradient by the sum z")
        live_chart(start_gradients_option(z), height=HEIGHT, key="gradients", alt=words)
    with right:
        st.markdown("**The neuron's output** while it learns; it should become 0")
        live_chart(start_trainings_option(trainings), height=HEIGHT, key="trainings", alt=words)
    what_to_notice(words)
    show_pytorch(slow_start_program(weight, bias, rate, EPOCHS))
    show_formula(
        r"\frac{\partial L_{\text{MSE}}}{\partial z} = 2\,(a - y)\; a\,(1 - a), \qquad "
        r"\frac{\partial L_{\text{BCE}}}{\partial z} = a - y, \qquad a = \sigma(z)",
        "http://neuralnetworksanddeeplearning.com/chap3.html",
        "why",
    )


@st.cache_data(max_entries=256, show_spinner=False)
def _train(weight: float, bias: float, rate: float) -> dict[str, Training]:
    return train(weight, bias, rate, EPOCHS)
