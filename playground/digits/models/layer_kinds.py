"""The kinds of layer that a text may name: how each is written, what it makes of a shape, and its module."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import prod

import numpy as np
from torch import nn

from playground.formatting import format_number

Shape = tuple[int, ...]
"""Of one image: `(channels, height, width)`, or `(numbers,)` once it is flat."""

SAME = -1
"""Padding that keeps the size."""


class ImpossibleLayerError(Exception):
    """A layer that cannot follow the ones before it; `layer_text` adds where it stands."""


@dataclass(frozen=True)
class Layer:
    """One layer as it is written.

    Attributes:
        word: a key of `KINDS`, or of `NETWORK_ACTIVATIONS`.
        numbers: those right after the word.
        options: such as `{"stride": 2}`; a flag has 1.
        position: of the word in the text, from 0.
    """

    word: str
    numbers: tuple[float, ...] = ()
    options: Mapping[str, int] = field(default_factory=dict)
    position: int = 0

    @property
    def text(self) -> str:
        """As one writes it."""
        parts = [self.word, *(np.format_float_positional(number, trim="-") for number in self.numbers)]
        for name, value in self.options.items():
            parts.append(name if name in FLAGS else f"{name} {'same' if value == SAME else value}")
        return " ".join(parts)

    def option(self, name: str, default: int) -> int:
        """The option's value, or what it is without being written."""
        return self.options.get(name, default)


@dataclass(frozen=True)
class Effect:
    """What a layer does at its place.

    Attributes:
        outputs: the shape that it gives.
        build: its module.
        weights: how many numbers it learns.
        multiplications: for one image.
    """

    outputs: Shape
    build: Callable[[], nn.Module]
    weights: int = 0
    multiplications: int = 0


@dataclass(frozen=True)
class LayerKind:
    """One kind.

    Attributes:
        usage: how it is written, with an example's numbers.
        numbers: the fewest and the most numbers after the word.
        effect: what it does to a shape; raises `ImpossibleLayerError`.
        options: which may follow.
        whole: whether the numbers are whole ones of at least 1.
    """

    usage: str
    numbers: tuple[int, int]
    effect: Callable[[Layer, Shape], Effect]
    options: tuple[str, ...] = ()
    whole: bool = True


FLAGS = ("nobias",)
OPTIONS = ("stride", "padding", "groups", "dilation", *FLAGS)


def _maps(layer: Layer, shape: Shape) -> tuple[int, int, int]:
    if len(shape) != 3:
        raise ImpossibleLayerError(
            f"{layer.word} works on maps, but {shape[0]} flat numbers come to it. Put it before flatten"
        )
    channels, height, width = shape
    return channels, height, width


def _slid(layer: Layer, shape: Shape, kernel: int, stride: int, padding: int) -> tuple[int, int]:
    """Height and width after a window of `kernel` pixels slides over the maps."""
    _, height, width = _maps(layer, shape)
    sizes = [(size + 2 * padding - kernel) // stride + 1 for size in (height, width)]
    if min(sizes) < 1:
        raise ImpossibleLayerError(
            f"a window of {kernel} × {kernel} does not fit into maps of {height} × {width} pixels. Use a smaller window, "
            "more padding, or less pooling before it"
        )
    return sizes[0], sizes[1]


def _conv(layer: Layer, shape: Shape) -> Effect:
    channels, _, _ = _maps(layer, shape)
    outputs, kernel = int(layer.numbers[0]), int(layer.numbers[1])
    stride, groups, dilation = (layer.option(name, 1) for name in ("stride", "groups", "dilation"))
    reach = dilation * (kernel - 1) + 1
    padding = layer.option("padding", 0)
    if padding == SAME:
        if reach % 2 == 0 or stride != 1:
            raise ImpossibleLayerError(
                "padding same needs an odd window and stride 1. Write the padding as a number"
            )
        padding = reach // 2
    if padding > reach:
        raise ImpossibleLayerError(f"padding {padding} is more than the window of {reach} pixels. Use less")
    if channels % groups or outputs % groups:
        raise ImpossibleLayerError(
            f"{groups} groups do not divide {channels} channels into {outputs}. Use other groups"
        )
    height, width = _slid(layer, shape, reach, stride, padding)
    weights = outputs * channels // groups * kernel**2
    bias = not layer.option("nobias", 0)
    return Effect(
        (outputs, height, width),
        lambda: nn.Conv2d(channels, outputs, kernel, stride, padding, dilation, groups, bias),
        weights + outputs * bias,
        weights * height * width,
    )


def _linear(layer: Layer, shape: Shape) -> Effect:
    inputs, outputs, bias = prod(shape), int(layer.numbers[0]), not layer.option("nobias", 0)
    return Effect(
        (outputs,),
        lambda: nn.Linear(inputs, outputs, bias),
        inputs * outputs + outputs * bias,
        inputs * outputs,
    )


def _pool(module: type[nn.MaxPool2d | nn.AvgPool2d]) -> Callable[[Layer, Shape], Effect]:
    def effect(layer: Layer, shape: Shape) -> Effect:
        window = int(layer.numbers[0])
        stride, padding = layer.option("stride", window), layer.option("padding", 0)
        if padding == SAME or padding > window // 2:
            raise ImpossibleLayerError(f"the padding of {layer.word} is at most half its window. Use less")
        height, width = _slid(layer, shape, window, stride, padding)
        return Effect((shape[0], height, width), lambda: module(window, stride, padding))

    return effect


def _global_average(layer: Layer, shape: Shape) -> Effect:
    channels, _, _ = _maps(layer, shape)
    return Effect((channels, 1, 1), lambda: nn.AdaptiveAvgPool2d(1))


def _batchnorm(layer: Layer, shape: Shape) -> Effect:
    del layer
    module = nn.BatchNorm2d if len(shape) == 3 else nn.BatchNorm1d
    return Effect(shape, lambda: module(shape[0]), 2 * shape[0], prod(shape))


def _dropout(layer: Layer, shape: Shape) -> Effect:
    share = layer.numbers[0] if layer.numbers else 0.5
    if not 0 <= share < 1:
        raise ImpossibleLayerError(
            f"dropout leaves out a share of 0 to below 1, not {format_number(share)}. Write dropout 0.5"
        )
    return Effect(shape, lambda: nn.Dropout(share))


def _flatten(layer: Layer, shape: Shape) -> Effect:
    del layer
    return Effect((prod(shape),), nn.Flatten)


def _pad(layer: Layer, shape: Shape) -> Effect:
    channels, height, width = _maps(layer, shape)
    rim = int(layer.numbers[0])
    return Effect((channels, height + 2 * rim, width + 2 * rim), lambda: nn.ConstantPad2d(rim, 0.0))


def _resize(layer: Layer, shape: Shape) -> Effect:
    channels, _, _ = _maps(layer, shape)
    size = int(layer.numbers[0])
    return Effect((channels, size, size), lambda: nn.Upsample((size, size), mode="bilinear"))


KINDS: dict[str, LayerKind] = {
    "conv": LayerKind("conv 32 3 stride 1 padding 1", (2, 2), _conv, OPTIONS),
    "linear": LayerKind("linear 128", (1, 1), _linear, FLAGS),
    "maxpool": LayerKind("maxpool 2 stride 2", (1, 1), _pool(nn.MaxPool2d), ("stride", "padding")),
    "avgpool": LayerKind("avgpool 2 stride 2", (1, 1), _pool(nn.AvgPool2d), ("stride", "padding")),
    "globalavgpool": LayerKind("globalavgpool", (0, 0), _global_average),
    "flatten": LayerKind("flatten", (0, 0), _flatten),
    "batchnorm": LayerKind("batchnorm", (0, 0), _batchnorm),
    "dropout": LayerKind("dropout 0.5", (0, 1), _dropout, whole=False),
    "pad": LayerKind("pad 2", (1, 1), _pad),
    "resize": LayerKind("resize 32", (1, 1), _resize),
}
"""By their word; activations are those of `NETWORK_ACTIVATIONS`."""

WEIGHTED = ("conv", "linear")
"""Those that end a layer in the sense of a network's depth."""

ALIASES: dict[str, str] = {
    "conv2d": "conv",
    "fc": "linear",
    "dense": "linear",
    "maxpool2d": "maxpool",
    "avgpool2d": "avgpool",
    "batchnorm1d": "batchnorm",
    "batchnorm2d": "batchnorm",
    "bn": "batchnorm",
    "dropout2d": "dropout",
    "zeropad2d": "pad",
}
"""Other spellings of a layer, without underscores."""

ENDINGS = ("softmax", "logsoftmax")
"""Only at the end, where they are left out: the playground makes probabilities of logits itself."""
