"""Activation functions: values and slopes side by side, with one input followed through all of them."""

import streamlit as st
import torch

from playground.concepts.activations import ACTIVATIONS
from playground.figures.activations import activations_figure
from playground.snippets.activation import activation_program
from playground.ui.charts import THEME_COLORS
from playground.ui.experiments import experiments
from playground.ui.frame import page, show_formula, show_pytorch, what_to_notice

page("activations")
controls, picture = st.columns([1, 2], gap="large")

with controls:
    names = st.pills(
        "Functions",
        list(ACTIVATIONS),
        selection_mode="multi",
        default=list(ACTIVATIONS),
        format_func=lambda name: ACTIVATIONS[name].label,
        key="functions",
        bind="query-params",
    )
    probe = st.slider(
        "Input x",
        -6.0,
        6.0,
        1.0,
        0.1,
        key="x",
        bind="query-params",
        help="The sum that arrives at the neuron. Its place is marked in both panels.",
    )
    chosen = [entry for name, entry in ACTIVATIONS.items() if name in names]
    point = torch.tensor(probe)
    values = {entry.name: (float(entry.value(point)), float(entry.derivative(point))) for entry in chosen}
    if chosen:
        rows = "\n".join(f"| {e.label} | {values[e.name][0]:.4f} | {values[e.name][1]:.4f} |" for e in chosen)
        st.markdown(f"| x = {probe:.1f} | f(x) | f′(x) |\n| --- | --: | --: |\n{rows}")

with picture:
    if not chosen:
        st.info("Choose at least one function to see its curve.", icon=":material/touch_app:")
    else:
        steepest, *_, flattest = sorted([*chosen, *chosen], key=lambda entry: -values[entry.name][1])
        slope = values[steepest.name][1]
        notice = (
            f"At x = {probe:.1f} {steepest.label} has the slope {slope:.4f}: a change of 0.1 in the input "
            f"moves its output by about {slope / 10:.4f}."
        )
        if flattest is not steepest:
            notice += f" {flattest.label} has the slope {values[flattest.name][1]:.4f}."
        figure = activations_figure(chosen, probe, colors=THEME_COLORS)
        st.plotly_chart(figure, width="stretch", key="curves", alt=notice, config={"displayModeBar": False})
        what_to_notice(f"{notice} {flattest.label}: {flattest.notice}")

experiments(
    {
        "Saturated: almost no slope at x = 5": {"x": 5.0},
        "A dead ReLU: silent at x = -2": {"x": -2.0, "functions": ["relu"]},
        "The kink: ReLU's slope at x = 0": {"x": 0.0},
    },
    defaults={"x": 1.0, "functions": list(ACTIVATIONS)},
)
if chosen:
    show_pytorch(activation_program([type(entry.module()).__name__ for entry in chosen], probe))
for entry in chosen:
    show_formula(
        rf"\begin{{gathered}} {entry.formula} \\ {entry.derivative_formula} \end{{gathered}}",
        entry.source,
        entry.label,
    )
