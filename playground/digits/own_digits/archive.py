"""Export and import of a user test set as one file: NumPy's .npz, or a ZIP of PNGs.

What comes in may come from anybody: nothing is unpickled, and nothing is unpacked before its size is known.
"""

import io
import re
import zipfile
import zlib
from pathlib import PurePosixPath

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from playground.digits.drawing.preprocessing import SIZE
from playground.digits.models import CLASSES
from playground.digits.own_digits.folder import MAX_DRAWINGS, UserTestSet
from playground.digits.own_digits.png import MAX_FILE_BYTES, decode_png, encode_png
from playground.errors import DatasetError

MAX_UPLOAD_BYTES = 10 * 1024 * 1024
"""The server's own upload limit; 2,000 drawings take 1.6 MB."""

MAX_ENTRIES = 2 * MAX_DRAWINGS
"""Files in an archive that are looked at: other systems put one of their own beside each."""

NPY_HEADER_BYTES = 4096

_PNG = re.compile(r"([0-9])(?:[-_. ].*)?\.png", re.ASCII | re.IGNORECASE)


def pack_npz(digits: UserTestSet) -> bytes:
    """`images (N, 28, 28)` uint8 and `labels (N,)` int64, as `numpy.load` reads them."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, images=digits.images, labels=digits.labels)
    return buffer.getvalue()


def pack_zip(digits: UserTestSet) -> bytes:
    """One PNG a drawing, in a folder for each digit, such as `7/7-20261125T101530-0123456789ab.png`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:  # PNGs are compressed already
        for name, image, label in zip(digits.names, digits.images, digits.labels, strict=True):
            archive.writestr(zipfile.ZipInfo(f"{label}/{name}"), encode_png(image))
    return buffer.getvalue()


def unpack(content: bytes) -> tuple[NDArray[np.uint8], NDArray[np.int64], list[str]]:
    """Read what `pack_npz` or `pack_zip` made, or a file of the same kind. Never runs code from it.

    In a ZIP the label is the digit with which a PNG's name begins, or the name of its folder.

    Returns:
        images `(N, 28, 28)` uint8, labels `(N,)` int64, N from 1 to `MAX_DRAWINGS`, and a text about what was skipped.

    Raises:
        DatasetError: it is too large, no such file, damaged, or holds other shapes, types or labels.
    """
    if len(content) > MAX_UPLOAD_BYTES:
        raise DatasetError(
            f"Expected a file of at most {MAX_UPLOAD_BYTES / 2**20:.0f} MB, but it has {len(content) / 2**20:.0f} MB."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise DatasetError(
                    f"Expected at most {MAX_ENTRIES:,} files in the archive, but it has {len(entries):,}."
                )
            if {"images.npy", "labels.npy"} <= {entry.filename for entry in entries}:
                return *_from_npz(archive), []
            return _from_pngs(archive, entries)
    # RuntimeError: a password is asked for; NotImplementedError: a compression that zipfile does not know.
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError) as error:
        raise DatasetError(
            f"Expected an .npz or a .zip of drawings, but it cannot be read ({error or type(error).__name__}). "
            "Export it again, or choose another file."
        ) from error


def _from_npz(archive: zipfile.ZipFile) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    images, labels = _array(archive, "images.npy"), _array(archive, "labels.npy")
    count = len(images) if images.ndim else 0
    if images.shape != (count, SIZE, SIZE) or images.dtype != np.uint8 or not count:
        raise DatasetError(
            f"Expected images of shape (N, {SIZE}, {SIZE}) uint8, N at least 1, but got {images.shape} {images.dtype}."
        )
    if labels.shape != (count,) or labels.dtype.kind not in "iu":
        raise DatasetError(
            f"Expected one whole number as label for each of the {count:,} images, but got {labels.shape} "
            f"{labels.dtype}."
        )
    wrong = labels[(labels < 0) | (labels >= CLASSES)]
    if len(wrong):
        raise DatasetError(f"Expected labels from 0 to {CLASSES - 1}, but got {int(wrong[0])}.")
    return images, labels.astype(np.int64)


def _array(archive: zipfile.ZipFile, name: str) -> NDArray:
    """One array of an .npz; its size is checked before memory for it is taken."""
    largest = MAX_DRAWINGS * SIZE * SIZE + NPY_HEADER_BYTES
    size = archive.getinfo(name).file_size
    if size > largest:
        raise DatasetError(
            f"Expected at most {MAX_DRAWINGS:,} drawings, but {name} unpacks to {size:,} bytes, more than "
            f"{largest:,}. Choose a smaller file."
        )
    with archive.open(name) as file:
        content = file.read(largest)
    header = io.BytesIO(content)
    readers = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
    version = npy.read_magic(header)
    if version not in readers:
        raise DatasetError(f"Expected an array of NumPy's format 1.0 or 2.0, but {name} has {version}.")
    shape, _, dtype = readers[version](header)
    # A short file may claim a huge array, for which read_array would take memory first.
    if dtype.hasobject or dtype.itemsize * float(np.prod(shape, dtype=float)) > len(content):
        raise DatasetError(f"Expected a whole array of numbers in {name}, but it claims {shape} {dtype}.")
    return npy.read_array(io.BytesIO(content), allow_pickle=False)


def _from_pngs(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]
) -> tuple[NDArray[np.uint8], NDArray[np.int64], list[str]]:
    images, labels, skipped = [], [], []
    for entry in entries:
        if entry.is_dir():
            continue
        label = _label_of(entry.filename)
        try:
            if label is None:
                raise ValueError("expected a name such as 7/drawing.png or 7-drawing.png")
            if entry.file_size > MAX_FILE_BYTES:
                raise ValueError(f"expected at most {MAX_FILE_BYTES:,} bytes, but it has {entry.file_size:,}")
            images.append(decode_png(archive.read(entry)))
            labels.append(label)
        except (OSError, ValueError) as error:
            skipped.append(f"{entry.filename[:80]}: {error}")
        if len(images) > MAX_DRAWINGS:
            raise DatasetError(f"Expected at most {MAX_DRAWINGS:,} drawings, but the archive has more.")
    if not images:
        raise DatasetError(
            f"Expected PNGs of {SIZE} x {SIZE} pixels named by their digit, such as 7/drawing.png, but the archive has "
            f"none. {'The first file is ' + skipped[0] + '. ' if skipped else ''}Choose another file."
        )
    return np.stack(images), np.array(labels, dtype=np.int64), skipped


def _label_of(path: str) -> int | None:
    """The digit of a PNG in an archive; None for anything else."""
    file = PurePosixPath(path)
    if file.name.startswith(".") or file.suffix.lower() != ".png":
        return None
    named = _PNG.fullmatch(file.name)
    if named:
        return int(named[1])
    folder = file.parent.name
    return int(folder) if len(folder) == 1 and folder in "0123456789" else None
