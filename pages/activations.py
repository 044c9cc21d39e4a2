"""Activation functions: value and slope, at any point."""

import streamlit as st
import torch

from playground.concepts.activations import ACTIVATIONS
from playground.figures.activations import RANGE, activation_figure
from playground.snippets import activation_program
from playground.ui import frame

frame.page("activations")
controls, picture = st.columns([1, 2.6], gap="large")
with controls:
    names = st.pills(
        "Functions", list(ACTIVATIONS), format_func=lambda name: ACTIVATIONS[name].label, selection_mode="multi",
        default=list(ACTIVATIONS), key="functions", bind="query-params",
    )  # fmt: skip
    probe = st.slider("Input x", -RANGE, RANGE, 1.0, 0.1, key="x", bind="query-params")
if not names:
    picture.info("Choose at least one function on the left.", icon=":material/touch_app:")
    st.stop()

at = torch.tensor(probe)
readings = {
    name: (float(ACTIVATIONS[name].value(at)), float(ACTIVATIONS[name].derivative(at))) for name in names
}
with controls:
    frame.what_to_notice(
        f"At x = {probe:g}: "
        + "; ".join(
            f"**{ACTIVATIONS[name].label}** gives {value:.4f} with slope {slope:.4f}"
            for name, (value, slope) in readings.items()
        )
        + ". "
        + ACTIVATIONS[max(readings, key=lambda name: readings[name][1])].notice
    )
with picture:
    st.plotly_chart(
        activation_figure(names, probe), width="stretch", key="activation_chart",
        alt="; ".join(f"{ACTIVATIONS[name].label}: {ACTIVATIONS[name].notice}" for name in names),
    )  # fmt: skip

frame.what_to_try(
    "activations",
    {
        "Where sigmoid stops learning: x = 6": {"functions": "sigmoid", "x": "6.0"},
        "A dead ReLU: x = -2": {"functions": "relu", "x": "-2.0"},
        "Tanh is steeper than sigmoid at 0": {"x": "0.0"},
    },
)
frame.show_pytorch(activation_program([type(ACTIVATIONS[name].module()).__name__ for name in names], probe))
for name in names:
    entry = ACTIVATIONS[name]
    frame.show_formula(rf"{entry.formula} \qquad {entry.derivative_formula}", entry.source, entry.label)
