"""The curves of one run while they grow: loss, accuracy, layers, and the switches above them.

Each is drawn again no more often than it changes: the loss twice a second, accuracy and notice after each epoch or
every two seconds, layers every two seconds.
"""

from collections.abc import Hashable, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from playground.digits.models.layer_titles import short_title, titles_of
from playground.figures.changes import with_change_marks
from playground.figures.train import (
    AXES,
    CURVES,
    View,
    accuracy_option,
    dead_option,
    empty_option,
    gradient_option,
    held_out_part,
    loss_option,
    smoothed_losses,
)
from playground.formatting import format_accuracy, format_number, format_percent
from playground.notices.training import GUESSING, LossPoint, describe_training
from playground.runs.changes import history
from playground.runs.epoch_scale import EpochScale
from playground.runs.run import Run
from playground.runs.store import RunStore
from playground.ui.shared import frame
from playground.ui.shared.charts import live_chart
from playground.ui.shared.choice import choose_one
from playground.ui.shared.live import LivePart

LOSS_HEIGHT = 320
LOSS_POINTS, LAYER_POINTS = 220, 30
SLOW_SECONDS = 2.0
"""How much longer a run trains before the charts that change slowly are drawn again."""


def parts(store: RunStore, run_id: str) -> Sequence[LivePart]:
    """The live parts, from top to bottom."""

    def loss() -> Hashable:
        run = store.get(run_id)
        return run and run.revision

    def accuracy() -> Hashable:
        run = store.get(run_id)
        return run and (run.state, run.test_accuracy, run.step > 0, run.seconds // SLOW_SECONDS)

    def layers() -> Hashable:  # not in the same update as the accuracy, so that no update is large
        run = store.get(run_id)
        return run and (run.state, run.step > 0, (run.seconds + SLOW_SECONDS / 2) // SLOW_SECONDS)

    return [
        LivePart(partial(_draw_loss, store, run_id), loss, "loss"),
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
        alt=f"No loss yet: a network that guesses has {GUESSING}.",
    )


def _view(store: RunStore, run: Run) -> View:
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
        EpochScale(run, store.metrics.epochs(run.id)),
    )


def _draw_loss(store: RunStore, run_id: str) -> None:
    run = store.get(run_id)
    if run is None:
        return
    view = _view(store, run)
    steps = store.metrics.steps(run_id, view.first, view.last, LOSS_POINTS)
    if steps.empty:
        if run.active:
            option = empty_option(run.total_steps or 100)
            live_chart(option, height=LOSS_HEIGHT, key=f"loss-{run_id}", alt="No loss yet.")
        return
    first, last = _ends(steps, view)
    marks = [(step, text) for step, text in history(run.config, run.changes) if step is not None]
    live_chart(
        with_change_marks(loss_option(steps, store.metrics.epochs(run_id), view), marks, steps, view),
        height=LOSS_HEIGHT,
        key=f"loss-{run_id}",
        alt=f"Training loss from {format_number(first.loss)} at step {first.step:,} to {format_number(last.loss)} at step {last.step:,}.",
    )


def _draw_accuracy(store: RunStore, run_id: str) -> None:
    run = store.get(run_id)
    if run is None or not run.step:
        return
    epochs = store.metrics.epochs(run_id)
    if epochs:
        part = held_out_part(epochs)
        live_chart(
            accuracy_option(epochs, _view(store, run)),
            height=230,
            key=f"accuracy-{run_id}",
            alt=f"{part.capitalize()} accuracy {format_accuracy(epochs[-1][f'{part}_accuracy'])} after epoch {epochs[-1]['epoch']}.",
        )
    view = _view(store, run)
    steps = store.metrics.steps(run_id, view.first, view.last, LOSS_POINTS)
    if len(steps):
        layers = _layers(store, run)
        frame.what_to_notice(describe_training(run, _ends(steps, view), epochs, layers))


def _ends(steps: pd.DataFrame, view: View) -> tuple[LossPoint, LossPoint]:
    """The first and the last point of the boldest curve that is drawn; a single batch may lie far from it."""
    smoothed = view.curves != "raw"
    losses = smoothed_losses(steps["loss"]) if smoothed else steps["loss"]
    first, last = (
        LossPoint(int(steps["step"].iloc[end]), float(losses.iloc[end]), smoothed) for end in (0, -1)
    )
    return first, last


def _draw_layers(store: RunStore, run_id: str) -> None:
    run = store.get(run_id)
    # The first loss should not wait for two more charts.
    if run is None or (run.active and run.seconds < SLOW_SECONDS / 2):
        return
    view = _view(store, run)
    layers = _layers(store, run)
    layers = layers[layers["step"].between(view.first, view.last)]
    if len(layers):
        left, right = st.columns(2, gap="medium")
        with left:
            _draw_gradients(layers, view, run_id)
        with right:
            _draw_dead(layers, view, run_id)
        st.caption(_names_in_pytorch(run))


def _layers(store: RunStore, run: Run) -> pd.DataFrame:
    """What was measured of the layers, each under the name that people read."""
    layers = store.metrics.layers(run.id, LAYER_POINTS)
    titles = {name: short_title(title) for name, title in titles_of(run.config.model_config).items()}
    return layers.assign(layer=layers["layer"].map(lambda name: titles.get(name, name)))


def _names_in_pytorch(run: Run) -> str:
    titles = titles_of(run.config.model_config)
    return f"In PyTorch: {', '.join(f'{title} is `{name}`' for name, title in titles.items())}."


def _draw_gradients(layers: pd.DataFrame, view: View, run_id: str) -> None:
    newest = layers[layers["step"] == layers["step"].max()]
    norms = ", ".join(f"{row.layer} {format_number(row.gradient_norm)}" for row in newest.itertuples())
    st.markdown("**How strongly each layer is corrected**")
    option = gradient_option(layers, view)
    live_chart(option, height=220, key=f"gradients-{run_id}", alt=f"Norm of the gradient now: {norms}.")


def _draw_dead(layers: pd.DataFrame, view: View, run_id: str) -> None:
    newest = layers[(layers["step"] == layers["step"].max()) & layers["dead"].notna()]
    dead = ", ".join(f"{row.layer} {format_percent(100 * row.dead)}" for row in newest.itertuples())
    st.markdown("**Units that are dead on a batch**")
    if layers["dead"].isna().all():
        st.caption("None can be: the activations of this network are nowhere flat.")
        return
    live_chart(dead_option(layers, view), height=220, key=f"dead-{run_id}", alt=f"Dead units now: {dead}.")
