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
from playground.figures.losses import losses_figure
from playground.notices.losses import describe_gradients
from playground.snippets.losses import losses_program
from playground.ui.components.plotly_figure.component import Click, plotly_figure
from playground.ui.losses.parameters import parameter_sliders
from playground.ui.losses.settings import DEFAULTS
from playground.ui.shared.choice import choose_one, choose_several
from playground.ui.shared.columns import controls_and_picture
from playground.ui.shared.edited_table import NumberRange, edited_table
from playground.ui.shared.frame import show_formula, show_pytorch, what_to_notice
from playground.ui.shared.value_table import show_value_table

EXAMPLES = 4

Numbers = dict[str, dict[str, float]]


def show() -> None:
    """Controls left, the two panels right, several examples below."""
    controls, picture = controls_and_picture()
    with controls:
        labels = {name: entry.label for name, entry in KINDS.items()}
        kind = choose_one("The prediction is a", labels, DEFAULTS["kind"], "kind", widget=st.pills, wrap=True)
        chosen = _choose(kind)
        prediction, target = _example(kind)
        numbers = {name: parameter_sliders(entry) for name, entry in chosen.items()}
        readout = _read(chosen, prediction, target, numbers)
        show_value_table(
            f"prediction {prediction:g}",
            ("loss", "gradient"),
            {chosen[name].label: at for name, at in readout.items()},
        )
    with picture:
        if not chosen:
            st.info("Choose at least one loss to see its curve.", icon=":material/touch_app:")
            return
        words = describe_gradients(chosen, readout, prediction, target)
        plotly_figure(
            losses_figure(list(chosen), kind, prediction, target, numbers),
            key="curves",
            alt=words,
            on_click=partial(_pin, kind),
        )
        what_to_notice(words)
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
    picked = choose_several("Losses", labels, list(labels), f"losses_{kind}", wrap=True)
    st.caption(KINDS[kind].meaning)
    return {name: entries[name] for name in picked}


def _pin(kind: str, click: Click) -> None:
    """The clicked place becomes the prediction, on the slider's steps."""
    entry = KINDS[kind]
    if isinstance(click.x, float):
        place = round(round(click.x / entry.prediction_step) * entry.prediction_step, 6)
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
        key=f"prediction_{kind}",
        bind="query-params",
    )
    target = st.slider(
        "Target y",
        *entry.targets,
        DEFAULTS[f"target_{kind}"],
        entry.step,
        key=f"target_{kind}",
        bind="query-params",
    )
    return prediction, target


def _read(
    chosen: dict[str, Loss], prediction: float, target: float, numbers: Numbers
) -> dict[str, tuple[float, float]]:
    place, goal = torch.tensor([prediction], dtype=torch.float64), torch.tensor(target, dtype=torch.float64)
    readout = {}
    for name, entry in chosen.items():
        value, slope = entry.along(place, goal, **numbers[name])
        readout[name] = (float(value), float(slope) + 0.0)  # no -0
    return readout


def _reductions(chosen: dict[str, Loss], kind: str, numbers: Numbers) -> None:
    """Several examples in a table that can be edited: one loss each, then their mean and their sum."""
    entry = KINDS[kind]
    name = f"examples_{kind}"
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
            ", ".join(f"{value:.4f}" for value in each.tolist()),
            f"{mean:.4f}",
            f"{total:.4f}",
        ]
    return pd.DataFrame(rows, index=["none: one each", "mean", "sum"]).T


def _program(chosen: dict[str, Loss], numbers: Numbers, prediction: float, target: float) -> str:
    calls = {entry.label: entry.source_call("none", **numbers[name]) for name, entry in chosen.items()}
    codes = {entry.label: entry.code for entry in chosen.values()}
    definitions = definitions_source(entry.definition for entry in chosen.values())
    return losses_program(calls, codes, prediction, target, definitions)
