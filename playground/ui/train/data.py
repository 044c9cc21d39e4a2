"""What the next run learns from: the choice of a data set, and the buttons that fetch one."""

from pathlib import Path

import streamlit as st

from playground.digits.datasets import (
    DATASETS,
    DatasetEntry,
    datasets_on_disk,
    load_digits,
    usual_dataset,
)
from playground.digits.datasets.catalogue import AUTO
from playground.errors import DatasetError
from playground.settings import data_directory
from playground.ui.shared.choice import choose_one


def choose_data() -> str:
    """The key of the data set of the next run, which is whole on disk.

    Raises:
        DatasetError: the chosen one is missing or corrupt; the button that fetches it is there then.
    """
    labels = {AUTO: "Best on disk", **{key: entry.label for key, entry in DATASETS.items()}}
    name = choose_one("Data", labels, AUTO, "data", widget=st.selectbox)
    entry = DATASETS[usual_dataset() if name == AUTO else name]
    try:
        _check(entry)
    except DatasetError:
        _download_button(entry)
        raise
    st.caption(
        f"**{entry.source}.** {entry.train_size:,} images to train on, {entry.test_size:,} to test with."
    )
    _describe_others(entry)
    return entry.key


def _describe_others(chosen: DatasetEntry) -> None:
    """The smallest or largest of the others on disk, and what can be downloaded."""
    on_disk = list(datasets_on_disk())
    smallest = min(on_disk, key=lambda entry: entry.train_size)
    largest = max(on_disk, key=lambda entry: entry.train_size)
    if chosen != smallest:
        st.caption(f"For a short run choose {smallest.in_text} above.")
    elif chosen != largest:
        st.caption(f"{largest.train_size:,} images of {largest.in_text} are on disk too: choose them above.")
    for entry in DATASETS.values():
        if not entry.on_disk():
            _download_button(entry)


def _check(entry: DatasetEntry) -> None:
    """Raise `DatasetError` unless the data set is whole; it is read again only when its files have changed."""
    root = data_directory()
    _read(entry.key, str(root), tuple(_stamp(path) for path in entry.files(root)))


def _stamp(path: Path) -> tuple[int, int] | None:
    """Size and time of change; None where there is no file."""
    if not path.exists():
        return None
    status = path.stat()
    return status.st_size, status.st_mtime_ns


@st.cache_data(max_entries=8, show_spinner="Reading the data ...")
def _read(key: str, directory: str, stamps: tuple[tuple[int, int] | None, ...]) -> None:
    del stamps  # part of the cache's key
    load_digits(key, directory)


def _download_button(entry: DatasetEntry) -> None:
    """A button that downloads the data set, where that can be done, and shows how far it is."""
    download = entry.download
    if download is None or not st.button(
        f"Download {entry.label} ({download.megabytes} MB)",
        icon=":material/download:",
        key=f"download_{entry.key}",
    ):
        return
    bar = st.progress(0.0, "Connecting ...")
    try:
        for progress in download.fetch(data_directory()):
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
    st.rerun()
