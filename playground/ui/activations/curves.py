"""Values and slopes side by side, one input followed through all of them, and the facts of each."""

import pandas as pd
import streamlit as st

from playground.concepts.activations import ACTIVATIONS, Activation
from playground.concepts.activations.facts import CENTRED, SATURATED_SLOPE, Facts, facts
from playground.concepts.activations.facts import LIMIT as MEASURED
from playground.concepts.curves import coincidences
from playground.concepts.module_definition import definitions_source
from playground.figures.activations import LIMIT, activation_curves, activations_figure
from playground.formatting import format_apart, format_number
from playground.notices.activations import describe_slopes
from playground.notices.coincidences import describe_coincidences
from playground.snippets.activation import activation_program
from playground.ui.activations.choose import choose_activations
from playground.ui.activations.settings import DEFAULTS
from playground.ui.components.plotly_figure.component import plotly_figure
from playground.ui.shared import columns
from playground.ui.shared.choice import choose_one
from playground.ui.shared.frame import show_formula, show_pytorch, what_to_notice
from playground.ui.shared.numbers import DECIMAL
from playground.ui.shared.value_table import show_value_table

Numbers = dict[str, dict[str, float]]
NOWHERE = "nowhere"
PLACES = 9
"""Decimals of an interval's ends that are right: -0.0000000000000001 is 0."""


def show() -> None:
    """Controls left, the two panels right, the facts below."""
    place = columns.beside()
    with place:
        chosen = choose_activations("functions", ACTIVATIONS)
    controls, picture = columns.controls_and_picture(within=place)
    with controls:
        probe = _probe()
        numbers = _numbers(chosen)
        measured = {name: facts(entry, **numbers[name]) for name, entry in chosen.items()}
        shaded = _shading(chosen, measured)
        curves = activation_curves(list(chosen.values()), probe, numbers)
        readout = {name: curve.at_probe for name, curve in zip(chosen, curves, strict=True)}
        show_value_table(
            f"x = {format_number(probe)}",
            ("f(x)", "f′(x)"),
            {chosen[name].label: at for name, at in readout.items()},
        )
    with picture:
        if not chosen:
            st.info("Choose at least one function to see its curve.", icon=":material/touch_app:")
            return
        words = describe_slopes(chosen, readout, probe, numbers)
        figure = activations_figure(curves, probe, shaded)
        with columns.picture():
            plotly_figure(figure, key="curves", alt=words, on_click=_pin)
        what_to_notice(words + describe_coincidences(coincidences(curves), "values", "slopes"))
    st.table(_table(chosen, measured))
    st.caption(
        f"Measured from −{format_number(MEASURED)} to {format_number(MEASURED)}: saturated is every interval where the slope's size is below "
        f"{SATURATED_SLOPE}, its ends found by halving, however narrow it is; the steepest slope is the largest in size. The mean "
        f"output is for inputs from a standard normal distribution: zero-centred is a mean within {CENTRED} of 0."
    )
    show_pytorch(_program(chosen, numbers, probe))
    _show_formulas(chosen)


def _probe() -> float:
    return st.slider(
        "Input x",
        -LIMIT,
        LIMIT,
        DEFAULTS["x"],
        0.1,
        format=DECIMAL,
        key="x",
        bind="query-params",
        help="The sum that arrives at the neuron. Its place is marked in both panels.",
    )


def _show_formulas(chosen: dict[str, Activation]) -> None:
    for entry in chosen.values():
        show_formula(
            rf"\begin{{gathered}} {entry.formula} \\[4pt] {entry.derivative_formula} \\[4pt] f(x) \in {entry.range} \end{{gathered}}",
            entry.source,
            entry.label,
        )


def _pin(x: float) -> None:
    """The clicked place becomes the input, on the slider's steps."""
    st.session_state["x"] = min(max(round(x, 1) + 0.0, -LIMIT), LIMIT)


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
                format=DECIMAL,
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


def _table(chosen: dict[str, Activation], measured: dict[str, Facts]) -> pd.DataFrame:
    rows = {}
    for name, entry in chosen.items():
        own = measured[name]
        rows[entry.label] = [
            entry.module_class.__name__ if entry.is_in_torch else "–",
            _parts(own.saturated),
            "yes" if own.monotone else "no",
            "yes" if own.zero_centred else f"no, mean {format_number(own.mean, 2)}",
            format_number(own.steepest),
        ]
    return pd.DataFrame(
        rows, index=["in torch.nn", "saturated", "monotone", "zero-centred", "steepest slope"]
    ).T.rename_axis("function")


def _program(chosen: dict[str, Activation], numbers: Numbers, probe: float) -> str:
    calls = {entry.label: entry.source_call(**numbers[name]) for name, entry in chosen.items()}
    definitions = definitions_source(entry.definition for entry in chosen.values())
    return activation_program(calls, probe, definitions)


def _parts(saturated: tuple[tuple[float, float], ...]) -> str:
    """The intervals as text; one that reaches the end of the measured range is open there."""
    words = []
    for low, high in saturated:
        first, last = format_apart(*(round(end, PLACES) for end in (low, high)))
        if low <= -MEASURED and high >= MEASURED:
            return "everywhere"
        if low <= -MEASURED:
            words.append(f"below {last}")
        elif high >= MEASURED:
            words.append(f"above {first}")
        else:
            words.append(f"{first} to {last}")
    return ", ".join(words) or NOWHERE
