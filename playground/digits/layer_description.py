"""A network as a list of layers and weights, for code that evaluates it without PyTorch: the browser's.

`playground/ui/components/evaluation/layers.js` reads it, while a digit is being drawn.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from playground.concepts.activations import ACTIVATIONS
from playground.digits.models import DigitNetwork
from playground.digits.rejection import RejectionNetwork
from playground.errors import UnknownLayerError

LARGEST = 1_000_000
"""Weights of a network that is sent to a browser: 4 MB."""

ACTIVATION_NAMES = frozenset(
    [
        "relu",
        "sigmoid",
        "tanh",
        "linear",
        "leaky_relu",
        "relu6",
        "elu",
        "selu",
        "celu",
        "gelu",
        "gelu_tanh",
        "silu",
        "mish",
        "hardswish",
        "softplus",
        "squareplus",
        "log_sigmoid",
        "tanhshrink",
        "softsign",
        "hardtanh",
        "hardsigmoid",
    ]
)
"""The keys of the activations that `evaluation/activations.js` has."""

Layer = dict[str, Any]


@dataclass
class _Weights:
    """All weights so far, one after another."""

    parts: list[Tensor] = field(default_factory=list)
    count: int = 0

    def add(self, tensor: Tensor | None) -> list[int] | None:
        """Where it lies: the first number and how many."""
        if tensor is None:
            return None
        self.parts.append(tensor.detach().float().cpu().flatten())
        self.count += tensor.numel()
        return [self.count - tensor.numel(), tensor.numel()]


def pack_network(network: DigitNetwork | RejectionNetwork, key: str) -> bytes:
    """The network as it travels: the length of a JSON text as uint32, the text, and float32 weights, all little-endian.

    Args:
        network: of images `(N, 28, 28)`; what it does in eval mode is described.
        key: by which the other side finds it.

    Raises:
        UnknownLayerError: a layer that code without PyTorch does not know, or more than `LARGEST` weights.
    """
    weights = sum(tensor.numel() for tensor in network.state_dict().values())
    if weights > LARGEST:
        raise UnknownLayerError(
            f"the network has {weights:,} weights, and at most {LARGEST:,} are sent to a browser"
        )
    collected = _Weights()
    layers = [*_prepared(network), *_described(_layers(network), collected)]
    text = json.dumps({"key": key, "layers": layers}).encode()
    text += b" " * (-len(text) % 4)
    numbers = torch.cat(collected.parts).numpy() if collected.parts else np.empty(0, np.float32)
    return len(text).to_bytes(4, "little") + text + numbers.astype("<f4").tobytes()


def _layers(network: DigitNetwork | RejectionNetwork) -> Sequence[nn.Module]:
    if isinstance(network, RejectionNetwork):
        return list(network)[1:]  # the first one makes an image one map, as which it comes
    return network.layers()


def _prepared(network: DigitNetwork | RejectionNetwork) -> list[Layer]:
    """What is done to the pixels before the first layer."""
    if isinstance(network, RejectionNetwork) or network.config.preparation.changes_nothing:
        return []
    preparation = network.config.preparation
    return [{"kind": "scale", "scale": preparation.white - preparation.black, "shift": preparation.black}]


def _described(layers: Sequence[nn.Module], weights: _Weights) -> list[Layer]:
    described = []
    for layer in layers:
        if isinstance(layer, nn.Dropout | nn.Identity):  # which do nothing in eval mode
            continue
        describe = _KINDS.get(type(layer))
        known = describe(layer, weights) if describe else _activation(layer)
        if known is None:
            raise UnknownLayerError(f"code without PyTorch does not know the layer {layer}")
        described.append(known)
    return described


def _activation(layer: nn.Module) -> Layer | None:
    """The entry of the catalogue that a module was built from; of several of one class the one with the same arguments."""
    fitting = [
        entry
        for entry in ACTIVATIONS.values()
        if type(layer) is entry.module_class
        and all(getattr(layer, name, None) == value for name, value in entry.arguments.items())
    ]
    entry = max(fitting, key=lambda one: len(one.arguments), default=None)
    if entry is None or entry.name not in ACTIVATION_NAMES:
        return None
    parameters = {each.name: float(getattr(layer, each.name)) for each in entry.parameters}
    return {"kind": "activation", "name": entry.name, "parameters": parameters}


def _linear(layer: nn.Linear, weights: _Weights) -> Layer:
    return {"kind": "linear", "weight": weights.add(layer.weight), "bias": weights.add(layer.bias)}


def _convolution(layer: nn.Conv2d, weights: _Weights) -> Layer | None:
    if layer.padding_mode != "zeros" or isinstance(layer.padding, str):
        return None
    return {
        "kind": "convolution",
        "groups": layer.groups,
        "weight": weights.add(layer.weight),
        "bias": weights.add(layer.bias),
        **_window(layer.kernel_size, layer.stride, layer.padding, layer.dilation),
    }


def _normalisation(layer: nn.BatchNorm1d | nn.BatchNorm2d, weights: _Weights) -> Layer | None:
    """In eval mode it is a number times the input and another added to it, for each channel."""
    mean, variance = layer.running_mean, layer.running_var
    if mean is None or variance is None:
        return None
    scale = (variance.double() + layer.eps).rsqrt()
    if layer.affine:
        scale = scale * layer.weight.double()
    shift = -mean.double() * scale
    if layer.affine:
        shift = shift + layer.bias.double()
    return {"kind": "normalisation", "scale": weights.add(scale), "shift": weights.add(shift)}


def _maximum(layer: nn.MaxPool2d, weights: _Weights) -> Layer | None:
    del weights
    if layer.ceil_mode:
        return None
    stride = layer.kernel_size if layer.stride is None else layer.stride
    return {"kind": "maximum", **_window(layer.kernel_size, stride, layer.padding, layer.dilation)}


def _average(layer: nn.AvgPool2d, weights: _Weights) -> Layer | None:
    del weights
    if layer.ceil_mode or not layer.count_include_pad or layer.divisor_override is not None:
        return None
    return {"kind": "average", **_window(layer.kernel_size, layer.stride, layer.padding, 1)}


def _mean(layer: nn.AdaptiveAvgPool2d, weights: _Weights) -> Layer | None:
    del weights
    return {"kind": "mean"} if layer.output_size in (1, (1, 1)) else None


def _flatten(layer: nn.Flatten, weights: _Weights) -> Layer | None:
    del weights
    return {"kind": "flatten"} if (layer.start_dim, layer.end_dim) == (1, -1) else None


def _rim(layer: nn.ConstantPad2d, weights: _Weights) -> Layer:
    del weights
    return {"kind": "rim", "rim": list(layer.padding), "value": float(layer.value)}


def _resize(layer: nn.Upsample, weights: _Weights) -> Layer | None:
    del weights
    if layer.mode != "bilinear" or layer.align_corners or not isinstance(layer.size, tuple):
        return None
    return {"kind": "resize", "height": layer.size[0], "width": layer.size[1]}


def _window(kernel: Any, stride: Any, padding: Any, dilation: Any) -> Layer:
    names = ("kernel", "stride", "padding", "dilation")
    values = (kernel, stride, padding, dilation)
    return {
        name: [int(value)] * 2 if isinstance(value, int) else [int(each) for each in value]
        for name, value in zip(names, values, strict=True)
    }


_KINDS: dict[type[nn.Module], Callable[[Any, _Weights], Layer | None]] = {
    nn.Linear: _linear,
    nn.Conv2d: _convolution,
    nn.BatchNorm1d: _normalisation,
    nn.BatchNorm2d: _normalisation,
    nn.MaxPool2d: _maximum,
    nn.AvgPool2d: _average,
    nn.AdaptiveAvgPool2d: _mean,
    nn.Flatten: _flatten,
    nn.ConstantPad2d: _rim,
    nn.Upsample: _resize,
}
"""How each layer is described; None where it is set up as code without PyTorch does not have it."""
