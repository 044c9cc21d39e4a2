"""What the Train page shows of a run in each of its states, and the cached things it needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from playground.digits.datasets import load_digits
from playground.errors import DatasetError, PlaygroundError
from playground.figures.train import accuracy_option, confusion_option, loss_option, most_confused
from playground.runs import launcher
from playground.runs.store import Run, RunStore
from playground.settings import home_directory
from playground.ui import frame


@dataclass(frozen=True)
class DataSummary:
    """What the page says of a data set."""

    name: str
    source: str
    train: int
    test: int


@st.cache_resource(max_entries=4)
def _open_store(home: str) -> RunStore:
    del home  # the cache's key
    return RunStore()


def run_store() -> RunStore:
    """The store of this server's home directory.

    Raises:
        StoreError: it cannot be opened.
    """
    return _open_store(str(home_directory()))


@st.cache_data(ttl=30, show_spinner="Reading the data ...")
def data_summary(name: str, directory: str) -> DataSummary:
    """Name and size of a data set; `directory` is only the cache's key.

    Raises:
        DatasetError: it is missing or corrupt.
    """
    del directory
    dataset = load_digits(name)
    return DataSummary(dataset.name, dataset.source, len(dataset.train_images), len(dataset.test_images))


def download_button() -> None:
    """A button that downloads MNIST and shows how far it is."""
    if not st.button("Download MNIST (12 MB)", icon=":material/download:", key="download_mnist"):
        return
    from playground.digits.download import download_mnist

    bar = st.progress(0.0, "Connecting ...")
    try:
        for progress in download_mnist():
            total = progress.bytes_total  # None where the server does not say
            share = (
                progress.files_done + (progress.bytes_done / total if total else 0)
            ) / progress.files_total
            size = f" of {total / 1e6:.1f}" if total else ""
            text = f"{progress.file}: {progress.bytes_done / 1e6:.1f}{size} MB"
            bar.progress(min(share, 1.0), text)
    except DatasetError as error:
        bar.empty()
        st.error(str(error))
        return
    data_summary.clear()
    st.rerun()


def show_run(store: RunStore, run_id: str) -> None:
    """The run, redrawn every half second while it waits or trains, and not at all afterwards."""
    run = store.get(run_id)
    if run is None:
        st.info("That run is not here any more. Press Start for a new one.", icon=":material/info:")
        return
    st.fragment(_draw_run, run_every=0.5 if run.active else None)(store, run_id, run.active)
    if run.state in ("finished", "stopped"):
        _show_result(run)


def _draw_run(store: RunStore, run_id: str, was_active: bool) -> None:
    try:
        launcher.refresh(store)
        run = store.get(run_id)
        if run is None or (was_active and not run.active):
            st.rerun()
        _show_progress(store, run)
        curve, epochs = store.loss_curve(run_id), store.epochs(run_id)
    except PlaygroundError as error:
        st.error(str(error))
        return
    if not curve:
        st.skeleton(height=340)
        return
    st.echarts_chart(
        loss_option(curve, epochs, run.total_steps), height=340, key=f"loss-{run_id}",
        alt=f"Training loss from {curve[0][1]:.3f} at step 1 to {curve[-1][1]:.3f} at step {curve[-1][0]}.",
    )  # fmt: skip
    if epochs:
        st.echarts_chart(
            accuracy_option(epochs, run.config.epochs), height=260, key=f"accuracy-{run_id}",
            alt=f"Test accuracy {epochs[-1]['test_accuracy']:.2%} after epoch {epochs[-1]['epoch']}.",
        )  # fmt: skip
    frame.what_to_notice(_notice(run, epochs, curve))


def _show_progress(store: RunStore, run: Run) -> None:
    share = run.step / run.total_steps if run.total_steps else 0.0
    text = f"Step {run.step:,} of {run.total_steps:,} · epoch {run.epoch} of {run.config.epochs}"
    speed = f" · {run.images_per_second:,.0f} images a second" if run.images_per_second else ""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if run.state == "queued":
            st.info(f"Waiting for a free place: number {launcher.queue_position(store, run)} in the queue.")
        elif run.state == "running" and not run.step:
            st.progress(0.0, "Starting PyTorch in a process of its own: about three seconds ...")
        elif run.state == "running":
            left = run.seconds_left
            st.progress(share, f"{text}{speed} · {left:.0f} s left" if left is not None else text)
        elif run.state == "finished":
            st.success(
                f"Finished: {run.config.epochs} epochs, {run.step:,} steps{speed}.",
                icon=":material/check_circle:",
            )
        elif run.state == "stopped":
            st.warning(run.message or f"Stopped at step {run.step:,}: what was learnt until then is kept.")
        else:
            title = "The run diverged" if run.state == "diverged" else "The run failed"
            st.error(run.message, title=title)
        if run.active:
            stopping = run.command == "stop"
            label = "Stopping ..." if stopping else "Stop"
            if st.button(label, icon=":material/stop:", key="stop", disabled=stopping):
                store.request_stop(run.id)


def _notice(run: Run, epochs: Sequence[dict[str, Any]], curve: Sequence[tuple[int, float]]) -> str:
    loss = f"The loss went from {curve[0][1]:.2f} at the first step to {curve[-1][1]:.3f} at step {curve[-1][0]:,}."
    if not epochs:
        return f"{loss} A network that guesses among ten digits has a loss of ln 10 = 2.30."
    last = epochs[-1]
    gap = 100 * (last["train_accuracy"] - last["test_accuracy"])
    test = f"After epoch {last['epoch']} it reads {last['test_accuracy']:.2%} of digits that it never saw"
    if gap > 1:
        return f"{loss} {test}, {gap:.1f} points fewer than of those it trains on: it begins to learn them by heart."
    return f"{loss} {test}, about as many as of those it trains on."


def _show_result(run: Run) -> None:
    if run.test_accuracy is None or run.confusion is None:
        return
    figures, matrix = st.columns([1, 2])
    with figures:
        st.metric("Test accuracy", f"{run.test_accuracy:.2%}")
        st.page_link(
            frame.PAGES["draw"].file, label="Draw with this model", icon=":material/draw:",
            query_params={"model": f"run-{run.id}"},
        )  # fmt: skip
        mistake = most_confused(run.confusion)
        if mistake:
            st.caption(f"Commonest mistake: a {mistake[0]} read as a {mistake[1]}, {mistake[2]} times.")
    with matrix:
        st.markdown("**Which digits it mixes up**")
        st.echarts_chart(
            confusion_option(run.confusion), height=380, key=f"confusion-{run.id}",
            alt=f"Confusion matrix; test accuracy {run.test_accuracy:.2%}.",
        )  # fmt: skip
