"""One run on the Train page: its state, its curves while they grow, and its result."""

import time
from functools import partial

import pandas as pd
import streamlit as st

from playground.digits.training_config import TrainingConfig
from playground.errors import PlaygroundError
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
from playground.runs import launcher
from playground.runs.run import ACTIVE_STATES, Run
from playground.runs.store import RunStore
from playground.ui import frame, run_shelf
from playground.ui.address import read_choice, write_choice
from playground.ui.data import DataSummary
from playground.ui.live import live
from playground.ui.run_controls import show_progress
from playground.ui.training_words import describe_training

LOSS_HEIGHT = 320
FIRST_POINT_SECONDS = 0.4
LOSS_POINTS, LAYER_POINTS = 360, 50
"""An update of all charts together stays below 15 kB."""


def begin(store: RunStore, config: TrainingConfig, data: DataSummary) -> None:
    """Queue a run before the page is drawn again, so that its first point comes the sooner."""
    try:
        run = store.create(config, data.name)
        launcher.wake(store)
    except PlaygroundError as error:
        st.error(str(error))
        return
    write_choice("run", run.id)
    _await_first_point(store, run.id)


def _await_first_point(store: RunStore, run_id: str) -> None:
    """Wait a moment for a worker that is ready: its first point then comes with the page, not half a second later."""
    deadline = time.monotonic() + FIRST_POINT_SECONDS
    while time.monotonic() < deadline:
        run = store.get(run_id)
        if run is None or run.step or run.state not in ACTIVE_STATES:
            return
        time.sleep(0.02)


def show_chosen_run(store: RunStore) -> None:
    """The run in the address, else the one that this visitor saw last, else an invitation."""
    run_id = read_choice("run")
    run = store.get(run_id) if run_id else None
    if run is not None:
        write_choice("run", run.id)
    _choose_run(store, run)
    if run is not None:
        show_run(store, run)
        return
    if run_id:
        st.info("That run is not here any more. Press Start for a new one.", icon=":material/info:")
    st.info(
        "Press **Start training**: the loss curve grows here while you watch.", icon=":material/show_chart:"
    )
    # It also has the browser fetch the charts' code before the first point is there.
    st.echarts_chart(
        empty_option(),
        height=LOSS_HEIGHT,
        key="loss-empty",
        alt="No loss yet: a network that guesses has 2.30.",
    )
    frame.what_to_notice(
        "Before it has learnt anything the network guesses among ten digits: a loss of ln 10 = 2.30 and "
        "about 10 % right. The article's settings bring it near 98 % on MNIST."
    )


def _choose_run(store: RunStore, shown: Run | None) -> None:
    """A list of all runs, so that an earlier one can be looked at again."""
    runs = {run.id: run for run in store.list()}
    if shown is not None:
        runs.setdefault(shown.id, shown)
    if not runs:
        return

    def go() -> None:
        if (
            chosen := st.session_state["shown_run"]
        ) in runs:  # after a rename the browser sends the old label
            write_choice("run", chosen)

    st.session_state["shown_run"] = shown.id if shown is not None else None
    st.selectbox(
        "Run", list(runs), format_func=lambda key: _title(runs[key]), key="shown_run", on_change=go,
        placeholder="Look at an earlier run",
    )  # fmt: skip


def _title(run: Run) -> str:
    """A label that stays the same while the run changes: the browser answers with the label."""
    return f"{run.number} · {run.name}" + (" (in the bin)" if run.deleted_at else "")


def show_run(store: RunStore, run: Run) -> None:
    """The run, redrawn when it changes: looked at twice a second while it waits or trains, less often afterwards."""
    run_id = run.id
    if run.deleted_at is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(":material/delete: This run is in the bin.", width="content")
            st.button(
                "Undo", icon=":material/undo:", key="undo_delete", on_click=store.restore, args=(run.id,)
            )
    live(
        partial(_draw_run, store, run_id, run.active),
        partial(_news, store, run_id),
        key="run",
        every=0.5 if run.active else 2.0,
    )
    if not run.active:
        _show_result(run)
        _keep(store, run)


def _news(store: RunStore, run_id: str) -> tuple[int, int]:
    run = store.get(run_id)
    if run is None:
        return (-1, 0)
    return run.revision, launcher.queue_position(store, run) if run.state == "queued" else 0


def _choose_view(run: Run) -> View:
    """The switches above the charts; moving one draws only the charts again."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        axis = st.segmented_control(
            "Against", list(AXES), format_func=AXES.__getitem__, default="step", required=True, key="against",
            bind="query-params",
        )  # fmt: skip
        curves = st.segmented_control(
            "Loss", list(CURVES), format_func=CURVES.__getitem__, default="both", required=True, key="curves",
            bind="query-params",
        )  # fmt: skip
        log = st.toggle("Logarithmic loss", key="log_loss", bind="query-params")
        low, high = st.slider(
            "Zoom", 0, 100, (0, 100), format="%d %%", key="zoom", width=220, bind="query-params",
            help="The part of the run that is shown; a part is shown with more of its steps.",
        )  # fmt: skip
    total = max(run.total_steps, run.step, 1)
    first, last = 1 + int(total * low / 100), max(int(total * high / 100), 1)
    return View(axis, log, curves, max(run.steps_per_epoch, 1), min(first, last), last)


def _draw_run(store: RunStore, run_id: str, was_active: bool) -> None:
    run = store.get(run_id)
    if run is None or run.active != was_active:
        st.rerun()
    show_progress(store, run)
    view = _choose_view(run)
    steps = store.metrics.steps(run_id, view.first, view.last, LOSS_POINTS)
    if steps.empty:
        if run.active:
            option = empty_option(max(run.total_steps, 1))
            st.echarts_chart(option, height=LOSS_HEIGHT, key=f"loss-{run_id}", alt="No loss yet.")
        return
    epochs = store.metrics.epochs(run_id)
    first, last = float(store.metrics.steps(run_id, 1, 1)["loss"].iloc[0]), float(steps["loss"].iloc[-1])
    st.echarts_chart(
        loss_option(steps, epochs, view), height=LOSS_HEIGHT, key=f"loss-{run_id}",
        alt=f"Training loss from {first:.3f} at step 1 to {last:.3f} at step {steps['step'].iloc[-1]}.",
    )  # fmt: skip
    if epochs:
        st.echarts_chart(
            accuracy_option(epochs, view), height=230, key=f"accuracy-{run_id}",
            alt=f"Test accuracy {epochs[-1]['test_accuracy']:.2%} after epoch {epochs[-1]['epoch']}.",
        )  # fmt: skip
    layers = store.metrics.layers(run_id, LAYER_POINTS)
    frame.what_to_notice(describe_training(run, (first, last), epochs, layers))
    if len(layers) and (
        run.seconds > 1 or not run.active
    ):  # the first loss should not wait for three more charts
        _draw_layers(layers, view, run_id)


def _draw_layers(layers: pd.DataFrame, view: View, run_id: str) -> None:
    layers = layers[layers["step"].between(view.first, view.last)]
    newest = layers[layers["step"] == layers["step"].max()]
    norms = ", ".join(f"{row.layer} {row.gradient_norm:.2e}" for row in newest.itertuples())
    left, right = st.columns(2, gap="medium")
    left.markdown("**How strongly each layer is corrected**")
    left.echarts_chart(
        gradient_option(layers, view),
        height=220,
        key=f"gradients-{run_id}",
        alt=f"Norm of the gradient now: {norms}.",
    )
    hidden = newest[newest["dead"].notna()]
    dead = ", ".join(f"{row.layer} {row.dead:.0%}" for row in hidden.itertuples())
    right.markdown("**Units that are dead on a batch**")
    right.echarts_chart(
        dead_option(layers, view), height=220, key=f"dead-{run_id}", alt=f"Dead units now: {dead}."
    )


def _show_result(run: Run) -> None:
    if run.test_accuracy is None:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="large"):
        st.metric("Test accuracy", f"{run.test_accuracy:.2%}", width=150)
        if run.best_accuracy is not None and run.best_epoch:
            st.metric("Best, after epoch", f"{run.best_accuracy:.2%} · {run.best_epoch}", width=190)
        with st.container(gap="small"):
            _link("draw", "Draw with this model", {"model": f"run-{run.id}"})
            _link("mistakes", "See its mistakes", {"run": run.id})
            _link("compare", "Compare with other runs", {"runs": run.id})


def _keep(store: RunStore, run: Run) -> None:
    """What one does with a run that rests: another name, its files, the bin."""
    with st.expander("Rename, download, delete", icon=":material/inventory_2:"):
        name = st.text_input("Name", run.name, key=f"name_{run.id}", max_chars=200)
        if name.strip() not in ("", run.name):
            store.rename(run.id, name)
            st.rerun()
        run_shelf.downloads(store, run)
        if run.deleted_at is None:
            st.button(
                "Delete this run", icon=":material/delete:", key="delete_run", on_click=store.delete, args=(run.id,),
                help="It stays in the bin for a day.",
            )  # fmt: skip


def _link(page: str, label: str, query: dict[str, str]) -> None:
    if page in frame.PAGES:
        st.page_link(frame.PAGES[page].file, label=label, icon=frame.PAGES[page].icon, query_params=query)
