"""The catalogue of networks. Adding one is one entry here: training, pages, programs and checkpoints follow."""

from collections.abc import Mapping

import torch
from torch import Tensor

from playground.digits.models.cnn import CNN
from playground.digits.models.entry import NETWORKS, DigitNetwork, ModelConfig, Recognised
from playground.digits.models.mlp import MLP

NETWORKS.update({entry.key: entry for entry in (MLP, CNN)})


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


def recognise_network(tensors: Mapping[str, Tensor]) -> Recognised | None:
    """The network that a bare `state_dict` belongs to, and its tensors; the first entry that recognises it.

    Args:
        tensors: by the names that the file gives them, in its order.

    Returns:
        None where no entry recognises them.

    Raises:
        ConfigurationError: they are a network's that cannot be built, a vast one for example.
    """
    for entry in NETWORKS.values():
        found = entry.recognise(tensors) if entry.recognise else _same_shapes(ModelConfig(entry.key), tensors)
        if found is not None:
            return found
    return None


def _same_shapes(config: ModelConfig, tensors: Mapping[str, Tensor]) -> Recognised | None:
    """The network of `config` where the names or, in order, the shapes are those of its tensors."""
    expected = build_model(config, seed=0).state_dict()
    if tensors.keys() == expected.keys():
        return config, dict(tensors)
    # The PyTorch program for a run writes the same tensors in the same order, under nn.Sequential's names.
    if [tensor.shape for tensor in tensors.values()] == [tensor.shape for tensor in expected.values()]:
        return config, dict(zip(expected, tensors.values(), strict=True))
    return None
