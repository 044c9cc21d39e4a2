"""A network's layers with weights, in the order in which they are called, and the units between them."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from playground.digits.drawing.preprocessing import SIZE
from playground.digits.interpretability.layer_calls import layer_calls

_NORMALISATIONS = nn.BatchNorm1d | nn.BatchNorm2d


@dataclass(frozen=True)
class WeightedLayer:
    """One linear layer or convolution.

    Attributes:
        name: of the module in the network, such as `"fc1"`.
        units: how many outputs it has; of a convolution: channels.
        unit: what one is called, "unit" or "channel".
        follower: the name of the layer that receives them; empty for the last one.
        spread: how many inputs of the follower belong to one unit: more than 1 where a channel's pixels are flattened.
        normalisation: the name of the batch normalisation right behind it, which counts as part of it; or empty.
        same_shape: whether its outputs have the shape of its inputs, so that it can be skipped.
    """

    name: str
    units: int
    unit: str
    follower: str
    spread: int
    normalisation: str
    same_shape: bool


def weighted_layers(model: nn.Module) -> tuple[WeightedLayer, ...]:
    """The layers of a model that maps `(N, 28, 28)` to logits `(N, 10)`; the model stays as it is."""
    calls, _ = layer_calls(model, torch.zeros(1, SIZE, SIZE))
    weighted = [place for place, call in enumerate(calls) if isinstance(call.layer, nn.Linear | nn.Conv2d)]
    layers = []
    for place, following in zip(weighted, [*weighted[1:], None], strict=True):
        call = calls[place]
        units = call.output.shape[1]
        behind = calls[place + 1] if place + 1 < len(calls) else None
        follower = "" if following is None else calls[following].name
        layers.append(
            WeightedLayer(
                name=call.name,
                units=units,
                unit="channel" if isinstance(call.layer, nn.Conv2d) else "unit",
                follower=follower,
                spread=max(1, layer_weight(model, follower).shape[1] // units) if follower else 1,
                normalisation=behind.name if behind and isinstance(behind.layer, _NORMALISATIONS) else "",
                same_shape=call.input.shape == call.output.shape,
            )
        )
    return tuple(layers)


def layer_weight(model: nn.Module, name: str) -> Tensor:
    """The weight of a linear layer, `(outputs, inputs)`, or a convolution, `(outputs, inputs, height, width)`."""
    weight = model.get_submodule(name).weight
    assert isinstance(weight, Tensor)
    return weight


def hidden_layers(model: nn.Module) -> tuple[WeightedLayer, ...]:
    """Those whose units another layer receives one by one."""
    return tuple(
        layer
        for layer in weighted_layers(model)
        if layer.follower and layer_weight(model, layer.follower).shape[1] == layer.units * layer.spread
    )


def unit_contributions(model: nn.Module, inputs: Tensor, layer: WeightedLayer, digit: int) -> Tensor:
    """How much each unit of a hidden layer contributes to a digit: its output times the slope of the digit's logit by it.

    For the last hidden layer this is exact: the logit is their sum and a bias. For an earlier one it is the first
    term of a Taylor series, as in Molchanov et al. (2016), https://arxiv.org/abs/1611.06440.

    Args:
        model: stays as it is.
        inputs: `(1, 28, 28)` float32 in 0..1.
        layer: one of `hidden_layers(model)`.
        digit: 0..9.

    Returns:
        `(units,)` float32.
    """
    calls, logits = layer_calls(model, inputs.clone().requires_grad_())
    received = next(call.input for call in calls if call.name == layer.follower)
    (slope,) = torch.autograd.grad(logits[0, digit], received)
    return (received.detach() * slope).reshape(layer.units, -1).sum(1)
