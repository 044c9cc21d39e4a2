"""Sweep: several values of one or two settings, as a grid of runs in the queue."""

import streamlit as st

from playground.digits.training.program import program_of
from playground.errors import DatabaseLostError, PlaygroundError
from playground.markdown import literal
from playground.runs import launcher
from playground.runs.store import RunStore
from playground.settings import worker_threads
from playground.ui.shared import columns, frame
from playground.ui.shared.experiments import experiments
from playground.ui.shared.recovery import show_ways_out
from playground.ui.shared.run_store import run_store
from playground.ui.sweep.form import SweepPlan, choose_sweep, default_settings
from playground.ui.sweep.result import show_sweep, shown_sweep, sweep_result


def start(store: RunStore, plan: SweepPlan) -> None:
    """Put the grid into the queue before the page is drawn again."""
    try:
        sweep = store.create_sweep(plan.axes, plan.configs, plan.dataset)
        launcher.wake(store)
        show_sweep(sweep.id)
    except PlaygroundError as error:
        st.error(literal(error))


def show_empty() -> None:
    """The page before the first sweep."""
    st.info(
        "Press **Start sweep**: the runs train one after another, and each puts a point into the chart that grows here.",
        icon=":material/grid_on:",
    )
    frame.what_to_notice(
        "Nobody knows the best learning rate beforehand: one tries a small, a middling and a large one, each ten times "
        "the one before, and looks where the accuracy is best."
    )


frame.page("sweep")
with columns.beside():
    controls, picture = st.columns([1, 2], gap="large")
plan = None
try:
    store = run_store()
    with controls:
        button = columns.switches()
        with columns.settings():
            plan = choose_sweep(store.list())
        button.button(
            "Start sweep",
            type="primary",
            icon=":material/play_arrow:",
            key="start_sweep",
            width="stretch",
            disabled=plan is None,
            on_click=start,
            args=(store, plan),
        )
    with picture:
        sweep = shown_sweep(store.sweeps())
        if sweep is None:
            show_empty()
        else:
            sweep_result(store, sweep)
except DatabaseLostError as error:
    show_ways_out(error)
except PlaygroundError as error:
    st.error(literal(error))

experiments(
    {
        "Learning rate by batch size": {},
        "One thing alone: the learning rate": {
            "sweep_second": "none",
            "sweep_learning_rate": "0.0001, 0.001, 0.01, 0.1, 1",
        },
        "How much is luck? Five seeds": {
            "sweep_first": "seed",
            "sweep_second": "none",
            "sweep_seed": "0, 1, 2, 3, 4",
        },
        "Which optimizer wants which rate?": {
            "sweep_second": "optimizer",
            "sweep_optimizer": ["sgd", "adam"],
            "sweep_learning_rate": "0.0001, 0.001, 0.01, 0.1, 1",
        },
        "How many neurons are enough?": {
            "sweep_first": "hidden",
            "sweep_second": "none",
            "sweep_hidden": "2, 8, 32, 128, 512",
        },
    },
    default_settings(),
)
if plan is not None:
    frame.show_pytorch(program_of(plan.configs[0], plan.dataset, worker_threads()))
frame.show_formula(
    r"\theta^{*} = \operatorname*{arg\,max}_{\theta \in A \times B} \operatorname{accuracy}(\theta)",
    "https://scikit-learn.org/stable/modules/grid_search.html",
    "grid search",
)
frame.next_idea("sweep")
