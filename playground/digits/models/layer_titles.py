"""What a network's layers are called for people: 'convolution 1 (8 filters, 3×3)', 'hidden layer 1', 'output layer'."""

from functools import lru_cache

from torch import nn

from playground.digits.models.catalogue import build_model
from playground.digits.models.entry import ModelConfig


def layer_titles(model: nn.Module) -> dict[str, str]:
    """Each convolution and linear layer, by its module's name in PyTorch, in the order in which they are defined.

    The last of them gives the logits, whatever it is; hidden layers and convolutions are counted from 1.
    """
    layers = [
        (name, layer) for name, layer in model.named_modules() if isinstance(layer, nn.Linear | nn.Conv2d)
    ]
    titles, hidden, convolutions = {}, 0, 0
    for name, layer in layers:
        last = name == layers[-1][0]
        if isinstance(layer, nn.Conv2d):
            convolutions += 1
            height, width = layer.kernel_size
            title = "output layer" if last else f"convolution {convolutions}"
            titles[name] = f"{title} ({layer.out_channels} filters, {height}×{width})"
        else:
            hidden += not last
            title = "output layer" if last else f"hidden layer {hidden}"
            titles[name] = f"{title} ({layer.out_features} {'outputs' if last else 'units'})"
    return titles


@lru_cache(maxsize=64)
def titles_of(config: ModelConfig) -> dict[str, str]:
    """`layer_titles` of the network that `config` describes."""
    return layer_titles(build_model(config, seed=0))


def short_title(title: str) -> str:
    """'hidden layer 1' of 'hidden layer 1 (128 units)'."""
    return title.split(" (", maxsplit=1)[0]
