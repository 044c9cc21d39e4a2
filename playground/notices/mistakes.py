"""What a confusion matrix shows, in sentences."""

from collections.abc import Sequence

from torch import Tensor

from playground.digits.datasets.entry import DIGITS
from playground.digits.evaluation.cached_predictions import CachedPredictions
from playground.digits.evaluation.confusion import equally_common_mistakes, equally_hard_classes
from playground.formatting import format_accuracy, listed
from playground.notices.class_names import are_digits, in_markdown, named, plural_kind
from playground.notices.prediction import SURE


def describe_cell(confusion: Tensor, cell: tuple[int, int], classes: Sequence[str] = DIGITS) -> str:
    """One sentence on a cell, in Markdown.

    Args:
        confusion: `(10, 10)` counts; row the true class.
        cell: (true class, predicted class).
        classes: their names.
    """
    true, predicted = cell
    classes = in_markdown(classes)
    count, images = int(confusion[cell]), int(confusion[true].sum())
    are = "is" if count == 1 else "are"
    how = "right" if true == predicted else f"as {named(predicted, classes)}"
    return f"{count:,} of {images:,} images of {named(true, classes)} {are} read {how}."


def describe_mistakes(
    predictions: CachedPredictions,
    labels: Tensor,
    confusion: Tensor,
    epoch: int | None,
    classes: Sequence[str] = DIGITS,
    *,
    who: str = "",
) -> str:
    """Two or three sentences in Markdown with the numbers of this network.

    Args:
        predictions: of N images.
        labels: `(N,)` int64.
        confusion: `(10, 10)` counts of both.
        epoch: after which the network was saved; None for the one that the run keeps.
        classes: the names of the labels.
        who: begins the first sentence, such as "The pretrained CNN"; else the epoch says which network it is.
    """
    classes = in_markdown(classes)
    images, right = len(labels), int(confusion.diagonal().sum())
    who = who or ("The network that the run keeps" if epoch is None else f"After epoch {epoch} the network")
    overall = f"{who} reads {right:,} of {images:,} test images right: {format_accuracy(right / images)}."
    common = equally_common_mistakes(confusion)
    if not common:
        return f"{overall} Everything stands on the diagonal: there is no mistake to look at."
    wrong = predictions.predicted != labels
    sure = int((predictions.confidence[wrong] >= SURE).sum())
    return f"{overall} {_about_trouble(confusion, common, classes)} {_about_doubt(sure, images - right)}"


def _about_doubt(sure: int, mistakes: int) -> str:
    """In how many of at least one mistake the network was `sure`."""
    limit = f"{100 * SURE:.0f}\u00a0% sure"
    if sure:
        which = "its one mistake" if mistakes == 1 else f"{sure:,} of its {mistakes:,} mistakes"
        return f"In {which} it was at least {limit}: being sure is not being right."
    if mistakes == 1:
        return f"In its one mistake it was not {limit}: its doubt shows."
    return f"In none of its {mistakes:,} mistakes was it {limit}: its doubt shows."


NAMED = 3
"""So many equally common mistakes are named."""


def _about_trouble(confusion: Tensor, common: Sequence[tuple[int, int]], classes: Sequence[str]) -> str:
    """The hardest class and the commonest mistake, `common`; where several are equal, all of them."""
    hardest = equally_hard_classes(confusion)
    trouble = f"It has most trouble with {listed([_the(label, classes) for label in hardest])}"
    if len(hardest) > NAMED:
        trouble = f"It has as much trouble with each of {len(hardest)} {plural_kind(classes)}"
    times = int(confusion[common[0]])
    often = "once" if times == 1 else f"{times:,} times"
    cells = [
        f"{named(true, classes, '**')} read as {named(predicted, classes, '**')}"
        for true, predicted in common
    ]
    if len(cells) == 1:
        return f"{trouble}; its commonest mistake is {cells[0]}, {often}."
    if len(cells) <= NAMED:
        return f"{trouble}; {len(cells)} mistakes are equally common: {listed(cells)}, {often} each."
    return f"{trouble}; no mistake stands out: {len(cells)} are equally common, {often} each."


def _the(label: int, classes: Sequence[str]) -> str:
    """'the **8**', or '**Sneaker**'."""
    return f"the **{label}**" if are_digits(classes) else named(label, classes, "**")
