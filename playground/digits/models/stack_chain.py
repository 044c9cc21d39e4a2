"""In which order the layers of a file follow each other, and which normalisation belongs to which of them."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isqrt

from playground.digits.models.entry import CLASSES, PIXELS
from playground.digits.models.weight_groups import WeightGroup

MAX_LAYERS = 30
"""Convolutions and linear layers that are put in order; a text of layers has 60 at most, its activations among them."""
MAX_STEPS = 20_000
"""Of the search for an order: a file can be made so that there are more orders than atoms."""


@dataclass(frozen=True)
class Stage:
    """A convolution or linear layer, and the batch normalisation behind it.

    Attributes:
        layer: with weights.
        norm: None without one.
        groups: of a convolution.
    """

    layer: WeightGroup
    norm: WeightGroup | None = None
    groups: int = 1


@dataclass(frozen=True)
class Chain:
    """Convolutions, then linear layers.

    Attributes:
        convolutions: the first reads one channel.
        linears: the last has `CLASSES` outputs; there may be none behind convolutions.
        side: the height and width of the maps that the first linear layer reads; 28 without convolutions, 0 without
            linear layers.
    """

    convolutions: tuple[Stage, ...]
    linears: tuple[Stage, ...]
    side: int


def find_chain(groups: Sequence[WeightGroup]) -> Chain | None:
    """The first order in which each layer reads what the one before gives; None where there is none.

    Args:
        groups: where several can come next, the earlier one does.
    """
    if len(groups) > 3 * MAX_LAYERS or sum(group.kind != "norm" for group in groups) > MAX_LAYERS:
        return None
    convolutions = _follow([group for group in groups if group.kind == "conv"], 1, None)
    linear = [group for group in groups if group.kind == "linear"]
    if convolutions is None or (not linear and not convolutions):
        return None
    if not linear:
        last, side = convolutions[-1].outputs, 0
        ordered: list[WeightGroup] | None = [] if last == CLASSES else None
    else:
        channels = convolutions[-1].outputs if convolutions else 0
        ordered, side = _first_fitting(linear, channels)
    if ordered is None:
        return None
    norms = _attach(groups, [*convolutions, *ordered])
    if norms is None:
        return None
    stages = [
        Stage(layer, norms.get(id(layer)), grouped)
        for layer, grouped in zip([*convolutions, *ordered], _groups([*convolutions, *ordered]), strict=True)
    ]
    return Chain(tuple(stages[: len(convolutions)]), tuple(stages[len(convolutions) :]), side)


def _first_fitting(linear: list[WeightGroup], channels: int) -> tuple[list[WeightGroup] | None, int]:
    """The linear layers in order, and the side of the maps that they read, of `channels` channels, 0 for the image."""
    for first in linear:
        inputs = _inputs(first)
        places = PIXELS if not channels else inputs // channels
        side = isqrt(places)
        if inputs != places * max(1, channels) or side**2 != places:
            continue
        ordered = _follow(linear, inputs, CLASSES)
        if ordered is not None and ordered[0] is first:
            return ordered, side
    return None, 0


def _follow(
    layers: list[WeightGroup], inputs: int, outputs: int | None, steps: Iterator[int] | None = None
) -> list[WeightGroup] | None:
    """All layers, the first reading `inputs`, the last giving `outputs` where that is asked for.

    Of layers with equal shapes one is tried in each place, and the search is given up after `MAX_STEPS`.
    """
    if not layers:
        return [] if outputs is None or inputs == outputs else None
    steps = itertools.count(1) if steps is None else steps
    tried = set[tuple[int, ...]]()
    for place, layer in enumerate(layers):
        shape = _shape(layer)
        if shape in tried or (inputs != _inputs(layer) and not _depthwise(layer, inputs)):
            continue
        tried.add(shape)
        if next(steps) > MAX_STEPS:
            return None
        rest = _follow([*layers[:place], *layers[place + 1 :]], layer.outputs, outputs, steps)
        if rest is not None:
            return [layer, *rest]
    return None


def _shape(layer: WeightGroup) -> tuple[int, ...]:
    assert layer.weight is not None  # not a normalisation
    return layer.outputs, *layer.weight.shape


def _inputs(layer: WeightGroup) -> int:
    assert layer.weight is not None  # not a normalisation
    return layer.weight.shape[1]


def _depthwise(layer: WeightGroup, channels: int) -> bool:
    """Whether a convolution can read so many channels in groups."""
    if layer.kind != "conv" or channels % _inputs(layer):
        return False
    return layer.outputs % (channels // _inputs(layer)) == 0


def _groups(layers: Sequence[WeightGroup]) -> list[int]:
    channels, found = 1, []
    for layer in layers:
        found.append(channels // _inputs(layer) if layer.kind == "conv" else 1)
        channels = layer.outputs
    return found


def _attach(groups: Sequence[WeightGroup], layers: Sequence[WeightGroup]) -> dict[int, WeightGroup] | None:
    """The normalisation of each layer by the layer's `id`; None where one belongs to none of them."""
    places = {id(group): place for place, group in enumerate(groups)}
    taken: dict[int, WeightGroup] = {}
    for norm in groups:
        if norm.kind != "norm":
            continue
        fitting = [layer for layer in layers if layer.outputs == norm.outputs and id(layer) not in taken]
        if not fitting:
            return None
        same = [layer for layer in fitting if _number(layer.name) == _number(norm.name)]
        before = [layer for layer in fitting if places[id(layer)] < places[id(norm)]]
        nearest = max(before, key=lambda layer: places[id(layer)], default=fitting[0])
        taken[id(same[0] if len(same) == 1 and _number(norm.name) else nearest)] = norm
    return taken


def _number(name: str) -> str:
    """The last number in a name, such as that of "bn2"; "" without one."""
    return (re.findall(r"\d+", name) or [""])[-1]
