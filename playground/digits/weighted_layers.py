"""A network's layers with weights, in the order in which they are called, and the units between them."""

import copy
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from playground.digits.models import to_input

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
    calls = _calls(model)
    weighted = [
        place for place, (_, part, _, _) in enumerate(calls) if isinstance(part, nn.Linear | nn.Conv2d)
    ]
    layers = []
    for place, following in zip(weighted, [*weighted[1:], None], strict=True):
        name, part, entered, left = calls[place]
        behind = calls[place + 1] if place + 1 < len(calls) else None
        follower = "" if following is None else calls[following][0]
        layers.append(
            WeightedLayer(
                name=name,
                units=left[1],
                unit="channel" if isinstance(part, nn.Conv2d) else "unit",
                follower=follower,
                spread=max(1, layer_weight(model, follower).shape[1] // left[1]) if follower else 1,
                normalisation=behind[0] if behind and isinstance(behind[1], _NORMALISATIONS) else "",
                same_shape=entered == left,
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


def layer_title(layer: WeightedLayer, model: nn.Module) -> str:
    """For people, such as 'convolution 2 (64 channels)'; layers of a kind are counted from 1."""
    kind = type(model.get_submodule(layer.name))
    same = [other for other in weighted_layers(model) if type(model.get_submodule(other.name)) is kind]
    number = f" {same.index(layer) + 1}" if len(same) > 1 else ""
    if kind is nn.Conv2d:
        return f"convolution{number} ({layer.units} channels)"
    return f"linear layer{number} ({layer.units} {'units' if layer.follower else 'outputs'})"


def _calls(model: nn.Module) -> list[tuple[str, nn.Module, tuple[int, ...], tuple[int, ...]]]:
    """Each leaf that a blank image passes: name, module, and the shapes of its input and output."""
    own = copy.deepcopy(model).eval()
    calls: list[tuple[str, nn.Module, tuple[int, ...], tuple[int, ...]]] = []
    for name, part in own.named_modules():
        if not list(part.children()):
            part.register_forward_hook(
                lambda part, entered, left, name=name: calls.append(
                    (name, part, tuple(entered[0].shape), tuple(left.shape))
                )
            )
    with torch.inference_mode():
        own(to_input(torch.zeros(1, 28, 28, dtype=torch.uint8)))
    return calls


def unit_contributions(model: nn.Module, inputs: Tensor, layer: WeightedLayer, digit: int) -> Tensor:
    """How much each unit of a hidden layer speaks for a digit: its output times the slope of the digit's logit by it.

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
    own = copy.deepcopy(model).eval().requires_grad_(False)
    received: list[Tensor] = []

    def receive(_: nn.Module, arguments: tuple[Tensor]) -> tuple[Tensor]:
        received.append(arguments[0].detach().requires_grad_())
        return (received[-1],)

    own.get_submodule(layer.follower).register_forward_pre_hook(receive)
    logit = own(inputs)[0, digit]
    (slope,) = torch.autograd.grad(logit, received[0])
    return (received[0].detach() * slope).reshape(layer.units, -1).sum(1)
