"""An uploaded checkpoint becomes a run that can be compared."""

from contextlib import suppress
from pathlib import Path

import streamlit as st

from playground.digits.checkpoints import Checkpoint, read_checkpoint
from playground.digits.checkpoints.containers import ACCEPTED
from playground.digits.datasets import (
    DigitDataset,
    dataset_classes,
    dataset_name,
    datasets_on_disk,
    load_digits,
)
from playground.errors import DatasetError, PlaygroundError
from playground.formatting import format_accuracy, listed
from playground.markdown import literal
from playground.runs.importing import import_checkpoint
from playground.runs.store import RunStore
from playground.settings import MAX_CHECKPOINT_BYTES
from playground.ui.compare.chosen_runs import choose, chosen_ids
from playground.ui.shared.announcements import announce
from playground.ui.shared.uploads import uploaded_network

IMPORTED = "imported_run"
"""In the session: what the page says of the run that was just imported."""


def upload_checkpoint(store: RunStore) -> None:
    """The upload; its run is chosen for the comparison."""
    if IMPORTED in st.session_state:
        st.success(st.session_state.pop(IMPORTED), icon=":material/check_circle:")
    with st.expander("Import a checkpoint", icon=":material/upload_file:"):
        upload = st.file_uploader(
            "A network that was saved by this playground, by PyTorch, safetensors or NumPy",
            list(ACCEPTED),
            key="imported_file",
            max_upload_size=MAX_CHECKPOINT_BYTES // 2**20,
        )
        if upload is None:
            return
        checkpoint = None
        try:
            checkpoint = uploaded_network(upload.getvalue(), "imported")
        except PlaygroundError as error:
            st.error(literal(error))
        pressed = st.button(
            "Test it and add it to the runs",
            icon=":material/fact_check:",
            key="import",
        )
        if not pressed or checkpoint is None:
            return
        try:
            dataset = _dataset_for(read_checkpoint(upload.getvalue()))
            with st.spinner(f"Reading {len(dataset.test_images):,} test images ..."):
                run = import_checkpoint(store, checkpoint, dataset, Path(upload.name).stem)
        except PlaygroundError as error:
            st.error(literal(error))
            return
        choose([*chosen_ids(store.list()), run.id])
        reads = f"reads {format_accuracy(run.test_accuracy)} of the test images of {literal(dataset_name(dataset.name))}"
        st.session_state[IMPORTED] = f"**{literal(run.name)}** is run {run.number} now: it {reads}."
        announce(f"{run.name} is run {run.number} now.")
        st.rerun()


def _dataset_for(checkpoint: Checkpoint) -> DigitDataset:
    """The data set that the network has learnt from, else the first one of the same classes that is whole here."""
    learnt = str(checkpoint.metadata.get("dataset"))
    classes = tuple(checkpoint.metadata.get("classes") or dataset_classes(learnt))
    entries = sorted(datasets_on_disk(), key=lambda entry: entry.key != learnt)
    for entry in (entry for entry in entries if entry.classes == classes):
        with suppress(DatasetError):
            return load_digits(entry.key)
    raise DatasetError(
        f"Expected a data set of {listed(classes)} to test it with, but none is whole on this machine. Get one on the "
        "Train page."
    )
