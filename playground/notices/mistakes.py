"""What a confusion matrix shows, in sentences."""

from torch import Tensor

from playground.digits.evaluation.cached_predictions import CachedPredictions
from playground.digits.evaluation.confusion import commonest_mistake, hardest_digit
from playground.formatting import format_percent
from playground.notices.prediction import SURE


def a_digit(digit: int, mark: str = "") -> str:
    """The digit with its article, such as 'an 8'; `mark` is put on both sides of the digit."""
    return f"{'an' if digit == 8 else 'a'} {mark}{digit}{mark}"


def describe_cell(confusion: Tensor, cell: tuple[int, int]) -> str:
    """One sentence on a cell.

    Args:
        confusion: `(10, 10)` counts; row the true digit.
        cell: (true digit, predicted digit).
    """
    true, predicted = cell
    count, images = int(confusion[cell]), int(confusion[true].sum())
    are = "is" if count == 1 else "are"
    how = "right" if true == predicted else f"as {a_digit(predicted)}"
    return f"{count:,} of {images:,} images of {a_digit(true)} {are} read {how}."


def describe_mistakes(
    predictions: CachedPredictions, labels: Tensor, confusion: Tensor, epoch: int | None
) -> str:
    """Two or three sentences with the numbers of this network.

    Args:
        predictions: of N images.
        labels: `(N,)` int64.
        confusion: `(10, 10)` counts of both.
        epoch: after which the network was saved; None for the last one.
    """
    images, right = len(labels), int(confusion.diagonal().sum())
    who = "The last network" if epoch is None else f"After epoch {epoch} the network"
    overall = (
        f"{who} reads {right:,} of {images:,} test images right: {format_percent(100 * right / images)}."
    )
    common = commonest_mistake(confusion)
    if common is None:
        return f"{overall} Everything stands on the diagonal: there is no mistake to look at."
    wrong = predictions.predicted != labels
    sure = int((predictions.confidence[wrong] >= SURE).sum())
    times, hardest = int(confusion[common]), hardest_digit(confusion)
    limit = f"{100 * SURE:.0f}\u00a0% sure"
    doubt = (
        f"In {sure:,} of its {images - right:,} mistakes it was at least {limit}: being sure is not being right."
        if sure
        else f"In none of its {images - right:,} mistakes was it {limit}: its doubt shows."
    )
    return (
        f"{overall} It has most trouble with the **{hardest}**; its commonest mistake is {a_digit(common[0], '**')} "
        f"read as {a_digit(common[1], '**')}, {'once' if times == 1 else f'{times:,} times'}. {doubt}"
    )
