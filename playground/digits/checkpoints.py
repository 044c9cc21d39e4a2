"""Saving and loading networks: safetensors, which cannot hold code, and the article's `state_dict` files."""

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as load_safetensors
from safetensors.torch import save as save_safetensors
from torch import Tensor

from playground.digits.models import NETWORKS, DigitNetwork, ModelConfig, build_model, recognise_network
from playground.digits.models.entry import Recognised
from playground.digits.state_dict_file import check_plain, read_state_dict, too_large
from playground.errors import CheckpointError, ConfigurationError
from playground.files import write_atomically
from playground.settings import MAX_CHECKPOINT_BYTES

FORMAT = "deep-learning-playground/1"
PRETRAINED_FOLDER = Path(__file__).parent / "pretrained"
PRETRAINED: dict[str, str] = {"cnn": "Pretrained CNN", "mlp": "Pretrained article MLP"}
"""Name of a shipped checkpoint to its display name."""


@dataclass(frozen=True)
class Checkpoint:
    """A network ready to predict.

    Attributes:
        model: in eval mode, on the CPU.
        metadata: `model`, `hidden`, `activation`, and whatever was saved with it: training `config`, `dataset`,
            `test_accuracy` (0..1), ...
    """

    model: DigitNetwork
    metadata: dict[str, Any]


def save_checkpoint(path: str | Path, model: DigitNetwork, **metadata: Any) -> Path:
    """Write a network as safetensors, to a temporary file that is then renamed.

    Args:
        path: the file to make or replace; its folder is made when missing.
        model: the network, on any device.
        metadata: anything JSON can hold: `config=`, `dataset=`, `test_accuracy=`, ...

    Raises:
        CheckpointError: the file cannot be written.
    """
    write_atomically(path, export_safetensors(model, metadata), what="checkpoint", error=CheckpointError)
    return Path(path)


def load_checkpoint(path: str | Path) -> Checkpoint:
    """Read a checkpoint or a `state_dict` file. Never runs code from it.

    Raises:
        CheckpointError: the file is missing, too large, no checkpoint, of other shapes, or not finite.
    """
    path = Path(path)
    try:
        if path.stat().st_size > MAX_CHECKPOINT_BYTES:
            raise too_large(path.stat().st_size)
        content = path.read_bytes()
    except OSError as error:
        raise CheckpointError(
            f"The checkpoint {path} cannot be read: {error.strerror}. Choose another file."
        ) from error
    return read_checkpoint(content)


def read_checkpoint(content: bytes) -> Checkpoint:
    """The same for a file's bytes, an upload for example.

    Raises:
        CheckpointError: see `load_checkpoint`.
    """
    if len(content) > MAX_CHECKPOINT_BYTES:
        raise too_large(len(content))
    # The article's torch.save writes a zip archive, older versions of PyTorch a bare pickle.
    # A safetensors header, JSON after its 8-byte length, can begin with the same byte as a pickle.
    if content[8:9] != b"{" and (content[:2] == b"PK" or content[:1] == b"\x80"):
        return _restore(read_state_dict(content), {"dataset": "unknown"}, None)
    try:
        tensors = load_safetensors(content)
        metadata = _read_metadata(content)
    except (
        SafetensorError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        raise CheckpointError(
            "Expected a safetensors checkpoint or a file made by torch.save(model.state_dict(), ...), "
            f"but this is neither ({error}). Choose another file."
        ) from error
    return _restore(tensors, metadata, _config_from(metadata))


def load_pretrained(name: str = "cnn") -> Checkpoint:
    """A network that ships with the project: `"cnn"` or `"mlp"`, both trained by `digits.pretraining`."""
    if name not in PRETRAINED:
        raise CheckpointError(
            f"Expected a pretrained network out of {', '.join(PRETRAINED)}, but got {name!r}."
        )
    return load_checkpoint(PRETRAINED_FOLDER / f"{name}.safetensors")


def export_safetensors(model: DigitNetwork, metadata: Mapping[str, Any]) -> bytes:
    """The playground's own format, as `save_checkpoint` writes it."""
    description = {"format": FORMAT, **asdict(model.config), **metadata}
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in model.state_dict().items()}
    return save_safetensors(tensors, {"playground": json.dumps(description)})


def export_state_dict(model: DigitNetwork) -> bytes:
    """The article's format, `torch.save(model.state_dict(), ...)`; `torch.load(..., weights_only=True)` reads it."""
    buffer = io.BytesIO()
    torch.save({name: tensor.detach().cpu() for name, tensor in model.state_dict().items()}, buffer)
    return buffer.getvalue()


def _read_metadata(content: bytes) -> dict[str, Any]:
    # safetensors: 8 bytes little-endian header length, then the header as JSON.
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    description = json.loads((header.get("__metadata__") or {}).get("playground", "{}"))
    if not isinstance(description, dict):
        raise ValueError("its description is not an object")
    return description


def _config_from(metadata: Mapping[str, Any]) -> ModelConfig | None:
    if "model" not in metadata:
        return None
    try:
        return ModelConfig(
            **{field.name: metadata[field.name] for field in fields(ModelConfig) if field.name in metadata}
        )
    except (ConfigurationError, TypeError, ValueError) as error:
        raise CheckpointError(f"The checkpoint describes a network that cannot be built: {error}") from error


def _restore(tensors: dict[str, Tensor], metadata: dict[str, Any], config: ModelConfig | None) -> Checkpoint:
    check_plain(tensors)
    if config is None:
        config, tensors = _recognise(tensors)
    model = build_model(config, seed=0)
    expected = {name: tuple(tensor.shape) for name, tensor in model.state_dict().items()}
    came = {name: tuple(tensor.shape) for name, tensor in tensors.items()}
    if expected != came:
        wrong = sorted(name for name in expected.keys() | came.keys() if expected.get(name) != came.get(name))
        name = wrong[0]
        raise CheckpointError(
            f"Expected {name} of shape {expected.get(name, 'none')}, but got {came.get(name, 'none')}. "
            "Choose a checkpoint of a network that this playground can build."
        )
    # Last, because only tensors of the expected shapes are small for certain.
    for name, tensor in tensors.items():
        if not torch.isfinite(tensor).all():
            raise CheckpointError(
                f"Expected finite weights, but {name} holds NaN or infinity: that run diverged. "
                "Train again with a smaller learning rate."
            )
    model.load_state_dict(tensors)
    return Checkpoint(model.eval(), {**asdict(config), **metadata})


def _recognise(tensors: dict[str, Tensor]) -> Recognised:
    """Find the network that a bare `state_dict` fits, whatever its layers are called."""
    try:
        found = recognise_network(tensors)
    except ConfigurationError as error:
        raise CheckpointError(f"The file's network cannot be built: {error}") from error
    if found is None:
        accepted = " or ".join(entry.accepts for entry in NETWORKS.values())
        shapes = ", ".join(f"{name} {tuple(tensor.shape)}" for name, tensor in list(tensors.items())[:6])
        raise CheckpointError(
            f"Expected the weights of {accepted}, but got {shapes or 'no tensors'}. Choose another file."
        )
    return found
