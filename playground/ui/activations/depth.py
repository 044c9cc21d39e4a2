"""Consequences: a signal through many layers and its gradient back, measured for an activation and an initialisation."""

import streamlit as st

from playground.concepts.activations import ACTIVATIONS
from playground.concepts.activations.initialization import INITIALIZATIONS
from playground.concepts.activations.signal_propagation import (
    BATCH,
    MAX_DEPTH,
    WIDTH,
    Propagation,
    Stack,
    propagate,
)
from playground.concepts.module_definition import definitions_source
from playground.figures.activations import gradients_option, health_option, outputs_option, sizes_option
from playground.formatting import format_number
from playground.notices.activations import describe_propagation
from playground.snippets.activation import stack_program
from playground.ui.activations.settings import DEFAULTS, DIRECTIONS
from playground.ui.shared import columns
from playground.ui.shared.charts import live_chart
from playground.ui.shared.choice import choose_one
from playground.ui.shared.frame import show_formula, show_pytorch, what_to_notice
from playground.ui.shared.numbers import DECIMAL

HEIGHT = 300


def show() -> None:
    """Controls left, what was measured in each layer right."""
    controls, picture = columns.controls_and_picture()
    with controls:
        direction, stack = _choose()
    measured = _propagate(stack)
    summary = describe_propagation(stack, measured)
    with picture:
        if direction == "forward":
            _show_outputs(measured, summary)
        else:
            _show_gradients(measured, summary)
        what_to_notice(summary)
    _show_program_and_formula(stack)


def _choose() -> tuple[str, Stack]:
    """The controls: a key of `DIRECTIONS`, and the layers that a signal goes through."""
    direction = choose_one("Watch it go", DIRECTIONS, DEFAULTS["mode"], "mode")
    activation = choose_one(
        "Activation",
        {key: entry.label for key, entry in ACTIVATIONS.items()},
        DEFAULTS["stack_activation"],
        "stack_activation",
        widget=st.selectbox,
    )
    rules = {key: entry.label for key, entry in INITIALIZATIONS.items()}
    name = choose_one("Initialisation", rules, DEFAULTS["initialization"], "initialization")
    st.caption(INITIALIZATIONS[name].notice)
    deviation = DEFAULTS["deviation"]
    if name == "plain":
        deviation = st.slider(
            "Standard deviation of a weight",
            0.01,
            0.5,
            DEFAULTS["deviation"],
            0.01,
            format=DECIMAL,
            key="deviation",
            bind="query-params",
            help=f"1 / √{WIDTH} = {format_number(WIDTH**-0.5)} keeps the size of a linear layer's signal.",
        )
    depth = st.slider("Layers", 1, MAX_DEPTH, DEFAULTS["depth"], key="depth", bind="query-params")
    return direction, Stack(activation, name, int(depth), deviation)


def _show_outputs(measured: Propagation, summary: str) -> None:
    with columns.picture():
        st.markdown("**What leaves each layer**: the distribution of its outputs")
        live_chart(outputs_option(measured), height=HEIGHT, key="outputs", alt=summary)
    st.markdown("**The size** of the outputs (root mean square)")
    live_chart(sizes_option(measured), height=HEIGHT, key="sizes", alt=summary)


def _show_gradients(measured: Propagation, summary: str) -> None:
    with columns.picture():
        st.markdown("**The gradient that arrives**: a gradient of size 1 was sent in at the last layer")
        live_chart(gradients_option(measured), height=HEIGHT, key="gradients", alt=summary)
    flat = bool(measured.saturated.any())
    st.markdown(f"**Units that learn nothing or little**{'' if flat else ': none here'}")
    live_chart(health_option(measured), height=HEIGHT, key="health", alt=summary)


def _show_program_and_formula(stack: Stack) -> None:
    entry, rule = ACTIVATIONS[stack.activation], INITIALIZATIONS[stack.initialization]
    code = rule.code.format(deviation=stack.deviation)
    show_pytorch(
        stack_program(
            entry.source_call(),
            code,
            depth=stack.depth,
            width=WIDTH,
            batch=BATCH,
            seed=stack.seed,
            definitions=definitions_source([entry.definition]),
        ),
        f"Measured with {WIDTH} units a layer and {BATCH} standard normal examples.",
    )
    show_formula(
        rule.formula,
        rule.source,
        f"{rule.label} initialisation",
    )


@st.cache_data(max_entries=128, show_spinner=False)
def _propagate(stack: Stack) -> Propagation:
    return propagate(stack)
