"""Renaming a run, and downloading its networks, metrics and program."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from playground.digits.training.program import program_of
from playground.runs.curves import metrics_csv
from playground.runs.run import Run
from playground.runs.store import RunStore


def rename_and_download(store: RunStore, runs: Sequence[Run]) -> None:
    """Rename and download one of `runs`, which are at least one."""
    by_id = {run.id: run for run in runs}
    st.subheader("Keep a run", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        run_id = st.selectbox(
            "Run",
            list(by_id),
            format_func=lambda key: f"Run {by_id[key].number}: {by_id[key].name}",
            key="kept_run",
            width=340,
        )
        run = by_id[run_id]
        name = st.text_input("Name", run.name, key=f"name_{run.id}", max_chars=200, width=340)
        if st.button("Rename", icon=":material/edit:", key="rename", disabled=name.strip() in ("", run.name)):
            store.rename(run.id, name)
            st.rerun()
    downloads(store, run)


def downloads(store: RunStore, run: Run) -> None:
    """Buttons for the networks, the metrics and the program."""
    files, stem = store.files(run.id), f"run-{run.number}"
    best, last = files.epoch(run.best_epoch), Path(run.checkpoint) if run.checkpoint else None
    with st.container(horizontal=True):
        if run.best_epoch and best.is_file():
            _download(
                f"Best network, epoch {run.best_epoch}", best.read_bytes(), f"{stem}-best.safetensors", "best"
            )
        if last is not None and last.is_file():
            _download("Last network", last.read_bytes(), f"{stem}.safetensors", "last")
        if run.step:
            csv = _metrics(str(store.home), run.id, run.revision, _store=store)
            _download("Metrics (CSV)", csv, f"{stem}.csv", "csv", "text/csv")
        if run.config.own_digits and files.own_digits.is_file():
            _download(
                "Own digits (NumPy)", files.own_digits.read_bytes(), files.own_digits.name, "own_digits"
            )
        program = program_of(run.config, run.dataset, threads=run.threads or 1).encode()
        _download("PyTorch program", program, f"{stem}.py", "program", "text/x-python")


def _download(label: str, data: bytes, file: str, key: str, mime: str = "application/octet-stream") -> None:
    """A button for a file that is ready.

    Not a function that makes the file on a click: what that made is thrown away when any fragment of any visitor has
    run twice since, which with parts of pages that poll is before the browser gets it (see streamlit_workarounds.py).
    """
    st.download_button(
        label, data, file, mime, key=f"download_{key}", on_click="ignore", icon=":material/download:"
    )


@st.cache_data(max_entries=50, show_spinner=False)
def _metrics(home: str, run_id: str, revision: int, *, _store: RunStore) -> bytes:
    del home, revision  # the cache's key
    return metrics_csv(_store, run_id)
