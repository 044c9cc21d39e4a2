"""From the bytes of a file to tensors by their names, whatever program saved them."""

import json
from collections.abc import Mapping
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load as load_safetensors
from torch import Tensor

from playground.archives import Archive
from playground.digits.checkpoints.foreign_files import describe_archive, describe_file, describe_pickle
from playground.digits.checkpoints.numpy_file import MAGIC, is_npz, read_npy, read_npz
from playground.digits.checkpoints.torch_file import (
    ARCHIVE,
    check_number,
    check_plain,
    check_size,
    read_torch_file,
)
from playground.digits.checkpoints.unwrapping import strip_prefixes, unwrap
from playground.errors import ArchiveError, CheckpointError

ACCEPTED = ("safetensors", "pt", "pth", "ckpt", "bin", "npz", "npy")
"""Endings of the files that can be read; the content decides, not the name."""

MAX_HEADER_BYTES = 2 * 1024 * 1024
"""Of a safetensors file, which describes a thousand tensors in a tenth of that."""

_NOT_ALONE = "Expected a safetensors checkpoint or a file made by torch.save(model.state_dict(), ...), but this is neither"


def read_tensors(content: bytes) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """The plain dense tensors of a file, in its order, and the playground's own description of the network.

    Args:
        content: of a safetensors file, one that `torch.save` made, an `.npz` or an `.npy`.

    Returns:
        The tensors; and a description, which is empty unless the playground wrote the file.

    Raises:
        CheckpointError: it is something else, and which; it is too large, damaged, or holds more than weights.
    """
    check_size(len(content))
    tensors, metadata = _read(content)
    check_number(len(tensors))
    check_plain(tensors)
    return tensors, metadata


def _read(content: bytes) -> tuple[dict[str, Tensor], dict[str, Any]]:
    # A safetensors header, JSON after its 8-byte length, can begin with the same byte as a pickle.
    if content[8:9] == b"{":
        return _read_safetensors(content)
    if content.startswith(MAGIC):
        return {"weight": read_npy(content)}, {}
    if content[:2] == b"PK":
        return _read_archive(content), {}
    if content[:1] == b"\x80":  # the bare pickle that PyTorch wrote before version 1.6
        described = describe_pickle(content)
        if described:
            raise CheckpointError(f"{_NOT_ALONE}: {described}")
        return unwrap(read_torch_file(content)), {}
    described = describe_file(content)
    raise CheckpointError(
        f"{_NOT_ALONE}: {described}" if described else f"{_NOT_ALONE}. Choose another file."
    )


def _read_archive(content: bytes) -> dict[str, Tensor]:
    names = _names(content)
    if is_npz(names):
        return strip_prefixes(read_npz(content))
    if names and not any(name.endswith("data.pkl") for name in names):
        raise CheckpointError(f"{_NOT_ALONE}: {describe_archive(names)}")
    return unwrap(read_torch_file(content))


def _names(content: bytes) -> list[str]:
    """Of the files in an archive; none where it is damaged, which `read_torch_file` reports."""
    try:
        with Archive(content, ARCHIVE) as archive:
            return [entry.filename for entry in archive.files()]
    except ArchiveError:
        return []


def _read_safetensors(content: bytes) -> tuple[dict[str, Tensor], dict[str, Any]]:
    try:
        header = _header(content)
        check_number(len(header))
        tensors, metadata = load_safetensors(content), _description(header)
    except (
        SafetensorError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        described = describe_file(content)
        advice = f": {described}" if described else f" ({error}). Choose another file."
        raise CheckpointError(f"{_NOT_ALONE}{advice}") from error
    return (tensors if metadata else strip_prefixes(tensors)), metadata


def _header(content: bytes) -> dict[str, Any]:
    # safetensors: 8 bytes little-endian header length, then the header as JSON.
    length = int.from_bytes(content[:8], "little")
    if length > min(MAX_HEADER_BYTES, len(content)):
        raise ValueError(f"its header claims {length:,} bytes")
    header = json.loads(content[8 : 8 + length])
    if not isinstance(header, dict):
        raise ValueError("its header is not an object")
    return header


def _description(header: Mapping[str, Any]) -> dict[str, Any]:
    description = json.loads((header.get("__metadata__") or {}).get("playground", "{}"))
    if not isinstance(description, dict):
        raise ValueError("its description is not an object")
    return description
