"""Activation functions: curves and slopes, what depth makes of them, how networks learn with them, and softmax."""

import streamlit as st

from playground.ui.experiments import experiments
from playground.ui.frame import page
from playground.ui.parts import Part, choose_part, show_part

PARTS = {
    "curves": Part("Curves", ":material/show_chart:"),
    "depth": Part("Through many layers", ":material/layers:"),
    "digits": Part("On digits", ":material/model_training:"),
    "softmax": Part("Softmax", ":material/bar_chart:"),
}
ARTICLE = ["Sigmoid", "Tanh", "ReLU"]

page("activations")
part = choose_part("part", PARTS, "What to look at")
with st.container(key=f"part_{part}"):
    show_part(f"playground.ui.activations.{part}")

experiments(
    {
        "Saturated: almost no slope at x = 5": {"x": 5.0, "shade": "Sigmoid"},
        "A dead ReLU: silent at x = -2": {"x": -2.0, "functions": ["ReLU"], "shade": "ReLU"},
        "ReLU's smooth relatives": {"x": -1.0, "functions": ["ReLU", "GELU", "SiLU", "Mish", "Softplus"]},
        "Sigmoid, 20 layers deep: the gradient vanishes": {"part": "depth", "depth": 20},
        "ReLU with Kaiming: it survives": {"part": "depth", "depth": 20, "stack_activation": "ReLU", "initialization": "Kaiming"},
        "Which one learns to read first?": {"part": "digits"},
        "Softmax, hot and cold": {"part": "softmax", "temperature": 3.0},
    },
    {
        "part": "curves", "x": 1.0, "functions": ARTICLE, "shade": "Sigmoid", "mode": "Backward",
        "stack_activation": "Sigmoid", "initialization": "Xavier", "deviation": 0.1, "depth": 10, "learners": ARTICLE,
        "layers": 2, "rate": 0.1, "scores": "4", "shift": 0.0, "temperature": 1.0,
        **{f"z{index + 1}": value for index, value in enumerate((2.0, 1.0, 0.0, -1.0, 0.5, -0.5))},
    },
)  # fmt: skip
