"""Backpropagation: the real autograd graph of a small network, stepped through, trained, and changed by its input."""

from playground.ui.backpropagation.parts import FIRST, PARTS
from playground.ui.backpropagation.settings import DEFAULTS
from playground.ui.shared.experiments import experiments
from playground.ui.shared.frame import page
from playground.ui.shared.parts import open_parts

page("backpropagation")
open_parts(PARTS)

experiments(
    {
        "One weight, two ways to the loss": {"hidden": "1", "second": "2", "seed": 1},
        "A dead ReLU: almost nothing comes back": {"activation": "relu", "x1": -2.0, "x2": 2.0, "seed": 2},
        "Two sigmoid layers: gradients fade": {"activation": "sigmoid", "second": "2", "x1": 2.0, "x2": 2.0},
        "A function of your own": {"what": "typed"},
        "Learn XOR": {"part": "train", "task": "xor", "hidden": "3", "learning_rate": 0.5},
        "The graph depends on the input": {"part": "dynamic"},
    },
    {"part": FIRST, **DEFAULTS},
)
