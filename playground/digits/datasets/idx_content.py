"""What is in one file of images or labels: unpacked, parsed, or described where it is something else."""

import gzip
import math
import os
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from playground.archives import Archive, Limits
from playground.errors import ArchiveError

_ARRAYS, _ARRAY_BYTES = 100, 100_000_000
"""The most of an .npz: 60,000 images of 28 x 28 bytes take 47 MB."""
_GZIP = b"\x1f\x8b"
_OTHER_KINDS = {b"PK": "a ZIP archive: unpack it", b"<": "a web page", b"BZ": "packed with bzip2: unpack it"}


class UnusableFileError(Exception):
    """Why a file cannot be used; the text goes after 'it'."""


def parse_idx(content: bytes, dimensions: int) -> NDArray[np.uint8]:
    """The images `(N, 28, 28)` or labels `(N,)` in an IDX file of 3 or 1 dimensions."""
    shape = _idx_shape(content)
    expected = "(N, 28, 28) pixels" if dimensions == 3 else "(N,) labels"
    if shape is None or len(shape) != dimensions or shape[1:] not in ((), (28, 28)):
        raise UnusableFileError(f"has other contents: {describe_content(content)}, and not {expected}")
    header = 4 + 4 * dimensions
    if len(content) != header + math.prod(shape) or not shape[0]:
        raise UnusableFileError(
            f"has {len(content):,} bytes instead of {header + math.prod(shape):,}: half-downloaded or corrupt"
        )
    array = np.frombuffer(content, np.uint8, offset=header).reshape(shape)
    if dimensions == 1 and array.max() > 9:
        raise UnusableFileError(f"has other contents: a label {array.max()}, and not 0 to 9")
    return array


def idx_of_npz(path: Path, name: str) -> bytes:
    """The IDX file of one array of an `.npz` as Keras keeps it: `x_train`, `y_train`, `x_test`, `y_test`."""
    key = f"{'x' if 'images' in name else 'y'}_{'train' if name.startswith('train') else 'test'}"
    try:
        with Archive(path, Limits(_ARRAYS, _ARRAY_BYTES, _ARRAY_BYTES)) as file:
            array = file.read_array(f"{key}.npy")
    except (OSError, ArchiveError) as error:
        raise UnusableFileError(f"has no array {key} that can be read ({error})") from None
    header = np.array([0x0800 + array.ndim, *array.shape], dtype=">u4")
    return header.tobytes() + array.astype(np.uint8).tobytes()


def unpack(path: Path, size: int) -> bytes:
    """All bytes, unpacked whatever the file is called, at most one more than `size`."""
    try:
        with open(path, "rb") as file:
            beginning = file.read(2)
            if beginning != _GZIP:
                return beginning + file.read(size - 1)
        with gzip.open(path) as file:
            return file.read(size + 1)
    except FileNotFoundError:
        target = (
            f" to {os.readlink(path)}, where nothing is" if path.is_symlink() else ", and nothing is there"
        )
        raise UnusableFileError(f"is a link{target}") from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise UnusableFileError("is cut short or damaged: it cannot be unpacked") from None
    except OSError as error:
        raise UnusableFileError(f"cannot be read: {error.strerror}. Check its rights") from None


def _idx_shape(content: bytes) -> tuple[int, ...] | None:
    """The shape that an IDX file of bytes promises; None for another file."""
    if content[:3] != b"\0\0\x08" or content[3:4] not in (b"\1", b"\3"):
        return None
    dimensions = content[3]
    beginning = content[4 : 4 + 4 * dimensions]
    sizes = np.frombuffer(beginning[: len(beginning) // 4 * 4], ">u4")
    return tuple(sizes.tolist()) if len(sizes) == dimensions else None


def describe_content(content: bytes) -> str:
    """What a file is instead."""
    for beginning, what in _OTHER_KINDS.items():
        if content.lstrip()[:2].startswith(beginning):
            return f"it is {what}"
    shape = _idx_shape(content)
    if shape is None:
        return "it is no IDX file"
    return f"it holds {shape[0]:,} {'labels' if len(shape) == 1 else f'images of {shape[1]} x {shape[2]} pixels'}"


def describe_length(content: bytes, limit: int) -> str:
    """How many bytes there are; of more than `limit` not all were read."""
    return f"{len(content):,} bytes" if len(content) <= limit else f"more than {limit:,} bytes"
