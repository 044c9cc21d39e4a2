"""Weights as NumPy arrays: `.npz`, and `.npy` with one array. Nothing is unpickled."""

import io

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.archives import Archive, read_array
from playground.digits.checkpoints.torch_file import ARCHIVE
from playground.errors import ArchiveError, CheckpointError
from playground.formatting import on_one_line
from playground.settings import MAX_CHECKPOINT_BYTES

MAGIC = b"\x93NUMPY"
SAVE_LINE = 'np.savez("weights.npz", w1=w1, b1=b1, w2=w2, b2=b2)'


def is_npz(names: list[str]) -> bool:
    """Whether these are the names in an archive that `numpy.savez` wrote."""
    return bool(names) and all(name.endswith(".npy") for name in names)


def read_npz(content: bytes) -> dict[str, Tensor]:
    """The arrays of an archive by their names, in its order.

    Raises:
        CheckpointError: it is damaged, too large, or holds Python objects.
    """
    try:
        with Archive(content, ARCHIVE) as archive:
            archive.check_names()
            return {
                (name := entry.filename.removesuffix(".npy")): _tensor(archive.read_array(entry), name)
                for entry in archive.files()
            }
    except ArchiveError as error:
        raise CheckpointError(
            f"Expected a whole .npz file, but it cannot be read ({error}). Save or download it again."
        ) from error


def read_npy(content: bytes, name: str = "weight") -> Tensor:
    """One array.

    Raises:
        CheckpointError: it is damaged, or holds anything but numbers.
    """
    try:
        return _tensor(read_array(io.BytesIO(content), MAX_CHECKPOINT_BYTES), name)
    except ArchiveError as error:
        raise CheckpointError(
            f"Expected an array of numbers in {on_one_line(name, 60)}, but it cannot be read ({error}). Save the arrays again "
            f"with {SAVE_LINE}."
        ) from error


def _tensor(array: NDArray, name: str) -> Tensor:
    if array.dtype.kind not in "fiub":
        raise CheckpointError(
            f"Expected an array of numbers in {on_one_line(name, 60)}, but it holds {array.dtype}. Save the arrays with "
            f"{SAVE_LINE}."
        )
    return torch.from_numpy(np.ascontiguousarray(array, dtype=np.float32))
