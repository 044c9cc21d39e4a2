"""The catalogue of networks. Adding one is one entry here: training, pages, programs and checkpoints follow."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from playground.digits.models.cnn import CNN
from playground.digits.models.entry import NETWORKS, DigitNetwork, ModelConfig, Recognised
from playground.digits.models.layers import LAYERS
from playground.digits.models.mlp import MLP
from playground.digits.models.weight_groups import named, orders, take_places, weight_groups

NETWORKS.update({entry.key: entry for entry in (MLP, CNN, LAYERS)})


def build_model(config: ModelConfig, seed: int | None = None) -> DigitNetwork:
    """A fresh network with PyTorch's own initialisation.

    Args:
        config: which network.
        seed: makes the weights repeatable; the global random state is left as it was. None: use that state.
    """
    if seed is None:
        return NETWORKS[config.model].build(config)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return build_model(config)


def recognise_networks(tensors: Mapping[str, Tensor]) -> Sequence[Recognised]:
    """The networks that a bare `state_dict` may belong to, the likeliest first, all of one entry.

    Args:
        tensors: by the names that the file gives them, in any order.

    Returns:
        Each network with the tensors under its own names; nothing where no entry recognises them.

    Raises:
        ConfigurationError: they are a network's that cannot be built, a vast one for example.
    """
    for entry in NETWORKS.values():
        found = entry.recognise(tensors) if entry.recognise else _same_shapes(ModelConfig(entry.key), tensors)
        if found:
            return found
    return ()


def _same_shapes(config: ModelConfig, tensors: Mapping[str, Tensor]) -> Sequence[Recognised]:
    """The network of `config` where the names are those of its tensors, or the layers have the shapes of its layers."""
    expected = build_model(config, seed=0).state_dict()
    if tensors.keys() == expected.keys():
        return [(config, dict(tensors))]
    if [tensor.shape for tensor in tensors.values()] == [tensor.shape for tensor in expected.values()]:
        return [(config, dict(zip(expected, tensors.values(), strict=True)))]
    places, groups = weight_groups(expected), weight_groups(tensors)
    if places is None or groups is None:
        return []
    found = [take_places(places, order) for order in orders(groups)]
    return [(config, named(expected, places, taken)) for taken in found if taken is not None]
