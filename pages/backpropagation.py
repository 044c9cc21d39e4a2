"""Backpropagation: the real autograd graph of a small network, stepped through, and changed by its input."""

from playground.ui.backpropagation.learning_link import answer_former_link
from playground.ui.backpropagation.parts import FIRST, PARTS
from playground.ui.backpropagation.settings import DEFAULTS
from playground.ui.shared.experiments import experiments
from playground.ui.shared.frame import next_idea, page
from playground.ui.shared.parts import open_parts

page("backpropagation")
answer_former_link()
open_parts(PARTS)

experiments(
    {
        "One weight, two ways to the loss": {"hidden": "1", "second": "2", "seed": 1},
        "Dead ReLUs: only the last bias gets a gradient": {
            "activation": "relu",
            "x1": -2.0,
            "x2": 2.0,
            "seed": 2,
        },
        "Two sigmoid layers: gradients fade": {"activation": "sigmoid", "second": "2", "x1": 2.0, "x2": 2.0},
        "A function of your own": {"what": "typed"},
        "Six lines do what loss.backward() does": {"part": "by_hand"},
        "One digit: its gradient is its picture": {"part": "by_hand", "batch": "1"},
        "The graph depends on the input": {"part": "dynamic"},
    },
    {"part": FIRST, **DEFAULTS},
)
next_idea("backpropagation")
