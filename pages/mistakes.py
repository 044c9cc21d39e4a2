"""What went wrong: the confusion matrix of any epoch, and the images behind each of its numbers."""

import streamlit as st

from playground.errors import DatabaseLostError, PlaygroundError
from playground.markdown import literal
from playground.runs.files import RunFiles
from playground.runs.run import Run
from playground.runs.store import RunStore
from playground.ui.mistakes import controls
from playground.ui.mistakes import result as mistakes
from playground.ui.mistakes.shipped import describe_shipped, read_shipped
from playground.ui.shared import columns, frame
from playground.ui.shared.experiments import experiments
from playground.ui.shared.recovery import show_ways_out


def read(store: RunStore, run: Run | str) -> tuple[mistakes.TestedNetwork, RunFiles | None]:
    """The answers of a run's network, whose epoch can be chosen, or of a shipped one."""
    if isinstance(run, str):
        return read_shipped(run), None
    files = store.files(run.id)
    if run.active:
        controls.watch(files)
    return mistakes.read_predictions(run, files, controls.choose_epoch(run, files)), files


def show(store: RunStore) -> None:
    """Controls, matrix and images of one network."""
    runs = controls.runs_with_predictions(store)
    with columns.beside():
        narrow, matrix, bars = st.columns([1.1, 2.2, 1.2], gap="medium")
    with narrow, columns.controls():
        run = controls.choose_network(runs)
        if not runs:
            mistakes.invite()
        try:
            shown, files = read(store, run)
            cell = controls.choose_cell(shown.confusion, shown.names)
        except PlaygroundError as error:
            matrix.error(literal(error))
            return
    with matrix:
        mistakes.show_matrix(shown, cell)
    with bars:
        mistakes.show_accuracies(shown)
    frame.what_to_notice(mistakes.notice(shown, describe_shipped(run) if isinstance(run, str) else ""))
    mistakes.show_images(shown, cell)
    experiments(controls.experiments_for(shown.confusion, cell, files, shown.names), {}, controls.choose)


frame.page("mistakes")
try:
    show(RunStore())
except DatabaseLostError as error:
    show_ways_out(error)
except PlaygroundError as error:
    st.error(literal(error))
frame.show_formula(
    r"C_{ij} = \#\{\, n : y_n = i,\ \arg\max_k z_{n,k} = j \,\} \qquad "
    r"\text{accuracy of class } i = \frac{C_{ii}}{\sum_j C_{ij}}",
    "https://scikit-learn.org/stable/modules/generated/sklearn.metrics.confusion_matrix.html",
)
frame.next_idea("mistakes")
