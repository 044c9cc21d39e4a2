"""One data set of the catalogue, and its images in memory."""

import os
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from torch import Tensor

from playground.settings import data_directory

DIGITS = tuple("0123456789")
"""The classes of a data set of digits."""


@dataclass(frozen=True)
class DigitDataset:
    """Labelled images in memory.

    Attributes:
        train_images: `(N, 28, 28)` uint8, white ink on black.
        train_labels: `(N,)` int64, each an index into `classes`.
        test_images: `(M, 28, 28)` uint8, never trained on.
        test_labels: `(M,)` int64.
        name: a key of `DATASETS`.
        source: where the images come from, as shown to students.
        classes: the display name of each label, from label 0 on, at most 10; `load_digits` takes them from the entry.
        added: how many of the last training images are no part of the data set itself, such as a user's own drawings.
    """

    train_images: Tensor
    train_labels: Tensor
    test_images: Tensor
    test_labels: Tensor
    name: str
    source: str
    classes: tuple[str, ...] = DIGITS
    added: int = 0


@dataclass(frozen=True)
class DownloadProgress:
    """How far a download is.

    Attributes:
        file: the file that is being fetched; the last report names the last file.
        bytes_done: bytes of it so far; reports also come while nothing does.
        bytes_total: its size as the server gives it; None when the server does not say.
        files_done: files that are whole on disk.
        files_total: files there are.
    """

    file: str
    bytes_done: int
    bytes_total: int | None
    files_done: int
    files_total: int


@dataclass(frozen=True)
class Download:
    """How a data set is fetched from the network.

    Attributes:
        megabytes: what has to be transferred, in 10**6 bytes.
        fetch: fetches into a folder, reporting how far it is; raises `DatasetError` when it cannot. Closing it cancels.
    """

    megabytes: int
    fetch: Callable[[Path], Generator[DownloadProgress, None, None]]


def _no_files(root: Path) -> Sequence[Path]:
    del root
    return ()


@dataclass(frozen=True)
class DatasetEntry:
    """One data set: all that pages, programs and runs need to know of it.

    Attributes:
        key: the catalogue key, a lower_snake_case identifier of at most 40 characters.
        label: the display name by itself, as in a menu.
        in_text: the display name within a sentence, such as "the embedded digits".
        source: where the images come from, without a full stop.
        train_size: how many images there are to train on.
        test_size: how many to test with.
        load: the images below a folder; raises `DatasetError` when they are missing or damaged. It reads each time
            that it is called, or keeps what never changes.
        program: lines of Python that set `train_images`, `train_labels`, `test_images` and `test_labels`, as in
            `DigitDataset`; `torch` is imported.
        classes: the display name of each label, from label 0 on.
        files: the files below a folder that `load` reads; none where a library brings the images along.
        download: how it is fetched; None where it cannot be.
    """

    key: str
    label: str
    in_text: str
    source: str
    train_size: int
    test_size: int
    load: Callable[[Path], DigitDataset]
    program: str
    classes: tuple[str, ...] = DIGITS
    files: Callable[[Path], Sequence[Path]] = _no_files
    download: Download | None = None

    @property
    def digits(self) -> bool:
        """Whether its images show digits."""
        return self.classes == DIGITS

    def begun(self, root: str | Path | None = None) -> bool:
        """Whether something of it lies below `root`: a file or a broken link, whole or not; or it needs no files."""
        paths = self.files(data_root(root))
        return not paths or any(os.path.lexists(path) for path in paths)

    def on_disk(self, root: str | Path | None = None) -> bool:
        """Whether all its files exist below `root`, None for `settings.data_directory()`; whole or not."""
        return all(path.is_file() for path in self.files(data_root(root)))


def data_root(root: str | Path | None) -> Path:
    """The folder of all data sets: `root`, or `settings.data_directory()` where it is None."""
    return data_directory() if root is None else Path(root)
