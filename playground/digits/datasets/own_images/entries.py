"""The catalogue's entries for data sets that users brought, and how their files are read."""

from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from playground.archives import Archive, Limits
from playground.digits.datasets.entry import DIGITS, DatasetEntry, DigitDataset
from playground.digits.datasets.own_images.arrays import MAX_ARRAY_BYTES, MAX_ARRAYS
from playground.digits.datasets.own_images.folder import ARRAYS, is_own, own_file
from playground.digits.drawing.preprocessing import SIZE
from playground.errors import ArchiveError, DatasetError

_LIMITS = Limits(MAX_ARRAYS, MAX_ARRAY_BYTES, MAX_ARRAY_BYTES)
_PROGRAM = """import numpy

# Your own images. Get the file on the page "Train", under "Use images of your own", and put it beside this program.
with numpy.load("{key}.npz") as own:
    train_images, train_labels = torch.from_numpy(own["train_images"]), torch.from_numpy(own["train_labels"])
    test_images, test_labels = torch.from_numpy(own["test_images"]), torch.from_numpy(own["test_labels"])
"""


@dataclass(frozen=True)
class _Header:
    """What a file says of its images."""

    title: str
    classes: tuple[str, ...]
    train_size: int
    test_size: int


def own_entry(key: str) -> DatasetEntry | None:
    """The catalogue's entry of a file; None where there is none that can be read."""
    if not is_own(key):
        return None
    path = own_file(key)
    try:
        status = path.stat()
        header = _header(str(path), status.st_mtime_ns, status.st_size)
    except (OSError, DatasetError):
        return None
    return DatasetEntry(
        key=key,
        label=f"{header.title} (your own)",
        in_text=f"your images “{header.title}”",
        source=f"Your images “{header.title}”",
        train_size=header.train_size,
        test_size=header.test_size,
        load=partial(_load, key),
        program=_PROGRAM.format(key=key),
        classes=header.classes,
        files=lambda root: [path],
    )


def deleted_entry(key: str) -> DatasetEntry:
    """Stands for a data set whose file is gone, for the sake of runs that have learnt from it."""

    def load(root: Path) -> DigitDataset:
        raise DatasetError(
            f"Expected your own images in {own_file(key)}, but that file was deleted or is damaged. Bring the same images "
            "again on the Train page, under the same name, or choose other data."
        )

    return DatasetEntry(
        key=key,
        label="Deleted images",
        in_text="images of your own that were deleted",
        source="Images of your own that were deleted",
        train_size=0,
        test_size=0,
        load=load,
        program=_PROGRAM.format(key=key),
        classes=(),
        files=lambda root: [own_file(key)],
    )


def _load(key: str, root: Path) -> DigitDataset:
    del root  # they lie in the playground's home
    try:
        with Archive(own_file(key), _LIMITS) as file:
            arrays = {name: file.read_array(f"{name}.npy") for name in ARRAYS}
            _check(arrays, len(file.read_array("classes.npy")))
    except (OSError, ArchiveError, DatasetError) as error:
        raise DatasetError(
            f"Expected your own images in {own_file(key)}, but they cannot be read ({error}). Delete them on the Train "
            "page, and bring them again."
        ) from error
    entry = own_entry(key)
    tensors = {name: torch.from_numpy(array) for name, array in arrays.items()}
    return DigitDataset(
        train_images=tensors["train_images"],
        train_labels=tensors["train_labels"],
        test_images=tensors["test_images"],
        test_labels=tensors["test_labels"],
        name=key,
        source=entry.source if entry is not None else key,
    )


def _check(arrays: dict[str, NDArray], classes: int) -> None:
    for part in ("train", "test"):
        images, labels = arrays[f"{part}_images"], arrays[f"{part}_labels"]
        if images.dtype != np.uint8 or images.shape[1:] != (SIZE, SIZE) or labels.shape != images.shape[:1]:
            raise DatasetError(
                f"expected images (N, {SIZE}, {SIZE}) uint8, but got {images.shape} {images.dtype}"
            )
        if labels.dtype != np.int64 or not len(labels) or labels.min() < 0 or labels.max() >= classes:
            raise DatasetError(f"expected labels from 0 to {classes - 1}, but got others")


@lru_cache(maxsize=64)
def _header(path: str, changed: int, size: int) -> _Header:
    """Title, classes and sizes, without reading the images; `changed` and `size` tell files apart."""
    del changed, size
    try:
        with Archive(Path(path), _LIMITS) as file:
            title = str(file.read_array("title.npy"))
            classes = tuple(str(name) for name in file.read_array("classes.npy").tolist())
            sizes = [len(file.read_array(f"{name}.npy")) for name in ("train_labels", "test_labels")]
    except (ArchiveError, TypeError) as error:
        raise DatasetError(f"Expected images of your own in {path}, but it is damaged ({error}).") from error
    if not 2 <= len(classes) <= len(DIGITS):
        raise DatasetError(f"Expected 2 to {len(DIGITS)} classes in {path}, but it has {len(classes)}.")
    return _Header(title, classes, *sizes)
