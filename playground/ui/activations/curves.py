"""Values and slopes side by side, one input followed through all of them, and the facts of each."""

import pandas as pd
import streamlit as st
import torch

from playground.concepts.activations import ACTIVATIONS, Activation
from playground.concepts.activations.facts import SATURATED_SLOPE, Facts, facts
from playground.concepts.module_definition import definitions_source
from playground.figures.activations import LIMIT, activations_figure
from playground.notices.activations import describe_slopes
from playground.snippets.activation import activation_program
from playground.ui.activations.choose import choose_activations
from playground.ui.activations.settings import DEFAULTS
from playground.ui.components.plotly_figure.component import Click, plotly_figure
from playground.ui.shared.choice import choose_one
from playground.ui.shared.columns import controls_and_picture
from playground.ui.shared.frame import show_formula, show_pytorch, what_to_notice
from playground.ui.shared.value_table import show_value_table

Numbers = dict[str, dict[str, float]]
NOWHERE = "nowhere"


def show() -> None:
    """Controls left, the two panels right, the facts below."""
    chosen = choose_activations("functions", ACTIVATIONS)
    controls, picture = controls_and_picture()
    with controls:
        probe = st.slider(
            "Input x",
            -LIMIT,
            LIMIT,
            DEFAULTS["x"],
            0.1,
            key="x",
            bind="query-params",
            help="The sum that arrives at the neuron. Its place is marked in both panels.",
        )
        numbers = _numbers(chosen)
        measured = {name: facts(entry, **numbers[name]) for name, entry in chosen.items()}
        shaded = _shading(chosen, measured)
        readout = _readout(chosen, probe, numbers)
        show_value_table(
            f"x = {probe:.1f}", ("f(x)", "f′(x)"), {chosen[name].label: at for name, at in readout.items()}
        )
    with picture:
        if not chosen:
            st.info("Choose at least one function to see its curve.", icon=":material/touch_app:")
            return
        words = describe_slopes(chosen, readout, probe)
        figure = activations_figure(list(chosen.values()), probe, numbers, shaded)
        plotly_figure(figure, key="curves", alt=words, on_click=_pin)
        what_to_notice(words)
    st.table(_table(chosen, measured))
    st.caption(
        f"Measured: saturated is where the slope's size is below {SATURATED_SLOPE}, looked for from −10 to 10; the mean "
        "output is for inputs from a standard normal distribution, and zero-centred when that is 0."
    )
    show_pytorch(_program(chosen, numbers, probe))
    _show_formulas(chosen)


def _show_formulas(chosen: dict[str, Activation]) -> None:
    for entry in chosen.values():
        show_formula(
            rf"\begin{{gathered}} {entry.formula} \\[4pt] {entry.derivative_formula} \\[4pt] f(x) \in {entry.range} \end{{gathered}}",
            entry.source,
            entry.label,
        )


def _pin(click: Click) -> None:
    """The clicked place becomes the input, on the slider's steps."""
    if isinstance(click.x, float):
        st.session_state["x"] = min(max(round(click.x, 1), -LIMIT), LIMIT)


def _numbers(chosen: dict[str, Activation]) -> Numbers:
    """The parameters of the chosen functions, each a slider."""
    return {
        name: {
            parameter.name: st.slider(
                parameter.label,
                parameter.low,
                parameter.high,
                parameter.default,
                parameter.step,
                key=f"{name}_{parameter.name}",
                bind="query-params",
            )
            for parameter in entry.parameters
        }
        for name, entry in chosen.items()
    }


def _shading(chosen: dict[str, Activation], measured: dict[str, Facts]) -> list[tuple[float, float]]:
    """Where the function that a visitor picks saturates, within the picture."""
    labels = {NOWHERE: NOWHERE, **{name: entry.label for name, entry in chosen.items()}}
    name = choose_one(
        "Shade where this saturates",
        labels,
        next(iter(chosen), NOWHERE),
        "shade",
        widget=st.selectbox,
        help=f"Where the slope's size is below {SATURATED_SLOPE}.",
    )
    if name == NOWHERE:
        return []
    parts = measured[name].saturated
    return [(max(low, -LIMIT), min(high, LIMIT)) for low, high in parts if low < LIMIT and high > -LIMIT]


def _readout(chosen: dict[str, Activation], probe: float, numbers: Numbers) -> dict[str, tuple[float, float]]:
    x = torch.tensor(probe)
    return {
        name: (
            float(entry.value(x, **numbers[name])) + 0.0,
            float(entry.derivative(x, **numbers[name])) + 0.0,
        )
        for name, entry in chosen.items()
    }


def _table(chosen: dict[str, Activation], measured: dict[str, Facts]) -> pd.DataFrame:
    rows = {}
    for name, entry in chosen.items():
        own = measured[name]
        rows[entry.label] = [
            entry.module_class.__name__ if entry.is_in_torch else "–",
            _parts(own.saturated),
            "yes" if own.monotone else "no",
            f"yes, {abs(own.mean):.2f}" if own.zero_centred else f"no, mean {own.mean:.2f}",
            f"{own.steepest:.3g}",
        ]
    return pd.DataFrame(
        rows, index=["in torch.nn", "saturated", "monotone", "zero-centred", "steepest slope"]
    ).T


def _program(chosen: dict[str, Activation], numbers: Numbers, probe: float) -> str:
    calls = {entry.label: entry.source_call(**numbers[name]) for name, entry in chosen.items()}
    definitions = definitions_source(entry.definition for entry in chosen.values())
    return activation_program(calls, probe, definitions)


def _parts(saturated: tuple[tuple[float, float], ...]) -> str:
    """The intervals as text; one that reaches the end of the measured range is open there."""
    words = []
    for low, high in saturated:
        if low <= -9.99 and high >= 9.99:
            return "everywhere"
        if low <= -9.99:
            words.append(f"below {_place(high)}")
        elif high >= 9.99:
            words.append(f"above {_place(low)}")
        else:
            words.append(f"{_place(low)} to {_place(high)}")
    return ", ".join(words) or NOWHERE


def _place(x: float) -> str:
    return f"{round(x, 1) + 0.0:g}"  # no -0
