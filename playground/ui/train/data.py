"""What the next run learns from: the choice of a data set, and the buttons that fetch one."""

import contextlib
import math
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from playground.digits.datasets import (
    DATASETS,
    DatasetEntry,
    datasets_on_disk,
    load_digits,
    usual_dataset,
)
from playground.digits.datasets.catalogue import AUTO, describe_fallback
from playground.digits.datasets.entry import DownloadProgress
from playground.digits.datasets.own_images.folder import is_own
from playground.digits.training import TrainingConfig
from playground.digits.training.validation import validation_size
from playground.errors import DatasetError
from playground.formatting import listed
from playground.markdown import literal
from playground.settings import data_directory
from playground.ui.shared.announcements import announce
from playground.ui.shared.choice import choose_one

BETWEEN_DRAWINGS = 0.1
"""Seconds between two drawings of a download's bar."""


@dataclass(frozen=True)
class _Sizes:
    """How many images there are to train on and to test with."""

    train: int
    test: int


def choose_data(config: TrainingConfig | None) -> str:
    """The key of the data set of the next run of `config`, which is whole on disk.

    Raises:
        DatasetError: the chosen one is missing or corrupt, and the button that fetches it is there then; or it does not
            go with the settings.
    """
    labels = {AUTO: "Best on disk", **{key: entry.label for key, entry in DATASETS.items()}}
    name = choose_one("Data", labels, AUTO, "data", widget=st.selectbox)
    entry = DATASETS[usual_dataset() if name == AUTO else name]
    if name == AUTO and (fallback := describe_fallback()):
        st.info(literal(fallback), icon=":material/folder_open:")
    try:
        sizes = _check(entry)
    except DatasetError:
        _download_button(entry)
        raise
    held_out = validation_size(sizes.train, config.validation_share) if config is not None else 0
    validation = f" {held_out:,} to validate with," if held_out else ""
    st.caption(
        f"**{literal(entry.source)}.** {sizes.train - held_out:,} images to train on,{validation} {sizes.test:,} to "
        "test with."
    )
    if not entry.digits:
        st.caption(f"{len(entry.classes)} classes: {literal(listed(entry.classes))}.")
    _describe_others(entry)
    if config is not None and config.own_digits and not entry.digits:
        raise DatasetError(
            f"'My own digits' needs data that show digits, not {entry.in_text}. Switch it off, or choose other data."
        )
    return entry.key


def _describe_others(chosen: DatasetEntry) -> None:
    """The smallest or largest of the others of its kind on disk, and what can be downloaded."""
    # Somebody who brought images does not want others, nor does anybody else want these.
    kin = [entry for entry in datasets_on_disk() if entry.digits == chosen.digits and not is_own(entry.key)]
    on_disk = [chosen] if is_own(chosen.key) else kin
    smallest = min(on_disk, key=lambda entry: entry.train_size)
    largest = max(on_disk, key=lambda entry: entry.train_size)
    if chosen.key != smallest.key:
        st.caption(f"For a short run choose {literal(smallest.in_text)} above.")
    elif chosen.key != largest.key:
        st.caption(
            f"{largest.train_size:,} images of {literal(largest.in_text)} are on disk too: choose them above."
        )
    for entry in DATASETS.values():
        if not entry.on_disk():
            _download_button(entry)


def _check(entry: DatasetEntry) -> _Sizes:
    """Raise `DatasetError` unless the data set is whole; it is read again only when its files have changed."""
    root = data_directory()
    return _read(entry.key, str(root), tuple(_stamp(path) for path in entry.files(root)))


def _stamp(path: Path) -> tuple[int, int] | None:
    """Size and time of change; None where there is no file."""
    if not path.exists():
        return None
    status = path.stat()
    return status.st_size, status.st_mtime_ns


@st.cache_data(max_entries=8, show_spinner="Reading the data ...")
def _read(key: str, directory: str, stamps: tuple[tuple[int, int] | None, ...]) -> _Sizes:
    del stamps  # part of the cache's key
    data = load_digits(key, directory)
    return _Sizes(len(data.train_images), len(data.test_images))


def _download_button(entry: DatasetEntry) -> None:
    """A button that downloads the data set, where that can be done, shows how far it is, and can be cancelled."""
    download = entry.download
    if download is None or not st.button(
        f"Download {literal(entry.label)} ({download.megabytes} MB)",
        icon=":material/download:",
        key=f"download_{entry.key}",
        wrap=True,
    ):
        return
    bar = st.progress(0.0, "Connecting ...")
    # Any click ends this run of the page at the next drawing of the bar, and with it the download.
    st.button("Cancel the download", icon=":material/close:", key=f"cancel_{entry.key}")
    try:
        with contextlib.closing(download.fetch(data_directory())) as reports:
            for report in at_intervals(reports):
                bar.progress(min(_share(report), 1.0), _text(report))
    except DatasetError as error:
        bar.empty()
        st.error(literal(error))
        return
    announce(f"{entry.label} is here.")
    st.rerun()


def at_intervals(reports: Iterable[DownloadProgress]) -> Iterator[DownloadProgress]:
    """No more of the reports than a page can show."""
    drawn = -math.inf
    for report in reports:
        if time.monotonic() - drawn > BETWEEN_DRAWINGS:
            yield report
            drawn = time.monotonic()


def _share(report: DownloadProgress) -> float:
    within = report.bytes_done / report.bytes_total if report.bytes_total else 0  # None: it is not said
    return (report.files_done + within) / report.files_total


def _text(report: DownloadProgress) -> str:
    size = f" of {report.bytes_total / 1e6:.1f}" if report.bytes_total else ""
    return f"{report.file}: {report.bytes_done / 1e6:.1f}{size} MB"
