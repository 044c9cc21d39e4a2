"""The catalogue of activation functions. Adding one is one entry in one of its files: widgets, tests and pages follow."""

from playground.concepts.activations import bounded as activation_bounded
from playground.concepts.activations import rectifiers as activation_rectifiers
from playground.concepts.activations import smooth as activation_smooth
from playground.concepts.activations.entry import Activation

ACTIVATIONS: dict[str, Activation] = {
    entry.name: entry
    for entry in (
        activation_rectifiers.RELU,
        activation_bounded.SIGMOID,
        activation_bounded.TANH,
        *activation_rectifiers.OTHERS,
        *activation_smooth.OTHERS,
        *activation_bounded.OTHERS,
    )
}

ARTICLE = ("sigmoid", "tanh", "relu")
"""The three of the article."""

NETWORK_ACTIVATIONS: dict[str, Activation] = {
    name: entry for name, entry in ACTIVATIONS.items() if entry.in_networks
}
"""Those that a network on these pages may have."""
