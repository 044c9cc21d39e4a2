"""What the Mistakes page shows of one network of a run."""

from dataclasses import dataclass
from functools import partial

import streamlit as st
from torch import Tensor

from playground.digits.datasets import dataset_name
from playground.digits.evaluation.cached_predictions import CachedPredictions, load_predictions
from playground.digits.evaluation.confusion import (
    class_accuracy,
    confusion_matrix,
    equally_hard_classes,
    images_in_cell,
    output_names,
)
from playground.digits.evaluation.image_reference import ImageReference
from playground.figures.draw import enlarge
from playground.figures.mistakes import class_accuracy_option, confusion_matrix_option
from playground.formatting import counted, format_percent, listed
from playground.markdown import literal, plain
from playground.notices.class_names import are_digits, in_markdown, kind, named, titled
from playground.notices.mistakes import describe_cell, describe_mistakes
from playground.runs.files import RunFiles
from playground.runs.run import Run
from playground.ui.mistakes.controls import MATRIX, Cell, cell_clicked
from playground.ui.shared import columns
from playground.ui.shared.digit_images import DigitImages, load_test_images
from playground.ui.shared.networks import model_key
from playground.ui.shared.pages import PAGES

AT_A_TIME = 24
"""Images shown before somebody asks for more."""

TILE_WIDTH = 156
"""Pixels that an image takes at least: the label of its link fits."""

CHART_HEIGHT = 440
_SHOWN = "mistakes_shown"


@dataclass(frozen=True)
class TestedNetwork:
    """A network with its predictions.

    Attributes:
        network: its key, as the Draw page's URL has it.
        dataset: the key of its test images.
        epoch: the epoch after which a run saved it; None for its last one, and for a shipped network.
        digits: the test set.
        predictions: for its images.
        confusion: `(10, 10)` counts; row the true class.
        names: of the outputs that are shown, see `output_names`.
    """

    network: str
    dataset: str
    epoch: int | None
    digits: DigitImages
    predictions: CachedPredictions
    confusion: Tensor
    names: tuple[str, ...]


def read_predictions(run: Run, files: RunFiles, epoch: int | None) -> TestedNetwork:
    """Cached predictions and test images of one network.

    Raises:
        CheckpointError: the predictions are damaged, or belong to other images.
        DatasetError: the run's data set is missing or corrupt.
    """
    digits = load_test_images(run.dataset)
    network = files.kept if epoch is None else files.epoch(epoch)
    predictions = load_predictions(files.predictions(network), len(digits.labels))
    return tested(model_key(run.id, epoch), run.dataset, epoch, digits, predictions)


def tested(
    network: str, dataset: str, epoch: int | None, digits: DigitImages, predictions: CachedPredictions
) -> TestedNetwork:
    """A network with what follows from its predictions."""
    confusion = confusion_matrix(predictions, digits.labels)
    names = output_names(confusion, digits.classes)
    return TestedNetwork(network, dataset, epoch, digits, predictions, confusion, names)


def invite() -> None:
    """Before the first run: what else could be looked at here."""
    st.caption("No network of yours has been tested yet, so one that comes with the playground is shown.")
    st.page_link(PAGES["train"].file, label="Train a network", icon=":material/model_training:")


def show_matrix(shown: TestedNetwork, cell: Cell) -> None:
    """The confusion matrix; a click chooses a cell."""
    right = int(shown.confusion.diagonal().sum())
    with columns.picture():
        _draw_matrix(shown, cell, right)
    st.caption(f"In the frame: {describe_cell(shown.confusion, cell, shown.names)} [See below.](#images)")


def _draw_matrix(shown: TestedNetwork, cell: Cell, right: int) -> None:
    st.markdown("**Click a number to see its images**")
    st.echarts_chart(
        confusion_matrix_option(shown.confusion.numpy(), cell, shown.names),
        height=CHART_HEIGHT,
        key=MATRIX,
        on_select=partial(cell_clicked, len(shown.names)),
        alt=f"Confusion matrix: {right:,} of {len(shown.digits.labels):,} images are read right. "
        f"{plain(describe_cell(shown.confusion, cell, shown.names))}",
    )


def show_accuracies(shown: TestedNetwork) -> None:
    """The accuracy of each class, beside its row of the matrix."""
    shares, hardest = class_accuracy(shown.confusion), equally_hard_classes(shown.confusion)
    known = [share for share in shares if share is not None]
    between = (
        f", from {format_percent(100 * min(known))} to {format_percent(100 * max(known))}" if known else ""
    )
    named_hardest = [shown.names[label] for label in hardest]
    worst = f"; the hardest {'is' if len(hardest) == 1 else 'are'} {listed(named_hardest)}" if hardest else ""
    st.markdown(f"**Read right, by {kind(shown.names)}**")
    st.echarts_chart(
        class_accuracy_option(shares, next(iter(hardest), None), shown.names),
        height=CHART_HEIGHT,
        key="mistakes_accuracies",
        alt=f"Share read right, by {kind(shown.names)}{between}{worst}.",
    )


def notice(shown: TestedNetwork, who: str = "") -> str:
    """What to notice, with the numbers of this network; `who` begins a sentence with it."""
    return describe_mistakes(
        shown.predictions, shown.digits.labels, shown.confusion, shown.epoch, shown.names, who=who
    )


def show_images(shown: TestedNetwork, cell: Cell) -> None:
    """The images of the chosen cell, the most instructive first, each with its way to the Draw page."""
    true, predicted = cell
    indices = images_in_cell(shown.predictions, shown.digits.labels, true, predicted)
    names = in_markdown(shown.names)
    what = "right" if true == predicted else f"as {named(predicted, names)}"
    st.header(
        f"{titled(true, names)} read {what}: {counted(len(indices), 'image')}",
        anchor="images",
    )
    if not len(indices):
        st.info("This cell is empty. Click one with a number in it.", icon=":material/grid_on:")
        return
    st.caption(
        "The least confident answer first." if true == predicted else "The most confident mistake first."
    )
    view = (shown.network, shown.dataset, cell)
    last_view, limit = st.session_state.get(_SHOWN, (view, AT_A_TIME))
    limit = limit if last_view == view else AT_A_TIME
    with st.grid(min_column_width=TILE_WIDTH, gap="xsmall"):
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
            f"read as {literal(shown.names[predicted])}, {format_percent(100 * confidence)}",
            output_format="PNG",  # JPEG would blur the pixels
            alt=f"Test image {index} of {dataset_name(shown.dataset)}: {named(int(shown.digits.labels[index]), shown.names)}.",
        )
        if not are_digits(shown.names):
            return
        st.page_link(
            PAGES["draw"].file,
            label="Send to Draw",
            icon=":material/draw:",
            query_params={
                "digit": str(ImageReference(shown.dataset, index)),
                "model": shown.network,
            },
        )
