"""Renaming a run, and downloading its networks, metrics and program."""

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from playground.digits.datasets.own_images.folder import is_own, own_file
from playground.digits.training.program import program_of
from playground.errors import CheckpointError
from playground.formatting import on_one_line
from playground.markdown import literal
from playground.notices.run_title import run_title
from playground.runs.changes import in_force
from playground.runs.curves import metrics_csv
from playground.runs.run import Run
from playground.runs.store import MAX_NAME, RunStore
from playground.ui.shared.actions import action
from playground.ui.shared.announcements import announce
from playground.ui.shared.network_files import network_files
from playground.ui.shared.networks import load_network


def rename_and_download(store: RunStore, runs: Sequence[Run]) -> None:
    """Rename and download one of `runs`, which are at least one."""
    by_id = {run.id: run for run in runs}
    st.header("Keep a run", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        run_id = st.selectbox(
            "Run",
            list(by_id),
            format_func=lambda key: run_title(by_id[key]),
            key="kept_run",
            width=340,
        )
        run = by_id[run_id]
        name = st.text_input("Name", run.name, key=f"name_{run.id}", max_chars=MAX_NAME, width=340)
        st.button(
            "Rename",
            icon=":material/edit:",
            key="rename",
            disabled=on_one_line(name, MAX_NAME) in ("", run.name),
            on_click=renaming(store, run),
        )
    downloads(store, run)


def renaming(store: RunStore, run: Run) -> Callable[[], None]:
    """A callback that gives the run the name in its text field, of the key `name_ID`; then the run's name is in the field.

    Never to be called because the two differ: the store cleans a name, and another tab may have given a newer one.
    """

    def rename() -> None:
        field = f"name_{run.id}"
        store.rename(run.id, st.session_state[field])
        renamed = store.get(run.id) or run
        st.session_state[field] = renamed.name
        if renamed.name != run.name:
            announce(f"Run {run.number} is called {renamed.name} now.")

    return action(rename)


def downloads(store: RunStore, run: Run) -> None:
    """Buttons for the networks, the metrics and the program."""
    files, stem = store.files(run.id), f"run-{run.number}"
    kept = Path(run.checkpoint) if run.checkpoint else None
    last = next(iter(reversed(files.epochs())), 0)
    with st.container(horizontal=True):
        if kept is not None and kept.is_file():
            _network(f"Network{f' of epoch {run.kept_epoch}' if run.kept_epoch else ''}", kept, stem, "kept")
        if not run.active and last > run.kept_epoch > 0:
            _network(f"Last network, epoch {last}", files.epoch(last), f"{stem}-last", "last")
        if run.step:
            csv = _metrics(str(store.home), run.id, run.revision, _store=store)
            _download("Metrics (CSV)", csv, f"{stem}.csv", "csv", "text/csv")
        if run.config.own_digits and files.own_digits.is_file():
            _download(
                "Own digits (NumPy)", files.own_digits.read_bytes(), files.own_digits.name, "own_digits"
            )
        images = own_file(run.dataset) if is_own(run.dataset) else None
        if images is not None and images.is_file():
            _download("Own images (NumPy)", images.read_bytes(), images.name, "own_images")
        changes = in_force(run.changes)
        program = program_of(run.config, run.dataset, run.threads or 1, changes).encode()
        _download("PyTorch program", program, f"{stem}.py", "program", "text/x-python")


def _network(label: str, path: Path, stem: str, key: str) -> None:
    """A network's files, behind one button."""
    with st.popover(label, icon=":material/download:", key=f"files_{key}"):
        try:
            checkpoint = load_network(path)
        except CheckpointError as error:
            st.error(literal(error))
            return
        network_files(checkpoint, stem, key)


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
