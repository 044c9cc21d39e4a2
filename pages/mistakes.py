"""What went wrong: the confusion matrix of any epoch, and the images behind each of its numbers."""

import streamlit as st

from playground.errors import PlaygroundError
from playground.runs.store import RunStore
from playground.ui.mistakes import controls
from playground.ui.mistakes import result as mistakes
from playground.ui.shared import frame
from playground.ui.shared.experiments import experiments


def show(store: RunStore) -> None:
    """Controls, matrix and images of one network."""
    runs = controls.runs_with_predictions(store)
    if not runs:
        mistakes.show_nothing()
        return
    narrow, matrix, bars = st.columns([1.1, 2.2, 1.2], gap="medium")
    with narrow:
        run = controls.choose_run(runs)
        files = store.files(run.id)
        if run.active:
            controls.watch(files)
        try:
            shown = mistakes.read_predictions(run, files, controls.choose_epoch(run, files))
            cell = controls.choose_cell(shown.confusion)
        except PlaygroundError as error:
            matrix.error(str(error))
            return
    with matrix:
        mistakes.show_matrix(shown, cell)
    with bars:
        mistakes.show_accuracies(shown)
    frame.what_to_notice(mistakes.notice(shown))
    mistakes.show_images(shown, cell)
    experiments(controls.experiments_for(shown.confusion, cell, files), {controls.WISH: None})


frame.page("mistakes")
controls.restore_query()
try:
    show(RunStore())
except PlaygroundError as error:
    st.error(str(error))
controls.remember_query()
frame.show_formula(
    r"C_{ij} = \#\{\, n : y_n = i,\ \arg\max_k z_{n,k} = j \,\} \qquad "
    r"\text{accuracy of digit } i = \frac{C_{ii}}{\sum_j C_{ij}}",
    "https://scikit-learn.org/stable/modules/generated/sklearn.metrics.confusion_matrix.html",
)
