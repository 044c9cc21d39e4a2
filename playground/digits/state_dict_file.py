"""Files made by `torch.save(model.state_dict(), ...)`, read without ever running code from them."""

import io
import pickle
import zipfile
from collections.abc import Mapping

import torch
from torch import Tensor

from playground.errors import CheckpointError
from playground.settings import MAX_CHECKPOINT_BYTES


def read_state_dict(content: bytes) -> dict[str, Tensor]:
    """The tensors of a file by their names, in the file's order.

    Raises:
        CheckpointError: it holds anything but tensors, is cut short, or unpacks to more than `MAX_CHECKPOINT_BYTES`.
    """
    _check_unpacked_size(content)
    try:
        state = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise CheckpointError(
            "Expected a file with weights alone, but this one holds other Python objects, which could run code: "
            "it was not opened. Save it with torch.save(model.state_dict(), ...)."
        ) from error
    except Exception as error:  # a torn archive fails in many ways inside torch.load
        if "TorchScript" in str(error):
            raise CheckpointError(
                "Expected a file with weights alone, but this is a TorchScript archive, which holds code: it was "
                "not opened. Save it with torch.save(model.state_dict(), ...)."
            ) from error
        raise CheckpointError(
            f"Expected a whole PyTorch file, but it cannot be read ({type(error).__name__}): it may be cut short. "
            "Save or download it again."
        ) from error
    if isinstance(state, Mapping) and all(
        isinstance(name, str) and isinstance(value, Tensor) for name, value in state.items()
    ):
        return dict(state)
    raise CheckpointError(
        f"Expected a state_dict, a dictionary of tensors, but the file holds a {type(state).__name__}. "
        "Save it with torch.save(model.state_dict(), ...)."
    )


def _check_unpacked_size(content: bytes) -> None:
    """A zip archive of a few kilobytes can unpack to gigabytes."""
    if content[:2] != b"PK":
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    # NotImplementedError: the archive asks for a version or an encryption that zipfile does not know.
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise CheckpointError(
            f"Expected a whole PyTorch file, but its archive cannot be read ({error}): it may be cut short. "
            "Save or download it again."
        ) from error
    if size > MAX_CHECKPOINT_BYTES:
        raise too_large(size)


def check_plain(tensors: Mapping[str, Tensor]) -> None:
    """Refuse sparse, quantised, complex and data-less tensors, for which the other checks do not hold."""
    for name, tensor in tensors.items():
        plain = tensor.layout == torch.strided and not tensor.is_quantized and not tensor.is_complex()
        if not plain or tensor.device.type != "cpu":
            raise CheckpointError(
                f"Expected plain dense weights, but {name} is {tensor.dtype}, {tensor.layout} on {tensor.device}. "
                "Save the network's own state_dict from the CPU."
            )


def too_large(size: int) -> CheckpointError:
    """The error for a file of so many bytes."""
    return CheckpointError(
        f"Expected a checkpoint of at most {MAX_CHECKPOINT_BYTES / 2**20:.0f} MB, but this file has "
        f"{size / 2**20:.0f} MB. Choose a smaller network's file."
    )
