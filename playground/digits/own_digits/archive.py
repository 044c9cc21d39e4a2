"""Export and import of a user test set as one file: NumPy's .npz, or a ZIP of PNGs.

What comes in may come from anybody: nothing is unpickled, and nothing is unpacked before its size is known.
"""

import io
import re
import zipfile
from pathlib import PurePosixPath

import numpy as np
from numpy.typing import NDArray

from playground.archives import Archive, ArchiveTooLargeError, Limits
from playground.digits.datasets.own_images.picture import PictureReader
from playground.digits.drawing.picture_decoding import MAX_PNG_BYTES
from playground.digits.drawing.preprocessing import SIZE
from playground.digits.models import CLASSES
from playground.digits.own_digits.folder import MAX_DRAWINGS, UserTestSet
from playground.digits.own_digits.png import encode_png
from playground.errors import ArchiveError, DatasetError, LimitError
from playground.formatting import on_one_line

MAX_UPLOAD_BYTES = 10 * 1024 * 1024
"""The server's own upload limit; 2,000 drawings take 1.6 MB."""

MAX_ENTRIES = 2 * MAX_DRAWINGS
"""Files in an archive that are looked at: other systems put one of their own beside each."""

NPY_HEADER_BYTES = 4096

DECODE = "playground.digits.drawing.picture_decoding:decode_pngs"

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
    largest = MAX_DRAWINGS * SIZE * SIZE + NPY_HEADER_BYTES
    try:
        with Archive(content, Limits(MAX_ENTRIES, largest, 2 * largest)) as archive:
            archive.check_names()
            if {"images.npy", "labels.npy"} <= {entry.filename for entry in archive.entries}:
                return *_from_npz(archive), []
            return _from_pngs(archive)
    except (ArchiveError, LimitError) as error:
        raise DatasetError(
            f"Expected an .npz or a .zip of drawings, but it cannot be read ({error}). "
            "Export it again, or choose another file."
        ) from error


def _from_npz(archive: Archive) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
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


def _array(archive: Archive, name: str) -> NDArray:
    try:
        return archive.read_array(name)
    except ArchiveError as error:
        raise DatasetError(
            f"Expected at most {MAX_DRAWINGS:,} drawings as numpy.savez writes them, but {name} cannot be read ({error}). "
            "Choose a smaller file, or save it again."
        ) from error


def _from_pngs(archive: Archive) -> tuple[NDArray[np.uint8], NDArray[np.int64], list[str]]:
    skipped: dict[str, str] = {}
    contents: dict[str, tuple[bytes, int]] = {}
    for entry in archive.files():
        label = _label_of(entry.filename)
        try:
            if label is None:
                raise ArchiveError("expected a name such as 7/drawing.png or 7-drawing.png")
            if entry.file_size > MAX_PNG_BYTES:
                raise ArchiveError(
                    f"expected at most {MAX_PNG_BYTES:,} bytes, but it has {entry.file_size:,}"
                )
            contents[entry.filename] = archive.read(entry), label
        except ArchiveTooLargeError:
            raise
        except ArchiveError as error:
            skipped[entry.filename] = str(error)
    images, labels = [], []
    results = PictureReader(len(contents), DECODE).read([content for content, _ in contents.values()])
    for (name, (_, label)), result in zip(contents.items(), results, strict=True):
        if isinstance(result, str):
            skipped[name] = result
        else:
            images.append(result)
            labels.append(label)
    if len(images) > MAX_DRAWINGS:
        raise DatasetError(f"Expected at most {MAX_DRAWINGS:,} drawings, but the archive has more.")
    left_out = [
        f"{on_one_line(entry.filename, 80)}: {skipped[entry.filename]}"
        for entry in archive.files()
        if entry.filename in skipped
    ]
    if not images:
        raise DatasetError(
            f"Expected PNGs of {SIZE} x {SIZE} pixels named by their digit, such as 7/drawing.png, but the archive has "
            f"none. {'The first file is ' + left_out[0] + '. ' if left_out else ''}Choose another file."
        )
    return np.stack(images), np.array(labels, dtype=np.int64), left_out


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
