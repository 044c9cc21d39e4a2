"""A file's tensors as the weights of a stack of layers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import prod

from torch import Tensor, int64, ones, zeros

from playground.digits.models.entry import CLASSES, ModelConfig, Recognised
from playground.digits.models.layer_kinds import KINDS, Layer, Shape
from playground.digits.models.layer_text import PlacedLayer, parse_layers, plan_layers, write_layers
from playground.digits.models.weight_groups import WeightGroup, orders, weight_groups
from playground.errors import LayerSyntaxError

OWNERS = ("conv", "linear", "batchnorm")
"""The layers that have tensors."""


def fit_layers(config: ModelConfig, tensors: Mapping[str, Tensor]) -> Recognised:
    """Give a file's tensors to the layers that a person wrote, each by its shape.

    Whether a layer has a bias is taken from the file.

    Args:
        config: of the kind "layers".
        tensors: by their names in the file, in any order.

    Raises:
        LayerSyntaxError: at the first layer for which the file has no weights.
    """
    problem = LayerSyntaxError("Expected linear layers, convolutions and batch normalisations in the file.")
    for transposed in (False, True):
        groups = weight_groups(tensors, transposed=transposed)
        if groups is None:
            continue
        try:
            return _fit(config, orders(groups)[0], transposed)
        except LayerSyntaxError as error:
            problem = error if not transposed else problem
    raise problem


def assemble(
    config: ModelConfig, groups: Sequence[WeightGroup], *, channels_last: bool = False
) -> Recognised:
    """The network of a text with the tensors of `groups`, one for each layer that has some, in order.

    Args:
        config: of the kind "layers".
        groups: with the shapes of the layers.
        channels_last: whether maps were flattened place by place, as Keras does, and not map by map.
    """
    placed, state, left = plan_layers(config.layers), {}, list(groups)
    maps: Shape = ()
    for index, one in enumerate(placed):
        if one.layer.word == "flatten":
            maps = one.inputs
        if one.layer.word not in OWNERS:
            continue
        group = left.pop(0)
        if channels_last and one.layer.word == "linear" and len(maps) == 3:
            group = replace(group, weight=_map_by_map(group.weight, maps))
        if one.layer.word == "linear":
            maps = ()
        state.update({f"{index}.{name}": value for name, value in _state(group).items()})
    return config, state


def as_text(config: ModelConfig) -> str:
    """The layers of a stack or of a fully connected network, as one writes them."""
    if config.model != "mlp":
        return config.layers
    activation = [] if config.activation == "linear" else [config.activation]
    hidden = [word for size in config.hidden for word in (f"linear {size}", *activation)]
    return ", ".join(["flatten", *hidden, f"linear {CLASSES}"])


def _map_by_map(weight: Tensor | None, maps: Shape) -> Tensor:
    assert weight is not None  # only a normalisation may lack it
    channels, height, width = maps
    places = weight.reshape(-1, height, width, channels)
    return places.permute(0, 3, 1, 2).reshape(len(weight), -1)


def _state(group: WeightGroup) -> dict[str, Tensor]:
    """A layer's tensors under PyTorch's names, with what a normalisation without weights computes."""
    if group.kind != "norm":
        parts = {"weight": group.weight, "bias": group.bias}
        return {name: value for name, value in parts.items() if value is not None}
    assert group.mean is not None  # see `weight_groups`
    assert group.variance is not None
    return {
        "weight": ones(group.outputs) if group.weight is None else group.weight,
        "bias": zeros(group.outputs) if group.bias is None else group.bias,
        "running_mean": group.mean,
        "running_var": group.variance,
        "num_batches_tracked": zeros((), dtype=int64),
    }


def _fit(config: ModelConfig, groups: Sequence[WeightGroup], transposed: bool) -> Recognised:
    text, left, taken = config.layers, list(groups), []
    biased: dict[int, bool] = {}
    for one in plan_layers(text):
        if one.layer.word not in OWNERS:
            continue
        group = next((group for group in left if _takes(one, group)), None)
        if group is None:
            raise _no_weights(text, one, left)
        left = [other for other in left if other is not group]
        taken.append(group)
        biased[one.layer.position] = group.bias is not None
    if left:
        raise LayerSyntaxError(
            f"The file also has {_list(left)}, for which the text has no layer. Write that layer too.",
            text,
            max(0, len(text) - 1),
        )
    layers = [_with_bias(layer, biased.get(layer.position, True)) for layer in parse_layers(text)]
    return assemble(replace(config, layers=write_layers(layers)), taken, channels_last=transposed)


def _with_bias(layer: Layer, bias: bool) -> Layer:
    if layer.word not in KINDS or "nobias" not in KINDS[layer.word].options:
        return layer
    options = {name: value for name, value in layer.options.items() if name != "nobias"}
    return replace(layer, options=options if bias else {**options, "nobias": 1})


def _needed(one: PlacedLayer) -> tuple[int, ...]:
    """The shape of a layer's weight."""
    layer = one.layer
    if layer.word == "batchnorm":
        return (one.inputs[0],)
    outputs = int(layer.numbers[0])
    if layer.word == "linear":
        return outputs, prod(one.inputs)
    kernel = int(layer.numbers[1])
    return outputs, one.inputs[0] // layer.option("groups", 1), kernel, kernel


def _takes(one: PlacedLayer, group: WeightGroup) -> bool:
    needed = _needed(one)
    if len(needed) == 1:
        return group.kind == "norm" and group.outputs == needed[0]
    return group.weight is not None and tuple(group.weight.shape) == needed


def _no_weights(text: str, one: PlacedLayer, left: Sequence[WeightGroup]) -> LayerSyntaxError:
    position = one.layer.position
    return LayerSyntaxError(
        f"At character {position + 1}: '{one.layer.text}' here needs weights of shape {_needed(one)}, but the file has "
        f"{_list(left) if left else 'no more'}. Change this layer or those before it.",
        text,
        position,
    )


def _list(groups: Sequence[WeightGroup]) -> str:
    shapes = [group.weight.shape if group.weight is not None else (group.outputs,) for group in groups]
    named = [f"{group.name} {tuple(shape)}" for group, shape in zip(groups, shapes, strict=True)]
    return ", ".join(named[:5]) + (" ..." if len(named) > 5 else "")
