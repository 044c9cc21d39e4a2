"""Saving and loading networks: safetensors, which cannot hold code, and the article's `state_dict` files."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from playground.digits.checkpoints.containers import read_tensors
from playground.digits.checkpoints.export import export_safetensors
from playground.digits.checkpoints.torch_file import check_size
from playground.digits.checkpoints.unrecognised import unrecognised
from playground.digits.models import DigitNetwork, ModelConfig, build_model, recognise_networks
from playground.digits.models.entry import Recognised
from playground.errors import CheckpointError, ConfigurationError
from playground.files import write_atomically
from playground.formatting import on_one_line

PRETRAINED_FOLDER = Path(__file__).parents[1] / "pretrained"
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


@dataclass(frozen=True)
class Weights:
    """What a file without a description holds.

    Attributes:
        tensors: by their names in the file.
        recognised: the networks that they may belong to, the likeliest first, with ReLU and plain pixels; none where
            their shapes fit none.
    """

    tensors: dict[str, Tensor]
    recognised: tuple[Recognised, ...]

    def first(self) -> Checkpoint:
        """The likeliest network.

        Raises:
            CheckpointError: there is none, or it diverged.
        """
        if not self.recognised:
            raise unrecognised(self.tensors)
        return restore(self.recognised[0], {"dataset": "unknown"})


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
        check_size(path.stat().st_size)
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
    found = open_file(content)
    return found if isinstance(found, Checkpoint) else found.first()


def open_file(content: bytes) -> "Checkpoint | Weights":
    """A network that its file describes, or weights of which the file says no more than names and shapes.

    Raises:
        CheckpointError: see `load_checkpoint`; weights of which no network is recognised are no error.
    """
    tensors, metadata = read_tensors(content)
    config = _config_from(metadata)
    if config is not None:
        return restore((config, tensors), metadata)
    try:
        return Weights(tensors, tuple(recognise_networks(tensors)))
    except (ConfigurationError, RecursionError) as error:
        raise CheckpointError(f"The file's network cannot be built: {on_one_line(error, 600)}") from error


def load_pretrained(name: str = "cnn") -> Checkpoint:
    """A network that ships with the project: `"cnn"` or `"mlp"`, both trained by `digits.pretraining`."""
    if name not in PRETRAINED:
        raise CheckpointError(
            f"Expected a pretrained network out of {', '.join(PRETRAINED)}, but got {name!r}."
        )
    return load_checkpoint(PRETRAINED_FOLDER / f"{name}.safetensors")


def _config_from(metadata: Mapping[str, Any]) -> ModelConfig | None:
    if "model" not in metadata:
        return None
    try:
        return ModelConfig(
            **{field.name: metadata[field.name] for field in fields(ModelConfig) if field.name in metadata}
        )
    except (ConfigurationError, TypeError, ValueError) as error:
        raise CheckpointError(
            f"The checkpoint describes a network that cannot be built: {on_one_line(error, 600)}"
        ) from error


def restore(recognised: Recognised, metadata: Mapping[str, Any]) -> Checkpoint:
    """The network of a config with its tensors.

    Raises:
        CheckpointError: they are of other shapes, or not finite.
    """
    config, tensors = recognised
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
