"""How the 'Activation functions' page begins: each widget's key with its value."""

from typing import Any

from playground.concepts.activations import ACTIVATIONS
from playground.concepts.activations.catalogue import ARTICLE

DIRECTIONS = {"forward": "Forward", "backward": "Backward"}
"""The two ways through a stack of layers."""
SCORES = (2.0, 1.0, 0.0, -1.0, 0.5, -0.5)
"""Of softmax, as many as there can be."""

_ARTICLE = [name for name in ACTIVATIONS if name in ARTICLE]

DEFAULTS: dict[str, Any] = {
    "functions": _ARTICLE,
    "x": 1.0,
    "shade": _ARTICLE[0],
    "mode": "backward",
    "stack_activation": "sigmoid",
    "initialization": "xavier",
    "deviation": 0.1,
    "depth": 10,
    "learners": _ARTICLE,
    "layers": 2,
    "rate": 0.1,
    "scores": "4",
    **{f"z{number}": score for number, score in enumerate(SCORES, 1)},
    "shift": 0.0,
    "temperature": 1.0,
}
"""Without the parameters of the activations: see `defaults`."""


def defaults() -> dict[str, Any]:
    """Every setting of the page, those of the activations that the catalogue has now among them."""
    parameters = {
        f"{name}_{parameter.name}": parameter.default
        for name, entry in ACTIVATIONS.items()
        for parameter in entry.parameters
    }
    return {**DEFAULTS, **parameters}
