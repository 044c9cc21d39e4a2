"""A network as source code, under the names of its own `state_dict`."""

import inspect

from torch import nn

from playground.concepts.activations import ACTIVATIONS, Activation
from playground.concepts.module_definition import Definition, definitions_source
from playground.digits.model_class import class_source, is_sequential, lines_between
from playground.digits.models import NETWORKS, DigitNetwork
from playground.digits.models.activation_text import activation_keys
from playground.digits.models.preparation import DEFINITION


def network_as_code(network: DigitNetwork) -> str:
    """The expression for the network, after `definitions_for`: `Net()`, or an `nn.Sequential` for one that is numbered.

    It takes images `(N, 1, 28, 28)`. Its `state_dict` has the network's own names, the article's for the article's
    network; and a seed gives its layers the same weights, because they are made in the same order.
    """
    if not is_sequential(network):
        return "Net()"
    container = "nn.Sequential" if network.config.preparation.changes_nothing else "Net"
    return lines_between(f"{container}(", [layer_as_code(layer, network) for layer in network.layers()], ")")


def definitions_for(network: DigitNetwork) -> str:
    """The source of the classes in `network_as_code` that `torch.nn` does not have; empty where it has them all."""
    definitions: list[Definition] = [] if network.config.preparation.changes_nothing else [DEFINITION]
    activations = [_activation(layer, network) for layer in network.layers()]
    sources = [definitions_source([*definitions, *(entry.definition for entry in activations if entry)])]
    return "\n\n\n".join(filter(None, [*sources, class_source(network, layer_as_code)]))


def layer_as_code(layer: nn.Module, network: DigitNetwork) -> str:
    """The call that makes a layer, without arguments that equal their defaults; those differ between versions."""
    activation = _activation(layer, network)
    if activation is not None and "activation" in NETWORKS[network.config.model].settings:
        return activation.source_call("nn")
    if activation is not None and not activation.is_in_torch:
        return activation.source_call("nn")
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


def _activation(layer: nn.Module, network: DigitNetwork) -> Activation | None:
    """The entry that a layer was made of; of several in `torch.nn` by the same class, the network's own or none."""
    keys = dict.fromkeys(activation_keys(network.config.activation))
    own = [ACTIVATIONS[key] for key in keys if type(layer) is ACTIVATIONS[key].module_class]
    if len(own) == 1:
        return own[0]
    entries = (entry for entry in ACTIVATIONS.values() if not entry.is_in_torch)
    return next((entry for entry in entries if type(layer) is entry.module_class), None)
