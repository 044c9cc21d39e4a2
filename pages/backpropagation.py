"""Backpropagation: the real autograd graph of a small network, stepped through, trained, and changed by its input."""

import streamlit as st

from playground.ui.backpropagation.net_form import DEFAULTS
from playground.ui.experiments import experiments
from playground.ui.frame import page
from playground.ui.parts import Part, choose_part, show_part

PARTS = {
    "graph": Part("Step through", ":material/account_tree:"),
    "train": Part("Train it", ":material/model_training:"),
    "dynamic": Part("Dynamic graph", ":material/alt_route:"),
}

page("backpropagation")
part = choose_part("part", PARTS, "What to look at")
with st.container(key=f"part_{part}"):
    show_part(f"playground.ui.backpropagation.{part}")

experiments(
    {
        "One weight, two ways to the loss": {"hidden": "1", "second": "2", "seed": 1},
        "A dead ReLU: nothing comes back": {"activation": "relu", "x1": -2.0, "x2": 2.0, "seed": 2},
        "Saturated sigmoids: gradients fade": {"activation": "sigmoid", "second": "2", "x1": 2.0, "x2": 2.0},
        "A function of your own": {"what": "Your own f(x, y)"},
        "Learn XOR": {"part": "train", "task": "XOR", "hidden": "3", "learning_rate": 0.5},
        "The graph depends on the input": {"part": "dynamic"},
    },
    {"part": "graph", "what": "A network", "view": "Every neuron", **DEFAULTS},
)
