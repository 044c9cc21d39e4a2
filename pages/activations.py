"""Activation functions: curves and slopes, what depth makes of them, how networks learn with them, and softmax."""

from playground.ui.activations.parts import FIRST, PARTS
from playground.ui.activations.settings import defaults
from playground.ui.shared.experiments import experiments
from playground.ui.shared.frame import next_idea, page
from playground.ui.shared.parts import open_parts

page("activations")
open_parts(PARTS)

experiments(
    {
        "Saturated: almost no slope at x = 5": {
            "x": 5.0,
            "functions": ["relu", "sigmoid"],
            "shade": "sigmoid",
        },
        "A dead ReLU: silent at x = −2": {"x": -2.0, "functions": ["relu"], "shade": "relu"},
        "ReLU's smooth relatives": {
            "x": -1.0,
            "functions": ["relu", "gelu", "silu", "mish", "softplus"],
            "shade": "gelu",
        },
        "Sigmoid, 20 layers deep: the gradient vanishes": {"part": "depth", "depth": 20},
        "ReLU with Kaiming: it survives": {
            "part": "depth",
            "depth": 20,
            "stack_activation": "relu",
            "initialization": "kaiming",
        },
        "Which one learns to read first?": {"part": "digits"},
        "Softmax at temperature 3: the probabilities come closer": {"part": "softmax", "temperature": 3.0},
    },
    {"part": FIRST, **defaults()},
)
next_idea("activations")
