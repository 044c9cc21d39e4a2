"""A network as source code."""

import inspect

from torch import nn

from playground.concepts.activations import ACTIVATIONS
from playground.concepts.module_definition import definitions_source
from playground.digits.models import DigitNetwork


def layers_as_code(network: DigitNetwork) -> str:
    """The network as an `nn.Sequential` for images `(N, 1, 28, 28)`; its tensors keep the network's order."""
    activation = ACTIVATIONS[network.config.activation]
    calls = [
        activation.source_call("nn") if type(layer) is activation.module_class else _layer_as_code(layer)
        for layer in network.layers()
    ]
    return "nn.Sequential(\n" + "".join(f"    {call},\n" for call in calls) + ")"


def definitions_for(network: DigitNetwork) -> str:
    """The source of the classes in `layers_as_code` that `torch.nn` does not have; empty where it has them all."""
    return definitions_source([ACTIVATIONS[network.config.activation].definition])


def _layer_as_code(layer: nn.Module) -> str:
    """The call that makes a layer, without arguments that equal their defaults; those differ between versions."""
    arguments = []
    for name, parameter in inspect.signature(type(layer)).parameters.items():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue  # nn.Module's own, of a class that adds no arguments
        value = getattr(layer, name, parameter.default)
        if name == "bias":
            value = value is not None
        if isinstance(value, tuple) and len(set(value)) == 1:
            value = value[0]  # (3, 3) of a square kernel
        if parameter.default is parameter.empty:
            arguments.append(repr(value))
        elif value != parameter.default:
            arguments.append(f"{name}={value!r}")
    return f"nn.{type(layer).__name__}({', '.join(arguments)})"
