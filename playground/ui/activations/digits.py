"""On digits: the same network with one activation after another, learning side by side."""

import time

import pandas as pd
import streamlit as st

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.digits.activation_comparison import BATCH_SIZE, MAX_STEPS, ActivationComparison
from playground.digits.datasets import load_digits
from playground.figures.activations import learning_option
from playground.snippets.activation import comparison_program
from playground.ui.activations.choose import choose_activations
from playground.ui.charts import live_chart
from playground.ui.frame import show_pytorch, what_to_notice

TICK = 0.25
"""Seconds between two looks while they learn."""
WORK = 0.1
"""Seconds of learning in each of them: the server answers others in between."""
MOST = 6
UNITS = 64
COMPARISON, RUNNING, SETTINGS = (
    "activation_comparison",
    "activation_comparison_runs",
    "activation_comparison_settings",
)
HEIGHT = 420


def show() -> None:
    """Controls left, the curves right; they grow by themselves."""
    chosen = choose_activations("learners", NETWORK_ACTIVATIONS)
    controls, picture = st.columns([1, 2.2], gap="medium")
    with controls:
        layers = st.slider("Hidden layers of 64", 1, 6, 2, key="layers", bind="query-params")
        rate = st.slider("Learning rate", 0.01, 0.5, 0.1, 0.01, key="rate", bind="query-params")
        st.caption(
            "Plain SGD, the same batches and the same first weights for all, on scikit-learn's digits."
        )
    with picture:
        if not 1 <= len(chosen) <= MOST:
            st.info(f"Choose one to {MOST} functions: {len(chosen)} are chosen.", icon=":material/touch_app:")
            return
        settings = (tuple(chosen), int(layers), rate)
        if st.session_state.get(SETTINGS) != settings:
            st.session_state[SETTINGS] = settings
            _begin(settings, running=False)
        running = st.session_state[RUNNING]
        with st.container():
            st.fragment(_watch, run_every=TICK if running else None)(running)


def _begin(settings: tuple[tuple[str, ...], int, float], running: bool) -> None:
    names, layers, rate = settings
    st.session_state[COMPARISON] = ActivationComparison(
        names, load_digits("embedded"), hidden=(UNITS,) * layers, learning_rate=rate
    )
    st.session_state[RUNNING] = running


def _run(running: bool) -> None:
    st.session_state[RUNNING] = running


def _watch(running: bool) -> None:
    """A tick: learn for a moment, then draw. `running` is whether this fragment was started with a timer."""
    comparison: ActivationComparison = st.session_state[COMPARISON]
    if st.session_state[RUNNING]:
        until = time.monotonic() + WORK
        while not comparison.finished and time.monotonic() < until:
            comparison.step()
        if comparison.finished:
            st.session_state[RUNNING] = False
    if st.session_state[RUNNING] != running:
        st.rerun()  # a fragment's timer is set where the fragment is started
    _buttons(comparison)
    labels = {name: NETWORK_ACTIVATIONS[name].label for name in comparison.models}
    words = _notice(comparison, labels)
    curves = {labels[name]: comparison.smoothed(name) for name in comparison.models}
    live_chart(learning_option(curves, MAX_STEPS), height=HEIGHT, key="learning", alt=words)
    what_to_notice(words)
    if not running:
        st.table(_table(comparison, labels))
        calls = {label: NETWORK_ACTIVATIONS[name].source_call() for name, label in labels.items()}
        program = comparison_program(
            calls, comparison.hidden, learning_rate=comparison.learning_rate, seed=comparison.seed,
            batch_size=BATCH_SIZE, steps=comparison.steps,
        )  # fmt: skip
        show_pytorch(program)


def _buttons(comparison: ActivationComparison) -> None:
    with st.container(horizontal=True):
        # Two buttons, not one that switches: Streamlit 1.67 may call back twice for a click during a tick.
        if st.session_state[RUNNING]:
            st.button(
                "Pause", icon=":material/pause:", type="primary", key="pause", on_click=_run, args=(False,)
            )
        else:
            st.button(
                "Train all", icon=":material/play_arrow:", type="primary", key="train", on_click=_run, args=(True,),
                disabled=comparison.finished,
            )  # fmt: skip
        st.button(
            "Start again", icon=":material/restart_alt:", key="again", on_click=_begin,
            args=(st.session_state[SETTINGS], False),
        )  # fmt: skip


def _notice(comparison: ActivationComparison, labels: dict[str, str]) -> str:
    steps = comparison.steps
    if not steps:
        return f"Press 'Train all': every network makes {MAX_STEPS} steps, all with the same batches."
    last = {name: comparison.smoothed(name)[-1] for name in labels}
    best, worst = min(last, key=last.__getitem__), max(last, key=last.__getitem__)
    words = f"After {steps} of {MAX_STEPS} steps {labels[best]} has the loss {last[best]:.2f}"
    if worst != best:
        words += f", {labels[worst]} {last[worst]:.2f}; guessing costs ln 10 = 2.30"
    return f"{words}. {NETWORK_ACTIVATIONS[worst].notice}"


def _table(comparison: ActivationComparison, labels: dict[str, str]) -> pd.DataFrame:
    rows = {
        label: [
            f"{comparison.smoothed(name)[-1]:.3f}" if comparison.steps else "–",
            f"{comparison.test_accuracy(name):.1%}",
        ]
        for name, label in labels.items()
    }
    return pd.DataFrame(rows, index=["loss", "accuracy on test digits"]).T
