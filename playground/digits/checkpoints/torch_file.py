"""Files made by `torch.save`, read without ever running code from them.

PyTorch's weights-only unpickler builds tensors, numbers, texts and plain containers. Training programs save other
objects beside the weights: settings, paths, scores. Their classes are never imported: an inert stand-in takes the place of
each, and is thrown away.
"""

import io
import pickle
import threading
import zipfile
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from playground.archives import Archive, Limits
from playground.confined import run
from playground.errors import ArchiveError, CheckpointError, LimitError
from playground.settings import MAX_CHECKPOINT_BYTES

SAVE_LINE = 'torch.save(model.state_dict(), "model.pth")'
"""The line that makes a file which can be read here."""

BESIDE_WEIGHTS = frozenset(
    {
        "__main__",
        "argparse",
        "collections",
        "datetime",
        "lightning",
        "lightning_fabric",
        "lightning_utilities",
        "numpy",
        "omegaconf",
        "pathlib",
        "pytorch_lightning",
        "torch",
        "torchmetrics",
        "torchvision",
    }
)
"""Packages whose objects may lie beside the weights; a file that names anything else is not opened at all."""

MAX_TENSORS = 400
"""Of one network: the largest here has a fourth of that."""
MAX_ENTRIES = 4000
"""Of a file: an optimizer keeps two for each weight, and programs save more than one network."""
MAX_PICKLE_BYTES = 4 * 1024 * 1024
"""Of what lies beside the numbers: names, shapes and settings."""
ARCHIVE = Limits(MAX_ENTRIES, MAX_CHECKPOINT_BYTES, MAX_CHECKPOINT_BYTES)
SCREEN, SCREEN_SECONDS = "playground.pickles:screen", 1.0

# The list of classes that PyTorch allows belongs to the whole process.
_LOCK = threading.Lock()


class StandIn:
    """An object of a class that is not imported; keeps the class's name alone."""

    class_name = ""

    def __new__(cls, *_: Any, **__: Any) -> "StandIn":
        """Ignore what the object would be made of."""
        return object.__new__(cls)

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def __setstate__(self, state: Any) -> None:
        """Ignore what the object would hold."""


def read_torch_file(content: bytes) -> Any:
    """What `torch.save` was given, with a `StandIn` for each object that is neither a tensor nor a plain value.

    Raises:
        CheckpointError: it names classes outside `BESIDE_WEIGHTS`, is cut short, or unpacks to more than
            `MAX_CHECKPOINT_BYTES`.
    """
    content = _repacked(content) if content[:2] == b"PK" else _screened(content, content, legacy=True)
    try:
        with _LOCK, torch.serialization.safe_globals(_stand_ins(content)):
            return torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise _holds_code("other Python objects") from error
    except CheckpointError:
        raise
    except Exception as error:  # a torn archive fails in many ways inside torch.load
        if "TorchScript" in str(error):
            raise _torchscript() from error
        raise CheckpointError(
            f"Expected a whole PyTorch file, but it cannot be read ({type(error).__name__}): it may be cut short. "
            "Save or download it again."
        ) from error


def _stand_ins(content: bytes) -> list[Any]:
    """For `safe_globals`: what takes the place of each class that the file names and PyTorch does not allow."""
    if content[:2] != b"PK":  # files of PyTorch before 1.6 cannot be asked
        return []
    try:
        names = sorted(torch.serialization.get_unsafe_globals_in_checkpoint(io.BytesIO(content)))
    except Exception:  # torch.load fails on the same file, and its error is reported
        return []
    foreign = [name for name in names if name.partition(".")[0] not in BESIDE_WEIGHTS]
    if foreign:
        raise _holds_code(f"objects of {', '.join(foreign[:3])}")
    return [(_stand_in(name), name) for name in names]


def _stand_in(name: str) -> Any:
    if name.endswith(
        ".AttributeDict"
    ):  # Lightning's settings are a dictionary, which is filled entry by entry
        return OrderedDict
    if name == "collections.defaultdict":
        return _without_default
    return type("StandIn", (StandIn,), {"class_name": name})


def _without_default(*_: Any) -> OrderedDict[Any, Any]:
    return OrderedDict()


def _holds_code(objects: str) -> CheckpointError:
    return CheckpointError(
        f"Expected a file with weights alone, but this one holds {objects}, which could run code: it was not opened. "
        f"If it is a whole model, save its weights with {SAVE_LINE}."
    )


def _torchscript() -> CheckpointError:
    return CheckpointError(
        "Expected a file with weights alone, but this is a TorchScript archive, which holds code: it was not opened. "
        f"Save the weights with {SAVE_LINE}."
    )


def _repacked(content: bytes) -> bytes:
    """The archive anew: each file that was read within the limits, once, so that PyTorch finds exactly these.

    PyTorch has a reader of archives of its own, which looks elsewhere than Python's where an archive contradicts itself.
    """
    try:
        with Archive(content, ARCHIVE) as archive:
            check_size(sum(entry.file_size for entry in archive.files()))
            archive.check_names(ignoring_case=True)
            if any(entry.filename.endswith("/constants.pkl") for entry in archive.files()):
                raise _torchscript()
            files = {entry.filename: archive.read(entry) for entry in archive.files()}
    except ArchiveError as error:
        raise CheckpointError(
            f"Expected a whole PyTorch file, but its archive cannot be read ({error}): it may be cut short. "
            "Save or download it again."
        ) from error
    pickles = [name for name in files if name.endswith("data.pkl")]
    if len(pickles) != 1:
        raise CheckpointError(
            f"Expected a PyTorch file, but its archive has {len(pickles)} files called data.pkl: it was not opened. Save the "
            f"weights with {SAVE_LINE}."
        )
    if len(files[pickles[0]]) > MAX_PICKLE_BYTES:
        raise CheckpointError(
            f"Expected at most {MAX_PICKLE_BYTES // 2**20} MB beside the weights, but {pickles[0][:60]} has "
            f"{len(files[pickles[0]]) / 2**20:.0f} MB. Save the weights by themselves with {SAVE_LINE}."
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as packed:
        for name, data in files.items():
            packed.writestr(zipfile.ZipInfo(name), data)
    return _screened(buffer.getvalue(), files[pickles[0]], legacy=False)


def _screened(content: bytes, pickled: bytes, *, legacy: bool) -> bytes:
    """`content`, once its pickle was read in a child process, which ends where the pickle takes too much."""
    try:
        run(SCREEN, pickled, MAX_CHECKPOINT_BYTES, legacy, seconds=SCREEN_SECONDS)
    except (ArchiveError, LimitError) as error:
        raise CheckpointError(
            f"Expected a whole PyTorch file, but it cannot be read ({error}): it was not opened. Save the weights by "
            f"themselves with {SAVE_LINE}."
        ) from error
    return content


def check_number(tensors: int) -> None:
    """Refuse a file of more than `MAX_TENSORS`."""
    if tensors > MAX_TENSORS:
        raise CheckpointError(
            f"Expected at most {MAX_TENSORS:,} tensors, but the file has {tensors:,}. Choose the weights of one network."
        )


def check_plain(tensors: Mapping[str, Tensor]) -> None:
    """Refuse sparse, quantised, complex and data-less tensors, for which the other checks do not hold."""
    for name, tensor in tensors.items():
        plain = tensor.layout == torch.strided and not tensor.is_quantized and not tensor.is_complex()
        if not plain or tensor.device.type != "cpu":
            raise CheckpointError(
                f"Expected plain dense weights, but {name} is {tensor.dtype}, {tensor.layout} on {tensor.device}. "
                "Save the network's own state_dict from the CPU."
            )


def check_size(size: int) -> None:
    """Refuse a file of more bytes than `MAX_CHECKPOINT_BYTES`, packed or unpacked."""
    if size > MAX_CHECKPOINT_BYTES:
        raise CheckpointError(
            f"Expected a checkpoint of at most {MAX_CHECKPOINT_BYTES / 2**20:.0f} MB, but this file has "
            f"{size / 2**20:.0f} MB. Choose a smaller network's file."
        )
