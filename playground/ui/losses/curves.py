"""Value and gradient of the losses against the prediction, and what a reduction makes of several examples."""

from functools import partial

import pandas as pd
import streamlit as st
import torch
from torch import Tensor

from playground.concepts.losses import Loss
from playground.concepts.losses.catalogue import KINDS, losses_of
from playground.concepts.losses.entry import REDUCTIONS
from playground.concepts.module_definition import definitions_source
from playground.figures.losses import coinciding_losses, loss_curves, losses_figure
from playground.formatting import format_number
from playground.notices.coincidences import describe_coincidences
from playground.notices.losses import describe_gradients
from playground.snippets.losses import losses_program
from playground.ui.components.plotly_figure.component import plotly_figure
from playground.ui.losses.parameters import parameter_sliders
from playground.ui.losses.settings import DEFAULTS
from playground.ui.shared import columns
from playground.ui.shared.choice import choose_one, choose_several
from playground.ui.shared.edited_table import NumberRange, edited_table
from playground.ui.shared.frame import show_formula, show_pytorch, what_to_notice
from playground.ui.shared.numbers import DECIMAL
from playground.ui.shared.query_parameters import mark_read
from playground.ui.shared.value_table import show_value_table

EXAMPLES = 4

Numbers = dict[str, dict[str, float]]


def show() -> None:
    """Controls left, the two panels right, several examples below."""
    controls, picture = columns.controls_and_picture()
    with controls:
        labels = {name: entry.label for name, entry in KINDS.items()}
        kind = choose_one("The prediction is a", labels, DEFAULTS["kind"], "kind", widget=st.pills)
        chosen = _choose(kind)
        prediction, target = _example(kind)
        numbers = {name: parameter_sliders(entry) for name, entry in chosen.items()}
        curves = loss_curves(list(chosen), kind, prediction, target, numbers)
        readout = {name: curve.at_probe for name, curve in zip(chosen, curves, strict=True)}
        show_value_table(
            f"prediction {format_number(prediction)}",
            ("loss", "gradient"),
            {chosen[name].label: at for name, at in readout.items()},
        )
    with picture:
        if not chosen:
            st.info("Choose at least one loss to see its curve.", icon=":material/touch_app:")
            return
        words = describe_gradients(chosen, readout, prediction, target)
        figure = losses_figure(curves, kind, prediction)
        with columns.picture():
            plotly_figure(figure, key="curves", alt=words, on_click=partial(_pin, kind))
        what_to_notice(words + describe_coincidences(coinciding_losses(curves, kind), "losses", "gradients"))
    _reductions(chosen, kind, numbers)
    show_pytorch(_program(chosen, numbers, prediction, target))
    _show_formulas(chosen)


def _show_formulas(chosen: dict[str, Loss]) -> None:
    for entry in chosen.values():
        show_formula(
            rf"\begin{{gathered}} L = {entry.formula} \\[4pt] L' = {entry.gradient_formula} \end{{gathered}}",
            entry.source,
            entry.label,
        )


def _choose(kind: str) -> dict[str, Loss]:
    entries = losses_of(kind)
    labels = {name: entry.label for name, entry in entries.items()}
    picked = choose_several("Losses", labels, list(labels), f"losses_{kind}")
    st.caption(KINDS[kind].meaning)
    return {name: entries[name] for name in picked}


def _pin(kind: str, x: float) -> None:
    """The clicked place becomes the prediction, on the slider's steps."""
    entry = KINDS[kind]
    place = round(round(x / entry.prediction_step) * entry.prediction_step, 6) + 0.0
    low, high = entry.low + entry.edge, entry.high - entry.edge
    st.session_state[f"prediction_{kind}"] = min(max(place, low), high)


def _example(kind: str) -> tuple[float, float]:
    entry = KINDS[kind]
    prediction = st.slider(
        entry.axis.capitalize(),
        entry.low + entry.edge,
        entry.high - entry.edge,
        DEFAULTS[f"prediction_{kind}"],
        entry.prediction_step,
        format=DECIMAL,
        key=f"prediction_{kind}",
        bind="query-params",
    )
    target = st.slider(
        "Target y",
        *entry.targets,
        DEFAULTS[f"target_{kind}"],
        entry.step,
        format=DECIMAL,
        key=f"target_{kind}",
        bind="query-params",
    )
    return prediction, target


def _reductions(chosen: dict[str, Loss], kind: str, numbers: Numbers) -> None:
    """Several examples in a table that can be edited: one loss each, then their mean and their sum."""
    entry = KINDS[kind]
    name = f"examples_{kind}"
    mark_read(name)
    if name in st.query_params:
        st.session_state.setdefault("examples", True)  # open
    box = st.expander(
        "Several examples: none, mean, sum", icon=":material/functions:", key="examples", on_change="rerun"
    )
    if not box.open:
        return  # a table to edit is slow to draw
    with box:
        st.caption(
            "A loss of a batch is one number: the mean of the examples' losses, or their sum. Change the table."
        )
        spread = torch.linspace(entry.low, entry.high, EXAMPLES + 2, dtype=torch.float64)[1:-1]
        frame = pd.DataFrame(
            {
                "prediction": spread.round(decimals=2).numpy(),
                "target": [entry.targets[1], entry.targets[0]] * 2,
            }
        )
        edited = edited_table(
            name, frame, (NumberRange(*entry.allowed), NumberRange(*entry.targets, entry.step))
        )
        x, y = (
            torch.tensor(edited[column].to_numpy(), dtype=torch.float64)
            for column in ("prediction", "target")
        )
        st.table(_reduced(chosen, x, y, numbers))


def _reduced(chosen: dict[str, Loss], x: Tensor, y: Tensor, numbers: Numbers) -> pd.DataFrame:
    """Each loss of the examples with predictions `x` and targets `y`, `(N,)`: one each, their mean and their sum."""
    rows = {}
    for name, loss in chosen.items():
        prediction, target = loss.arranged(x, y)
        each, mean, total = (
            loss.value(prediction, target, reduction, **numbers[name]) for reduction in REDUCTIONS
        )
        rows[loss.label] = [
            ", ".join(format_number(value, 4) for value in each.tolist()),
            format_number(float(mean), 4),
            format_number(float(total), 4),
        ]
    return pd.DataFrame(rows, index=["none: one each", "mean", "sum"]).T.rename_axis("loss")


def _program(chosen: dict[str, Loss], numbers: Numbers, prediction: float, target: float) -> str:
    calls = {entry.label: entry.source_call("none", **numbers[name]) for name, entry in chosen.items()}
    codes = {entry.label: entry.code for entry in chosen.values()}
    definitions = definitions_source(entry.definition for entry in chosen.values())
    return losses_program(calls, codes, prediction, target, definitions)
