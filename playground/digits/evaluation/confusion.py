"""Which digits a network confuses, and on which images."""

import torch
from torch import Tensor

from playground.digits.evaluation.cached_predictions import CachedPredictions
from playground.digits.models import CLASSES
from playground.errors import CheckpointError


def confusion_matrix(predictions: CachedPredictions, labels: Tensor) -> Tensor:
    """Count how often each digit is read as which.

    Args:
        predictions: of N images.
        labels: `(N,)` int64, the true digits, 0..9.

    Returns:
        `(10, 10)` int64; row the true digit, column the predicted one.

    Raises:
        CheckpointError: a prediction is no digit, so its file is damaged.
    """
    predicted = predictions.predicted
    if predicted.shape != labels.shape or bool(((predicted < 0) | (predicted >= CLASSES)).any()):
        raise CheckpointError(
            f"Expected {len(labels):,} answers from 0 to {CLASSES - 1}, but got others in {tuple(predicted.shape)}: "
            "the file is damaged. Choose another epoch."
        )
    return torch.bincount(labels * CLASSES + predicted, minlength=CLASSES**2).reshape(CLASSES, CLASSES)


def digit_accuracy(confusion: Tensor) -> list[float | None]:
    """The share of each digit's images that is read right, 0..1; None for a digit without images.

    Args:
        confusion: `(10, 10)`, as `confusion_matrix` gives it.
    """
    images = confusion.sum(1).tolist()
    right = confusion.diagonal().tolist()
    return [hits / count if count else None for hits, count in zip(right, images, strict=True)]


def hardest_digit(confusion: Tensor) -> int | None:
    """The digit that is read right least often; the smaller one of two, None when there is no image."""
    known = [(share, digit) for digit, share in enumerate(digit_accuracy(confusion)) if share is not None]
    return min(known)[1] if known else None


def commonest_mistake(confusion: Tensor) -> tuple[int, int] | None:
    """The commonest mistake as (true digit, predicted digit); None when every prediction is right."""
    mistakes = confusion - torch.diag(confusion.diagonal())
    if not mistakes.any():
        return None
    true, predicted = divmod(int(mistakes.argmax()), CLASSES)
    return true, predicted


def images_in_cell(predictions: CachedPredictions, labels: Tensor, true: int, predicted: int) -> Tensor:
    """The images of one cell of the confusion matrix, the most instructive first.

    Args:
        predictions: of N images.
        labels: `(N,)` int64.
        true: the true digit.
        predicted: what it is read as.

    Returns:
        `(K,)` int64 indices into the N images: of mistakes the most confident first, of right answers the least
        confident. Of equally confident ones the earlier image comes first.
    """
    indices = torch.nonzero((labels == true) & (predictions.predicted == predicted)).flatten()
    order = predictions.confidence[indices].sort(descending=true != predicted, stable=True).indices
    return indices[order]
