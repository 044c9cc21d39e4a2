"""Three ways to weaken a copy of a network: noise on its weights, ablated units, an ablated layer.

The copy is a network of the same class, so everything that reads, tests or saves one works with it.
"""

import copy
from collections.abc import Iterable
from typing import TypeVar

import torch
from torch import Tensor, nn

from playground.digits.interpretability.weighted_layers import WeightedLayer, layer_weight
from playground.errors import ConfigurationError
from playground.formatting import as_given

Network = TypeVar("Network", bound=nn.Module)

LAYER_ABLATIONS: dict[str, str] = {"zero": "nothing but zeros", "skip": "its input, unchanged"}
"""Catalogue key to display name: what an ablated layer outputs."""


def add_weight_noise(model: Network, share: float, seed: int) -> Network:
    """A copy, each of whose tensors of parameters has Gaussian noise added.

    Args:
        model: stays as it is.
        share: the noise's standard deviation as a share of the tensor's own one, at least 0; with 0 the copy is equal.
        seed: determines the noise: the same seed with another share gives the same noise, scaled.

    Raises:
        ConfigurationError: a negative or infinite share.
    """
    if not 0 <= share < float("inf"):
        raise ConfigurationError(
            f"Expected a share of noise of at least 0, but got {as_given(share)}. Choose 0 to 2."
        )
    modified = copy.deepcopy(model)
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in modified.parameters():
            noise = torch.randn(parameter.shape, generator=generator).to(parameter)
            # correction=0: a tensor of one number has deviation 0, not NaN.
            parameter.add_(share * parameter.std(correction=0) * noise)
    return modified


def ablate_units(model: Network, layer: WeightedLayer, units: Iterable[int]) -> Network:
    """A copy in which some units of a hidden layer are ablated: the weights that read their outputs are 0.

    Args:
        model: stays as it is.
        layer: one of `hidden_layers(model)`.
        units: which, 0..units - 1.

    Raises:
        ConfigurationError: there is no such unit.
    """
    chosen = torch.as_tensor(sorted(set(units)), dtype=torch.int64)
    if not all(0 <= unit < layer.units for unit in chosen.tolist()):
        raise ConfigurationError(
            f"Expected units of {layer.name} from 0 to {layer.units - 1}, but got {chosen.tolist()[:8]}. Choose others."
        )
    modified = copy.deepcopy(model)
    weight = layer_weight(modified, layer.follower)
    inputs = (chosen[:, None] * layer.spread + torch.arange(layer.spread)).flatten()
    with torch.no_grad():
        weight[:, inputs] = 0
    return modified


def unit_order(layer: WeightedLayer, seed: int, contributions: Tensor | None = None) -> list[int]:
    """In which order units are ablated: the greatest contribution first, or by chance without `contributions`."""
    if contributions is not None:
        return contributions.argsort(descending=True, stable=True).tolist()
    return torch.randperm(layer.units, generator=torch.Generator().manual_seed(seed)).tolist()


def ablate_layer(model: Network, layer: WeightedLayer, way: str = "zero") -> Network:
    """A copy without what a layer has learnt; a batch normalisation right behind the layer belongs to it.

    Args:
        model: stays as it is.
        layer: one of `weighted_layers(model)`.
        way: `"zero"`: it outputs zeros, whatever comes in, its bias included. `"skip"`: it outputs its input, which
            only a layer with as many outputs as inputs can.

    Raises:
        ConfigurationError: another way, or a layer that cannot be skipped.
    """
    if way not in LAYER_ABLATIONS or (way == "skip" and not layer.same_shape):
        can = "has as many outputs as inputs" if layer.same_shape else "changes the number of values"
        raise ConfigurationError(
            f"Expected a way out of {', '.join(LAYER_ABLATIONS)} that {layer.name} allows, but got {way!r}: this layer {can}. "
            "Let it output zeros."
        )
    modified = copy.deepcopy(model)
    weight, bias = layer_weight(modified, layer.name), modified.get_submodule(layer.name).bias
    with torch.no_grad():
        if way == "zero":
            weight.zero_()
        elif weight.dim() == 4:
            nn.init.dirac_(weight)
        else:
            nn.init.eye_(weight)
        if isinstance(bias, Tensor):
            bias.zero_()
        if layer.normalisation:
            _reset_normalisation(modified.get_submodule(layer.normalisation), scale=float(way == "skip"))
    return modified


def _reset_normalisation(normalisation: nn.Module, scale: float) -> None:
    """`scale` times its input, in eval mode."""
    assert isinstance(normalisation, nn.BatchNorm1d | nn.BatchNorm2d)  # what `weighted_layers` looks for
    if normalisation.running_mean is not None and normalisation.running_var is not None:
        normalisation.running_mean.zero_()
        normalisation.running_var.fill_(1 - normalisation.eps)  # sqrt(var + eps) is 1
    if normalisation.affine:
        normalisation.weight.fill_(scale)
        normalisation.bias.zero_()
