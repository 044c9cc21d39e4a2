"""Neurons and networks: one neuron, and networks that learn a picture in the plane."""

from playground.ui.network.parts import FIRST, PARTS
from playground.ui.network.settings import DEFAULTS
from playground.ui.shared.experiments import experiments
from playground.ui.shared.frame import next_idea, page
from playground.ui.shared.parts import open_parts

# A few noisy points, and more weights than they need. No docstring: Streamlit would write it onto the page.
BY_HEART = {
    "part": "network",
    "data": "moons",
    "noise": 0.5,
    "test_share": 0.8,
    "neurons_1": 8,
    "neurons_2": 8,
    "optimizer": "adam",
    "learning_rate": 0.03,
}
page("network")
open_parts(PARTS)
experiments(
    {
        "AND by hand: drag the line": {"part": "neuron", "exercise": "and"},
        "OR: the same line, moved": {
            "part": "neuron",
            "exercise": "or",
            "neuron": "1,1,-3,2,-1",
        },
        "XOR: no line can": {"part": "neuron", "exercise": "xor", "neuron": "1,1,3,-3,3"},
        "A step, nearly: long weights": {
            "part": "neuron",
            "exercise": "and",
            "neuron": "8,8,-24,2,2",
        },
        "Two clusters: let it learn": {
            "part": "neuron",
            "exercise": "clusters",
            "neuron": "-1,1,1,2,-1",
        },
        "Learn XOR: six neurons and two": {
            "part": "network",
            "data": "xor",
            "activation_1": "relu",
            "neurons_1": 6,
        },
        "A circle without hidden layers: squares do it": {
            "part": "network",
            "layers": 0,
            "features": ["square1", "square2"],
        },
        "The spiral": {
            "part": "network",
            "data": "spiral",
            "layers": 3,
            "neurons_1": 8,
            "neurons_2": 8,
            "neurons_3": 8,
            "activation_1": "silu",
            "activation_2": "silu",
            "activation_3": "silu",
            "optimizer": "adam",
            "learning_rate": 0.01,
        },
        "Noise, and a network that learns it by heart": BY_HEART,
        "A real digit through 784-128-10": {"part": "forward", "which_network": "digits"},
        "The same digit before training": {
            "part": "forward",
            "which_network": "digits",
            "digit_weights": "random",
        },
        "A border that you type": {
            "part": "network",
            "data": "function",
            "labels": "positive",
            "labelled_by": "x1^2 + 4 x2^2 - 16",
            "layers": 1,
            "neurons_1": 6,
        },
        "Early stopping: it ends when the test loss rises": BY_HEART | {"stop_patience": 20},
        "All weights zero: nothing is learnt": {"part": "network", "initialization": "zeros"},
        "Three classes": {
            "part": "network",
            "data": "three_spiral",
            "layers": 3,
            "neurons_1": 8,
            "neurons_2": 8,
            "neurons_3": 8,
            "optimizer": "adam",
            "learning_rate": 0.01,
        },
    },
    {"part": FIRST, **DEFAULTS},
)
next_idea("network")
