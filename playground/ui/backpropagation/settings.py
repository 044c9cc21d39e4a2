"""How the 'Backpropagation' page begins: each widget's key with its value."""

from typing import Any

from playground.concepts.backpropagation.dynamic_graph import PROGRAMS

COMPUTATIONS = {"network": "A network", "typed": "Your own f(x, y)"}
"""What goes through the graph."""
VIEWS = {"neurons": "Every neuron", "layers": "Whole layers"}
"""How the graph of a network is drawn."""
WEIGHTS = {"random": "Before training", "trained": "Trained"}
"""Of the article's network."""
BATCHES = ("1", "16", "64", "256")
"""Digits of one step; the article takes 64."""
NO_LAYER = "none"

DEFAULTS: dict[str, Any] = {
    "what": "network",
    "view": "neurons",
    "inputs": "2",
    "hidden": "2",
    "second": NO_LAYER,
    "activation": "tanh",
    "seed": 0,
    "x1": 1.0,
    "x2": -0.5,
    "x3": 0.5,
    "target": 1.0,
    "learning_rate": 0.1,
    "function": "(x*y + sin(x))^2",
    "fx": 1.0,
    "fy": 0.5,
    "program": next(iter(PROGRAMS)),
    "w": 1.2,
    "weights": "random",
    "batch": "64",
    **{
        f"{name}_{run}": x
        for name, program in PROGRAMS.items()
        for run, x in zip("ab", program.usual, strict=True)
    },
}
