"""The data sets that a page may offer, and the button that fetches MNIST."""

from dataclasses import dataclass

import streamlit as st

from playground.digits.datasets import MNIST_FILES, load_digits, raw_folder
from playground.errors import DatasetError


@dataclass(frozen=True)
class DataSummary:
    """What a page says of a data set."""

    name: str
    source: str
    train: int
    test: int


def data_summary(name: str, directory: str) -> DataSummary:
    """Name and size of a data set in the data directory, read again only when its files have changed.

    Raises:
        DatasetError: it is missing or corrupt.
    """
    stamps = []
    for file in MNIST_FILES:
        path = raw_folder(directory) / file
        status = path.stat() if path.exists() else None
        stamps.append((status.st_size, status.st_mtime_ns) if status else None)
    return _summary(name, directory, tuple(stamps))


@st.cache_data(max_entries=8, show_spinner="Reading the data ...")
def _summary(name: str, directory: str, stamps: tuple[tuple[int, int] | None, ...]) -> DataSummary:
    del directory, stamps  # the cache's key
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
    st.rerun()
