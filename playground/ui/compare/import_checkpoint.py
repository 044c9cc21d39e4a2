"""An uploaded checkpoint becomes a run that can be compared."""

from contextlib import suppress
from pathlib import Path

import streamlit as st

from playground.digits.datasets import DigitDataset, dataset_name, datasets_on_disk, load_digits
from playground.errors import DatasetError, PlaygroundError
from playground.formatting import format_accuracy
from playground.runs.importing import import_checkpoint
from playground.runs.store import RunStore
from playground.ui.compare.chosen_runs import choose, chosen_ids

IMPORTED = "imported_run"
"""In the session: what the page says of the run that was just imported."""


def upload_checkpoint(store: RunStore) -> None:
    """The upload; its run is chosen for the comparison."""
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
            dataset = _dataset_on_disk()
            with st.spinner(f"Reading {len(dataset.test_images):,} test images ..."):
                run = import_checkpoint(store, upload.getvalue(), dataset, Path(upload.name).stem)
        except PlaygroundError as error:
            st.error(str(error))
            return
        choose([*chosen_ids(store.list()), run.id])
        reads = (
            f"reads {format_accuracy(run.test_accuracy)} of the test images of {dataset_name(dataset.name)}"
        )
        st.session_state[IMPORTED] = f"**{run.name}** is run {run.number} now: it {reads}."
        st.rerun()


def _dataset_on_disk() -> DigitDataset:
    """The first data set that is whole on this machine."""
    for entry in datasets_on_disk():
        with suppress(DatasetError):
            return load_digits(entry.key)
    raise DatasetError(
        "Expected a data set that is whole on this machine, but there is none. Download one on the Train page."
    )
