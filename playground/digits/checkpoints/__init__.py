"""Networks in files: the playground's own checkpoints, exports, and what people bring from elsewhere."""

from playground.digits.checkpoints.checkpoint import (
    PRETRAINED,
    PRETRAINED_FOLDER,
    Checkpoint,
    load_checkpoint,
    load_pretrained,
    read_checkpoint,
    save_checkpoint,
)
from playground.digits.checkpoints.export import FORMAT, export_safetensors, export_state_dict

__all__ = [
    "FORMAT",
    "PRETRAINED",
    "PRETRAINED_FOLDER",
    "Checkpoint",
    "export_safetensors",
    "export_state_dict",
    "load_checkpoint",
    "load_pretrained",
    "read_checkpoint",
    "save_checkpoint",
]
