"""The features of an image: what the layers before a network's last linear layer make of its pixels."""

import copy
import hashlib

import torch
from torch import Tensor, nn

from playground.digits.models import CLASSES, to_input
from playground.errors import ConfigurationError

BATCH = 250


def features(model: nn.Module, images: Tensor) -> Tensor:
    """What enters the last linear layer, by a copy of the model in eval mode.

    The logits are one linear layer away: two images with the same features get the same answer.

    Args:
        model: maps `(N, 28, 28)` float32 in 0..1 to logits `(N, 10)`; it stays as it is.
        images: `(N, 28, 28)` uint8, N at least 1, on the model's device.

    Returns:
        `(N, F)` float32: F is the size of the MLP's last hidden layer, 576 for the CNN.

    Raises:
        ConfigurationError: the model has no linear layer with 10 outputs.
    """
    own = copy.deepcopy(model).eval()  # hooks in a model that others are using would see their images too
    received: list[Tensor] = []
    for part in own.modules():
        if isinstance(part, nn.Linear) and part.out_features == CLASSES:
            part.register_forward_pre_hook(lambda _, arguments: received.append(arguments[0]))
    parts = []
    with torch.inference_mode():
        for batch in images.split(BATCH):
            received.clear()
            own(to_input(batch))
            if not received:
                raise ConfigurationError(
                    f"Expected a network that ends in a linear layer with {CLASSES} outputs, but this "
                    f"{type(model).__name__} has none. Choose another network."
                )
            parts.append(received[-1].flatten(1))  # the last one called
    return torch.cat(parts).clone()


def fingerprint(model: nn.Module) -> str:
    """A short text that differs when any weight differs: the key under which results of a network are kept.

    Args:
        model: of any kind; buffers, such as the running means of a batch normalisation, count as well.
    """
    digest = hashlib.blake2b(digest_size=16)
    for name, tensor in model.state_dict().items():
        digest.update(f"{name} {tuple(tensor.shape)} {tensor.dtype}".encode())
        digest.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    # The same weights with another activation are another network.
    digest.update(repr(getattr(model, "config", None)).encode())
    return digest.hexdigest()
