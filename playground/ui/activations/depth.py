"""Consequences: a signal through many layers and its gradient back, measured for an activation and an initialisation."""

import streamlit as st

from playground.concepts.activations import ACTIVATIONS
from playground.concepts.activations.facts import facts
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
from playground.formatting import counted
from playground.snippets.activation import stack_program
from playground.ui.activations.settings import DEFAULTS, DIRECTIONS
from playground.ui.shared.charts import is_dark, live_chart
from playground.ui.shared.choice import choose_one
from playground.ui.shared.columns import controls_and_picture
from playground.ui.shared.frame import show_formula, show_pytorch, what_to_notice

HEIGHT = 300
FADED, EXPLODED = 1e-3, 1e3
"""Beyond these factors over the whole stack the page calls it so."""
FLAT = 0.9
"""One that is nowhere steeper shrinks the gradient in every layer, before the weights have their say."""


def show() -> None:
    """Controls left, what was measured in each layer right."""
    controls, picture = controls_and_picture()
    with controls:
        mode = choose_one("Watch it go", DIRECTIONS, DEFAULTS["mode"], "mode")
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
                "Standard deviation of a weight", 0.01, 0.5, DEFAULTS["deviation"], 0.01, key="deviation", bind="query-params",
                help=f"1 / √{WIDTH} = {WIDTH**-0.5:g} keeps the size of a linear layer's signal.",
            )  # fmt: skip
        depth = st.slider("Layers", 1, MAX_DEPTH, DEFAULTS["depth"], key="depth", bind="query-params")
    stack = Stack(activation, name, int(depth), deviation)
    measured = _propagate(stack)
    with picture:
        words = _notice(stack, measured)
        if mode == "forward":
            st.markdown("**What leaves each layer**: the distribution of its outputs")
            live_chart(outputs_option(measured, is_dark()), height=HEIGHT, key="outputs", alt=words)
            st.markdown("**The size** of the outputs (root mean square)")
            live_chart(sizes_option(measured), height=HEIGHT, key="sizes", alt=words)
        else:
            st.markdown("**The gradient that arrives**: a gradient of size 1 was sent in at the last layer")
            live_chart(gradients_option(measured), height=HEIGHT, key="gradients", alt=words)
            flat = bool(measured.saturated.any())
            st.markdown(f"**Units that learn nothing or little**{'' if flat else ': none here'}")
            live_chart(health_option(measured), height=HEIGHT, key="health", alt=words)
        what_to_notice(words)
    _show_program_and_formula(stack)


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


def _notice(stack: Stack, measured: Propagation) -> str:
    label = ACTIVATIONS[stack.activation].label
    first, last = float(measured.gradients[0]), float(measured.deviations[-1])
    dead = float(measured.dead[-1])
    if stack.depth == 1:
        gradient = "With one layer the gradient of size 1 arrives where it was sent in. Take more layers."
        return f"{gradient} The signal of {label} ends with size {last:.2g}.{_deaths(dead)}"
    gradient = f"Of a gradient of size 1, **{first:.2g}** is left at the first of {stack.depth} layers"
    if first == 0:
        gradient += f": nothing at all. {'No layer' if dead == 1 else 'No layer before the last'} can learn."
    elif first < FADED:
        gradient += ": it has vanished, and the first layers hardly learn."
    elif first > EXPLODED:
        gradient += ": it has exploded, and a step of learning goes anywhere."
    else:
        gradient += ": enough to learn from."
    signal = f"The signal of {label} ends with size {last:.2g}."
    steepest = facts(ACTIVATIONS[stack.activation]).steepest
    if 0 < steepest < FLAT:
        over = counted(stack.depth - 1, "layer")
        signal += (
            f" {label}'s steepest slope, {steepest:.3g}, over {over} leaves {steepest ** (stack.depth - 1):.2g} at best, "
            "before the weights have their say."
        )
    return f"{gradient} {signal}{_deaths(dead)}"


def _deaths(dead: float) -> str:
    return f" In the last layer {dead:.0%} of the units are dead: no example moves them." if dead else ""
