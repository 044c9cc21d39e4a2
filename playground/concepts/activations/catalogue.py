"""The catalogue of activation functions. Adding one is one entry in one of its files: widgets, tests and pages follow."""

from collections.abc import Mapping

from playground.catalogues import Selection
from playground.concepts.activations import bounded, rectifiers, smooth
from playground.concepts.activations.entry import Activation

ACTIVATIONS: dict[str, Activation] = {
    entry.name: entry
    for entry in (
        rectifiers.RELU,
        bounded.SIGMOID,
        bounded.TANH,
        *rectifiers.OTHERS,
        *smooth.OTHERS,
        *bounded.OTHERS,
    )
}

ARTICLE = ("sigmoid", "tanh", "relu")
"""The three of the article."""

NETWORK_ACTIVATIONS: Mapping[str, Activation] = Selection(ACTIVATIONS, lambda entry: entry.in_networks)
"""Those that a network on these pages may have."""
