"""Softmax: a vector of scores made into probabilities, and what each score does to each of them."""

import pandas as pd
import streamlit as st

from playground.concepts.activations.softmax import Softmax, softmax
from playground.figures.activations import softmax_option
from playground.formatting import format_number
from playground.notices.activations import describe_softmax
from playground.snippets.activation import softmax_program
from playground.ui.activations.settings import DEFAULTS
from playground.ui.shared import columns
from playground.ui.shared.charts import live_chart
from playground.ui.shared.choice import choose_one
from playground.ui.shared.frame import show_formula, show_pytorch, what_to_notice
from playground.ui.shared.numbers import DECIMAL

NAMES = "₁₂₃₄₅₆"
HEIGHT = 300


def show() -> None:
    """A slider for each score left, the bars right, the Jacobian below."""
    controls, picture = columns.controls_and_picture()
    with controls:
        count = choose_one("Scores", ("3", "4", "5", "6"), DEFAULTS["scores"], "scores")
        logits = _logits(int(count))
        shift = st.slider(
            "Add to all",
            -5.0,
            5.0,
            DEFAULTS["shift"],
            0.5,
            format=DECIMAL,
            key="shift",
            bind="query-params",
            help="Softmax sees differences only: nothing changes.",
        )
        temperature = st.slider(
            "Temperature",
            0.1,
            5.0,
            DEFAULTS["temperature"],
            0.1,
            format=DECIMAL,
            key="temperature",
            bind="query-params",
        )
    shifted = [round(logit + shift, 2) for logit in logits]
    result = softmax(shifted, temperature)
    with picture:
        words = describe_softmax(result, shifted, temperature, [f"z{subscript}" for subscript in NAMES])
        with columns.picture():
            live_chart(softmax_option(shifted, result), height=HEIGHT, key="softmax", alt=words)
        what_to_notice(words)
        st.markdown("**How each probability answers each score**: the Jacobian ∂pᵢ/∂zⱼ")
        st.table(_jacobian(result))
    show_pytorch(softmax_program(shifted, temperature))
    show_formula(
        r"p_i = \frac{e^{z_i / T}}{\sum_j e^{z_j / T}}, \qquad \frac{\partial p_i}{\partial z_j} = \frac{p_i\,(\delta_{ij} - p_j)}{T}",
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmax.html",
        "softmax",
    )


def _logits(count: int) -> list[float]:
    """One slider for each score."""
    return [
        st.slider(
            f"z{NAMES[index]}",
            -5.0,
            5.0,
            DEFAULTS[f"z{index + 1}"],
            0.1,
            format=DECIMAL,
            key=f"z{index + 1}",
            bind="query-params",
        )
        for index in range(count)
    ]


def _jacobian(result: Softmax) -> pd.DataFrame:
    size = len(result.probabilities)
    return pd.DataFrame(
        [[format_number(slope, 4) for slope in row] for row in result.jacobian.tolist()],
        index=[f"p{NAMES[index]}" for index in range(size)],
        columns=[f"z{NAMES[index]}" for index in range(size)],
    ).rename_axis("slope of")
