"""Compare runs: lay their curves over one another, copy one with one change, keep or remove them."""

import streamlit as st

from playground.digits.training.program import program_of
from playground.errors import DatabaseLostError, PlaygroundError
from playground.markdown import literal
from playground.runs.changes import in_force
from playground.runs.store import RunStore
from playground.ui.compare.chosen_runs import chosen_ids, describe_missing, remember
from playground.ui.compare.comparison import comparison
from playground.ui.compare.downloads import rename_and_download
from playground.ui.compare.import_checkpoint import upload_checkpoint
from playground.ui.compare.one_change import one_change, train_pair
from playground.ui.compare.run_table import run_table, undo_button
from playground.ui.compare.trash import deleted_runs
from playground.ui.shared import columns, frame
from playground.ui.shared.experiments import experiments
from playground.ui.shared.pages import PAGES
from playground.ui.shared.recovery import show_ways_out
from playground.ui.shared.run_store import run_store

DEFAULTS = {"against": "step", "log_loss": False, "zoom": (0, 100)}


def show_empty(store: RunStore) -> None:
    """The page before the first run, or after the last one was deleted."""
    with st.container(horizontal=True, vertical_alignment="center"):
        undo_button(store)
    with st.container(border=True, key="no_runs"):
        st.markdown(
            "**There is no run yet.** Train two that differ in one thing only, the learning rate: about five seconds, "
            "and you see both curves here. Or train a network of your own first."
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button("Train two runs", type="primary", icon=":material/play_arrow:", key="train_pair"):
                train_pair(store, "embedded")
                st.rerun()
            st.page_link(PAGES["train"].file, label="Go to Train", icon=PAGES["train"].icon)
    frame.what_to_notice("Two curves that differ in one thing alone show what that thing does.")


def show_runs(store: RunStore) -> str:
    """Table, picture and what can be done with runs; returns the program of the first chosen one."""
    runs = store.list()
    ids = chosen_ids(runs)
    remember(ids)
    chosen = [run for run in runs if run.id in ids]
    with columns.beside():
        with columns.controls():
            run_table(store)
            missing = describe_missing(store, ids)
            if missing:
                st.info(missing, icon=":material/link_off:")
        form, picture = st.columns([1, 2], gap="large")
    with picture:
        comparison(store, ids)
    with form:
        one_change(store, chosen or runs)
    rename_and_download(store, chosen or runs)
    first = (chosen or runs)[0]
    return program_of(first.config, first.dataset, first.threads or 1, in_force(first.changes))


frame.page("compare")
program = ""
try:
    store = run_store()
    if store.list():
        program = show_runs(store)
    else:
        show_empty(store)
    upload_checkpoint(store)
    deleted_runs(store)
except DatabaseLostError as error:
    show_ways_out(error)
except PlaygroundError as error:
    st.error(literal(error))

if program:
    experiments(
        {
            "All of it, step by step": {},
            "A logarithmic axis: small losses come apart": {"log_loss": True},
            "Against seconds: how long did each one take?": {"against": "seconds"},
            "The end only: whose loss still falls?": {"zoom": (70, 100)},
        },
        DEFAULTS,
    )
    frame.show_pytorch(program)
frame.show_formula(
    r"\bar{L}_t = \frac{\sum_{i=0}^{t} 0.85^{\,i} L_{t-i}}{\sum_{i=0}^{t} 0.85^{\,i}}",
    "https://pandas.pydata.org/docs/reference/api/pandas.DataFrame.ewm.html",
    "the smoothed loss",
)
frame.next_idea("compare")
