"""What the Mistakes page shows of one network of a run."""

from dataclasses import dataclass

import streamlit as st
from torch import Tensor

from playground.digits.datasets import dataset_name
from playground.digits.evaluation.cached_predictions import CachedPredictions, load_predictions
from playground.digits.evaluation.confusion import (
    confusion_matrix,
    digit_accuracy,
    hardest_digit,
    images_in_cell,
)
from playground.digits.evaluation.image_reference import ImageReference
from playground.figures.draw import enlarge
from playground.figures.mistakes import confusion_matrix_option, digit_accuracy_option
from playground.formatting import counted, format_percent
from playground.notices.mistakes import a_digit, describe_cell, describe_mistakes
from playground.runs.files import RunFiles
from playground.runs.run import Run
from playground.ui.mistakes.controls import MATRIX, Cell, cell_clicked
from playground.ui.shared.charts import is_dark
from playground.ui.shared.digit_images import DigitImages, load_test_images
from playground.ui.shared.networks import model_key
from playground.ui.shared.pages import PAGES

AT_A_TIME = 24
"""Images shown before somebody asks for more."""

CHART_HEIGHT = 440
_SHOWN = "mistakes_shown"


@dataclass(frozen=True)
class TestedNetwork:
    """A network of a run with its cached predictions.

    Attributes:
        run: whose network it is.
        epoch: the epoch after which it was saved; None for the last one.
        digits: the test set.
        predictions: for its images.
        confusion: `(10, 10)` counts; row the true digit.
    """

    run: Run
    epoch: int | None
    digits: DigitImages
    predictions: CachedPredictions
    confusion: Tensor


def read_predictions(run: Run, files: RunFiles, epoch: int | None) -> TestedNetwork:
    """Cached predictions and test images of one network.

    Raises:
        CheckpointError: the predictions are damaged, or belong to other images.
        DatasetError: the run's data set is missing or corrupt.
    """
    digits = load_test_images(run.dataset)
    network = files.last if epoch is None else files.epoch(epoch)
    predictions = load_predictions(files.predictions(network), len(digits.labels))
    return TestedNetwork(run, epoch, digits, predictions, confusion_matrix(predictions, digits.labels))


def show_nothing() -> None:
    """The page before any network has been tested."""
    st.info(
        "There is no network to look at yet. Train one: its mistakes are here from its first epoch on.",
        icon=":material/model_training:",
    )
    st.page_link(PAGES["train"].file, label="Train a network", icon=":material/arrow_forward:")


def show_matrix(shown: TestedNetwork, cell: Cell) -> None:
    """The confusion matrix; a click chooses a cell."""
    right = int(shown.confusion.diagonal().sum())
    st.markdown("**Click a number to see its images**")
    st.echarts_chart(
        confusion_matrix_option(shown.confusion.numpy(), cell, is_dark()),
        height=CHART_HEIGHT,
        key=MATRIX,
        on_select=cell_clicked,
        alt=f"Confusion matrix: {right:,} of {len(shown.digits.labels):,} images are read right. "
        f"{describe_cell(shown.confusion, cell)}",
    )
    st.caption(f"In the frame: {describe_cell(shown.confusion, cell)} [See below.](#images)")


def show_accuracies(shown: TestedNetwork) -> None:
    """The accuracy of each digit, beside its row of the matrix."""
    shares, hardest = digit_accuracy(shown.confusion), hardest_digit(shown.confusion)
    words = [
        f"{digit}: {format_percent(100 * share)}" for digit, share in enumerate(shares) if share is not None
    ]
    st.markdown("**Read right, by digit**")
    st.echarts_chart(
        digit_accuracy_option(shares, hardest, is_dark()),
        height=CHART_HEIGHT,
        key="mistakes_accuracies",
        alt=f"Share read right, by digit. {', '.join(words)}. The hardest is {hardest}.",
    )


def notice(shown: TestedNetwork) -> str:
    """What to notice, with the numbers of this network."""
    return describe_mistakes(shown.predictions, shown.digits.labels, shown.confusion, shown.epoch)


def show_images(shown: TestedNetwork, cell: Cell) -> None:
    """The images of the chosen cell, the most instructive first, each with its way to the Draw page."""
    true, predicted = cell
    indices = images_in_cell(shown.predictions, shown.digits.labels, true, predicted)
    what = "right" if true == predicted else f"as {a_digit(predicted)}"
    st.subheader(
        f"{a_digit(true).capitalize()} read {what}: {counted(len(indices), 'image')}",
        anchor="images",
    )
    if not len(indices):
        st.info("This cell is empty. Click one with a number in it.", icon=":material/grid_on:")
        return
    st.caption(
        "The least confident answer first." if true == predicted else "The most confident mistake first."
    )
    view = (shown.run.id, shown.epoch, cell)
    last_view, limit = st.session_state.get(_SHOWN, (view, AT_A_TIME))
    limit = limit if last_view == view else AT_A_TIME
    with st.grid(min_column_width=132, gap="xsmall"):
        for index in indices[:limit].tolist():
            _show_image(shown, index)
    left = len(indices) - limit
    if left > 0:
        st.button(
            f"Show {min(left, AT_A_TIME)} more of {left:,}",
            key="mistakes_more",
            icon=":material/expand_more:",
            on_click=st.session_state.update,
            args=({_SHOWN: (view, limit + AT_A_TIME)},),
        )


def _show_image(shown: TestedNetwork, index: int) -> None:
    predicted, confidence = (
        int(shown.predictions.predicted[index]),
        float(shown.predictions.confidence[index]),
    )
    with st.container(border=True, gap="xxsmall"):
        st.image(
            enlarge(shown.digits.images[index].numpy(), 8),
            f"read as {predicted}, {format_percent(100 * confidence)}",
            output_format="PNG",  # JPEG would blur the pixels
            alt=f"Test image {index} of {dataset_name(shown.run.dataset)}: {a_digit(int(shown.digits.labels[index]))}.",
        )
        st.page_link(
            PAGES["draw"].file,
            label="Send to Draw",
            icon=":material/draw:",
            query_params={
                "digit": str(ImageReference(shown.run.dataset, index)),
                "model": model_key(shown.run.id, shown.epoch),
            },
        )
