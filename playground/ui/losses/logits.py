"""Cross-entropy on three logits: probabilities, loss and the gradient `p - y`."""

import streamlit as st

from playground.concepts.losses.softmax_cross_entropy import cross_entropy
from playground.figures.cross_entropy import cross_entropy_option
from playground.notices.losses import describe_cross_entropy
from playground.snippets.losses import cross_entropy_program
from playground.ui.losses.settings import CLASSES, DEFAULTS
from playground.ui.shared import columns
from playground.ui.shared.charts import live_chart
from playground.ui.shared.choice import choose_one
from playground.ui.shared.frame import show_formula, show_pytorch, what_to_notice
from playground.ui.shared.numbers import DECIMAL

HEIGHT = 460


def show() -> None:
    """Three logits and the true class left, the bars right."""
    controls, picture = columns.controls_and_picture()
    with controls:
        logits, true, temperature, smoothing = _controls()
    index = CLASSES.index(true)
    result = cross_entropy(logits, index, temperature, smoothing)
    with picture:
        words = describe_cross_entropy(result, CLASSES, index, temperature, smoothing)
        with columns.picture():
            live_chart(cross_entropy_option(result, CLASSES), height=HEIGHT, key="cross_entropy", alt=words)
        what_to_notice(words)
    show_pytorch(cross_entropy_program(logits, index, temperature, smoothing))
    show_formula(
        r"p_i = \frac{e^{z_i / T}}{\sum_j e^{z_j / T}}, \quad L = -\sum_i y_i \log p_i, \quad "
        r"\frac{\partial L}{\partial z_i} = \frac{p_i - y_i}{T}",
        "https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html",
        "cross-entropy",
    )


def _controls() -> tuple[list[float], str, float, float]:
    """The logits, the true class, the temperature and the label smoothing."""
    logits = [
        st.slider(
            f"Logit of {name}",
            -6.0,
            6.0,
            DEFAULTS[f"logit_{name}"],
            0.1,
            format=DECIMAL,
            key=f"logit_{name}",
            bind="query-params",
        )
        for name in CLASSES
    ]
    true = choose_one("It really is a", CLASSES, DEFAULTS["true_class"], "true_class")
    temperature = st.slider(
        "Temperature",
        0.1,
        5.0,
        DEFAULTS["temperature"],
        0.1,
        format=DECIMAL,
        key="temperature",
        bind="query-params",
        help="The logits are divided by it: below 1 the answer gets surer, above 1 more even.",
    )
    smoothing = st.slider(
        "Label smoothing",
        0.0,
        0.5,
        DEFAULTS["smoothing"],
        0.05,
        format=DECIMAL,
        key="smoothing",
        bind="query-params",
        help="This share of the target is spread over all classes.",
    )
    return logits, true, temperature, smoothing
