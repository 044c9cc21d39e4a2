"""On digits: the same network with one activation after another, learning side by side."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.module_definition import definitions_source
from playground.digits.datasets import load_digits
from playground.digits.training.activation_comparison import (
    BATCH_SIZE,
    MAX_STEPS,
    VALIDATION_SHARE,
    ActivationComparison,
)
from playground.figures.activations import learning_option
from playground.formatting import format_accuracy, format_number
from playground.notices.activations import describe_activation_comparison, describe_ranking
from playground.snippets.activation import comparison_program
from playground.ui.activations.choose import choose_activations
from playground.ui.activations.settings import DEFAULTS
from playground.ui.shared import columns
from playground.ui.shared.charts import live_chart
from playground.ui.shared.frame import show_pytorch, what_to_notice
from playground.ui.shared.live_training import train_live
from playground.ui.shared.numbers import DECIMAL

MOST = 6
UNITS = 64
HEIGHT = 420


def show() -> None:
    """Controls left, the curves right; they grow by themselves."""
    place = columns.beside()
    with place:
        chosen = tuple(choose_activations("learners", NETWORK_ACTIVATIONS))
    controls, picture = columns.controls_and_picture(within=place)
    with controls:
        layers = st.slider("Hidden layers of 64", 1, 6, DEFAULTS["layers"], key="layers", bind="query-params")
        rate = st.slider(
            "Learning rate",
            0.01,
            0.5,
            DEFAULTS["rate"],
            0.01,
            format=DECIMAL,
            key="rate",
            bind="query-params",
        )
        st.caption(
            "Plain SGD, the same batches and the same first weights for all, on scikit-learn's digits."
        )
    with picture:
        if not 1 <= len(chosen) <= MOST:
            st.info(f"Choose one to {MOST} functions: {len(chosen)} are chosen.", icon=":material/touch_app:")
            return

        def begin() -> ActivationComparison:
            hidden = (UNITS,) * int(layers)
            return ActivationComparison(chosen, load_digits("embedded"), hidden=hidden, learning_rate=rate)

        train_live("activation_comparison", (chosen, layers, rate), begin, _draw)


def _draw(comparison: ActivationComparison, running: bool) -> None:
    labels = {name: NETWORK_ACTIVATIONS[name].label for name in comparison.models}
    words = describe_activation_comparison(comparison)
    curves = {label: comparison.smoothed(name) for name, label in labels.items()}
    with columns.picture():
        live_chart(learning_option(curves, MAX_STEPS), height=HEIGHT, key="learning", alt=words)
    what_to_notice(words)
    if not running:
        accuracies = {name: comparison.validation_accuracy(name) for name in comparison.models}
        st.table(_table(comparison, accuracies))
        if comparison.steps:
            st.caption(describe_ranking(comparison, accuracies))
        entries = [NETWORK_ACTIVATIONS[name] for name in comparison.models]
        calls = {entry.label: entry.source_call() for entry in entries}
        program = comparison_program(
            calls,
            comparison.hidden,
            learning_rate=comparison.learning_rate,
            seed=comparison.seed,
            batch_size=BATCH_SIZE,
            steps=comparison.steps,
            validation_share=VALIDATION_SHARE,
            definitions=definitions_source(entry.definition for entry in entries),
        )
        show_pytorch(program)


def _table(comparison: ActivationComparison, accuracies: Mapping[str, float]) -> pd.DataFrame:
    """Loss and validation accuracy of each network, the best first."""
    rows = {
        NETWORK_ACTIVATIONS[name].label: [
            format_number(comparison.smoothed(name)[-1]) if comparison.steps else "–",
            format_accuracy(accuracies[name]),
        ]
        for name in sorted(accuracies, key=lambda name: -accuracies[name])
    }
    return pd.DataFrame(rows, index=["loss", "accuracy on validation digits"]).T.rename_axis("activation")
