"""The curves of one run while they grow: loss, accuracy, layers, and the switches above them.

Each is drawn again no more often than it changes: the loss twice a second, accuracy and notice after each epoch or
every two seconds, layers every two seconds.
"""

from collections.abc import Hashable, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from playground.figures.train import (
    AXES,
    CURVES,
    View,
    accuracy_option,
    dead_option,
    empty_option,
    gradient_option,
    loss_option,
)
from playground.notices.training import describe_training
from playground.runs.run import Run
from playground.runs.store import RunStore
from playground.ui.shared import frame
from playground.ui.shared.charts import live_chart
from playground.ui.shared.choice import choose_one
from playground.ui.shared.live import LivePart

LOSS_HEIGHT = 320
LOSS_POINTS, LAYER_POINTS = 220, 30
SLOW = 2.0
"""Seconds of training between two drawings of what changes slowly."""


def parts(store: RunStore, run_id: str) -> Sequence[LivePart]:
    """The live parts, from top to bottom."""

    def fast() -> Hashable:
        run = store.get(run_id)
        return run and run.revision

    def accuracy() -> Hashable:
        run = store.get(run_id)
        return run and (run.state, run.test_accuracy, run.step > 0, run.seconds // SLOW)

    def layers() -> Hashable:  # not in the same update as the accuracy, so that no update is large
        run = store.get(run_id)
        return run and (run.state, run.step > 0, (run.seconds + SLOW / 2) // SLOW)

    return [
        LivePart(partial(_draw_loss, store, run_id), fast, "loss"),
        LivePart(partial(_draw_accuracy, store, run_id), accuracy, "accuracy"),
        LivePart(partial(_draw_layers, store, run_id), layers, "layers"),
    ]


def choose_view() -> None:
    """The switches.

    Moving one draws the whole page again. A callback with `st.rerun("key")` would draw the charts alone, but stops all
    timers until the next run of the whole page: the curves would not grow from then on (see streamlit_workarounds.py).
    """
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        choose_one("Against", AXES, "step", "against")
        choose_one("Loss", CURVES, "both", "curves")
        st.toggle("Logarithmic loss", key="log_loss", bind="query-params")
        st.slider(
            "Zoom",
            0,
            100,
            (0, 100),
            format="%d %%",
            key="zoom",
            width=220,
            bind="query-params",
            help="The part of the run that is shown; a part is shown with more of its steps.",
        )


def show_empty() -> None:
    """The frame of the loss chart; it also has the browser fetch the charts' code before the first point is there."""
    live_chart(
        empty_option(),
        height=LOSS_HEIGHT,
        key="loss-empty",
        alt="No loss yet: a network that guesses has 2.30.",
    )


def _view(run: Run) -> View:
    low, high = st.session_state.get("zoom", (0, 100))
    total = max(run.total_steps, run.step, 1)
    first, last = 1 + int(total * low / 100), max(int(total * high / 100), 1)
    return View(
        st.session_state.get("against", "step"),
        st.session_state.get("log_loss", False),
        st.session_state.get("curves", "both"),
        max(run.steps_per_epoch, 1),
        min(first, last),
        last,
    )


def _draw_loss(store: RunStore, run_id: str) -> None:
    run = store.get(run_id)
    if run is None:
        return
    view = _view(run)
    steps = store.metrics.steps(run_id, view.first, view.last, LOSS_POINTS)
    if steps.empty:
        if run.active:
            option = empty_option(run.total_steps or 100)
            live_chart(option, height=LOSS_HEIGHT, key=f"loss-{run_id}", alt="No loss yet.")
        return
    first, last = steps.iloc[0], steps.iloc[-1]
    live_chart(
        loss_option(steps, store.metrics.epochs(run_id), view),
        height=LOSS_HEIGHT,
        key=f"loss-{run_id}",
        alt=f"Training loss from {first['loss']:.3f} at step {first['step']:.0f} to {last['loss']:.3f} "
        f"at step {last['step']:.0f}.",
    )


def _draw_accuracy(store: RunStore, run_id: str) -> None:
    run = store.get(run_id)
    if run is None or not run.step:
        return
    epochs = store.metrics.epochs(run_id)
    if epochs:
        live_chart(
            accuracy_option(epochs, _view(run)),
            height=230,
            key=f"accuracy-{run_id}",
            alt=f"Test accuracy {epochs[-1]['test_accuracy']:.2%} after epoch {epochs[-1]['epoch']}.",
        )
    ends = store.metrics.steps(run_id, max_points=2)["loss"]
    if len(ends):
        layers = store.metrics.layers(run_id, LAYER_POINTS)
        notice = describe_training(run, (float(ends.iloc[0]), float(ends.iloc[-1])), epochs, layers)
        frame.what_to_notice(notice)


def _draw_layers(store: RunStore, run_id: str) -> None:
    run = store.get(run_id)
    # The first loss should not wait for two more charts.
    if run is None or (run.active and run.seconds < SLOW / 2):
        return
    view = _view(run)
    layers = store.metrics.layers(run_id, LAYER_POINTS)
    layers = layers[layers["step"].between(view.first, view.last)]
    if len(layers):
        left, right = st.columns(2, gap="medium")
        with left:
            _draw_gradients(layers, view, run_id)
        with right:
            _draw_dead(layers, view, run_id)


def _draw_gradients(layers: pd.DataFrame, view: View, run_id: str) -> None:
    newest = layers[layers["step"] == layers["step"].max()]
    norms = ", ".join(f"{row.layer} {row.gradient_norm:.2e}" for row in newest.itertuples())
    st.markdown("**How strongly each layer is corrected**")
    option = gradient_option(layers, view)
    live_chart(option, height=220, key=f"gradients-{run_id}", alt=f"Norm of the gradient now: {norms}.")


def _draw_dead(layers: pd.DataFrame, view: View, run_id: str) -> None:
    newest = layers[(layers["step"] == layers["step"].max()) & layers["dead"].notna()]
    dead = ", ".join(f"{row.layer} {row.dead:.0%}" for row in newest.itertuples())
    st.markdown("**Units that are dead on a batch**")
    live_chart(dead_option(layers, view), height=220, key=f"dead-{run_id}", alt=f"Dead units now: {dead}.")
