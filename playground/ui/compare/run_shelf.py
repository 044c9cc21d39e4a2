"""What one can do with single runs: rename, take along, import, and bring back or remove deleted ones."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import streamlit as st

from playground.digits.datasets import DigitDataset, dataset_name, datasets_on_disk, load_digits
from playground.digits.training.program import program_of
from playground.errors import DatasetError, PlaygroundError
from playground.formatting import format_accuracy
from playground.runs.curves import metrics_csv
from playground.runs.importing import import_checkpoint
from playground.runs.run import STATES, Run
from playground.runs.store import RunStore
from playground.ui.compare.chosen_runs import choose, chosen_ids
from playground.ui.compare.run_table import restore
from playground.ui.shared.actions import action

MANY = 20
"""Deleted runs that are listed one by one."""


def keep_a_run(store: RunStore, runs: Sequence[Run]) -> None:
    """Rename one of these runs, at least one, and take it along."""
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


def import_a_checkpoint(store: RunStore) -> None:
    """An upload that becomes a run."""
    with st.expander("Import a checkpoint", icon=":material/upload_file:"):
        upload = st.file_uploader(
            "A network that was saved by this playground, or by the article's torch.save(model.state_dict(), ...)",
            ["safetensors", "pt", "pth"],
            key="imported_file",
        )
        if upload is None:
            return
        if not st.button("Test it and add it to the runs", icon=":material/fact_check:", key="import"):
            return
        try:
            dataset = _test_data()
            with st.spinner(f"Reading {len(dataset.test_images):,} test images ..."):
                run = import_checkpoint(store, upload.getvalue(), dataset, Path(upload.name).stem)
        except PlaygroundError as error:
            st.error(str(error))
            return
        choose([*chosen_ids(store.list()), run.id])
        reads = (
            f"reads {format_accuracy(run.test_accuracy)} of the test images of {dataset_name(dataset.name)}"
        )
        st.session_state["import_words"] = f"**{run.name}** is run {run.number} now: it {reads}."
        st.rerun()


def deleted_runs(store: RunStore) -> None:
    """The bin."""
    bin_ = store.list(deleted=True)
    if not bin_:
        return
    with st.expander(f"Deleted runs ({len(bin_)})", icon=":material/delete:"):
        st.caption("They are removed by themselves a day after they were deleted.")
        for run in bin_[:MANY]:
            with st.container(horizontal=True, vertical_alignment="center"):
                accuracy = format_accuracy(run.best_accuracy)
                facts = ", ".join(filter(None, [STATES[run.state].lower(), accuracy]))
                st.markdown(f"Run {run.number}: {run.name} ({facts})", width="stretch")
                st.button(
                    "Restore",
                    icon=":material/undo:",
                    key=f"restore_{run.id}",
                    on_click=action(restore, store, [run.id]),
                )
                st.button(
                    "Delete for good",
                    icon=":material/delete_forever:",
                    key=f"purge_{run.id}",
                    on_click=action(_purge, store, run),
                )
        if len(bin_) > MANY:
            st.caption(f"And {len(bin_) - MANY} older ones.")


def _purge(store: RunStore, run: Run) -> None:
    if not store.purge(run.id):
        st.toast(f"Run {run.number} is still ending: try again in a second.", icon=":material/hourglass_top:")


def _download(label: str, data: bytes, file: str, key: str, mime: str = "application/octet-stream") -> None:
    """A button for a file that is ready.

    Streamlit 1.67 would also take a function that makes the file on a click, but throws away what that made when
    any fragment of any visitor has run twice since: with parts of pages looking for news, before the browser gets it.
    """
    st.download_button(
        label, data, file, mime, key=f"download_{key}", on_click="ignore", icon=":material/download:"
    )


@st.cache_data(max_entries=50, show_spinner=False)
def _metrics(home: str, run_id: str, revision: int, *, _store: RunStore) -> bytes:
    del home, revision  # the cache's key
    return metrics_csv(_store, run_id)


def _test_data() -> DigitDataset:
    """The first data set that is whole on this machine."""
    for entry in datasets_on_disk():
        with suppress(DatasetError):
            return load_digits(entry.key)
    raise DatasetError(
        "Expected a data set that is whole on this machine, but there is none. Download one on the Train page."
    )
