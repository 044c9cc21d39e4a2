"""Loss functions: their curves and gradients, outliers, cross-entropy on logits, slow starts, and bad input."""

import streamlit as st

from playground.ui.experiments import experiments
from playground.ui.frame import page
from playground.ui.parts import Part, choose_part, show_part

PARTS = {
    "curves": Part("Curves", ":material/show_chart:"),
    "outliers": Part("One outlier", ":material/scatter_plot:"),
    "logits": Part("Three logits", ":material/bar_chart:"),
    "slow_start": Part("A slow start", ":material/hourglass_top:"),
    "bad_input": Part("Bad input", ":material/error:"),
}

page("losses")
part = choose_part("part", PARTS, "What to look at")
with st.container(key=f"part_{part}"):
    show_part(f"playground.ui.losses.{part}")

experiments(
    {
        "Far from the target: who pulls hardest?": {"prediction_number": 4.0},
        "Sure and wrong": {"kind": "Probability", "prediction_probability": 0.01, "target_probability": 1.0},
        "One outlier against seven points": {"part": "outliers"},
        "A perfect logit, smoothed": {"part": "logits", "logit_dog": 6.0, "smoothing": 0.2},
        "Sure and wrong: the slow start": {"part": "slow_start", "weight": 4.0, "bias": 2.0},
        "A loss that is wrong without a word": {"part": "bad_input", "mistake": "NaN among the predictions"},
    },
    {
        "part": "curves", "kind": "Number", "prediction_number": 2.0, "target_number": 0.0,
        "prediction_probability": 0.2, "target_probability": 0.8, "outlier": -6.0, "logit_cat": 2.0, "logit_dog": 1.0,
        "logit_bird": -1.0, "true_class": "dog", "temperature": 1.0, "smoothing": 0.0, "weight": 2.0, "bias": 2.0,
        "rate": 0.5, "mistake": "A class that does not exist",
    },
)  # fmt: skip
