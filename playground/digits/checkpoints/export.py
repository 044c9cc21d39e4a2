"""A network as the bytes of a file."""

import io
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import torch
from safetensors.torch import save as save_safetensors

from playground.digits.models import DigitNetwork

FORMAT = "deep-learning-playground/1"


def export_safetensors(model: DigitNetwork, metadata: Mapping[str, Any]) -> bytes:
    """The playground's own format, as `save_checkpoint` writes it.

    The tensors have the names of `export_state_dict`, so that `safetensors.torch.load_file` fits `load_state_dict`; the
    description is in the file's metadata, which other programs pass over.
    """
    description = {"format": FORMAT, **metadata, **asdict(model.config)}
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in model.state_dict().items()}
    return save_safetensors(tensors, {"playground": json.dumps(description)})


def export_state_dict(model: DigitNetwork) -> bytes:
    """The article's format, `torch.save(model.state_dict(), "model.pth")`: a plain dictionary of tensors.

    `torch.load(..., weights_only=True)` reads it. The names are those of the class that programs define: the article's
    for the article's network.
    """
    buffer = io.BytesIO()
    torch.save({name: tensor.detach().cpu() for name, tensor in model.state_dict().items()}, buffer)
    return buffer.getvalue()
