"""Which classes a network confuses, and on which images."""

from collections.abc import Sequence

import torch
from torch import Tensor

from playground.digits.evaluation.cached_predictions import CachedPredictions
from playground.digits.models import CLASSES
from playground.errors import CheckpointError


def confusion_matrix(predictions: CachedPredictions, labels: Tensor) -> Tensor:
    """Count how often each class is read as which.

    Args:
        predictions: of N images.
        labels: `(N,)` int64, the true classes, 0..9.

    Returns:
        `(10, 10)` int64; row the true class, column the predicted one.

    Raises:
        CheckpointError: a prediction is no class, so its file is damaged.
    """
    predicted = predictions.predicted
    if predicted.shape != labels.shape or bool(((predicted < 0) | (predicted >= CLASSES)).any()):
        raise CheckpointError(
            f"Expected {len(labels):,} answers from 0 to {CLASSES - 1}, but got others in {tuple(predicted.shape)}: "
            "the file is damaged. Choose another epoch."
        )
    return torch.bincount(labels * CLASSES + predicted, minlength=CLASSES**2).reshape(CLASSES, CLASSES)


def output_names(confusion: Tensor, classes: Sequence[str]) -> tuple[str, ...]:
    """The names of the outputs that count: the classes, and all ten where one without a class was ever predicted.

    Args:
        confusion: `(10, 10)`, as `confusion_matrix` gives it.
        classes: at most 10.
    """
    known = len(classes)
    others = tuple(f"output {label}" for label in range(known, CLASSES))
    return (*classes, *others) if bool(confusion[:, known:].any()) else tuple(classes)


def class_accuracy(confusion: Tensor) -> list[float | None]:
    """The share of each class's images that is read right, 0..1; None for a class without images.

    Args:
        confusion: `(10, 10)`, as `confusion_matrix` gives it.
    """
    images = confusion.sum(1).tolist()
    right = confusion.diagonal().tolist()
    return [hits / count if count else None for hits, count in zip(right, images, strict=True)]


def hardest_class(confusion: Tensor) -> int | None:
    """The first of `equally_hard_classes`; None when there is no image."""
    return next(iter(equally_hard_classes(confusion)), None)


def commonest_mistake(confusion: Tensor) -> tuple[int, int] | None:
    """The first of `equally_common_mistakes`; None when every prediction is right."""
    return next(iter(equally_common_mistakes(confusion)), None)


def equally_common_mistakes(confusion: Tensor) -> list[tuple[int, int]]:
    """All mistakes that none exceeds, as (true class, predicted class), row by row; none when every prediction is right."""
    mistakes = confusion - torch.diag(confusion.diagonal())
    if not mistakes.any():
        return []
    return [(true, predicted) for true, predicted in torch.nonzero(mistakes == mistakes.max()).tolist()]


def equally_hard_classes(confusion: Tensor) -> list[int]:
    """All classes of which the smallest share is read right, in order; those without images are left out."""
    shares = class_accuracy(confusion)
    lowest = min((share for share in shares if share is not None), default=None)
    return [label for label, share in enumerate(shares) if share is not None and share == lowest]


def images_in_cell(predictions: CachedPredictions, labels: Tensor, true: int, predicted: int) -> Tensor:
    """The images of one cell of the confusion matrix, the most instructive first.

    Args:
        predictions: of N images.
        labels: `(N,)` int64.
        true: the true class.
        predicted: what it is read as.

    Returns:
        `(K,)` int64 indices into the N images: of mistakes the most confident first, of right answers the least
        confident. Of equally confident ones the earlier image comes first.
    """
    indices = torch.nonzero((labels == true) & (predictions.predicted == predicted)).flatten()
    order = predictions.confidence[indices].sort(descending=true != predicted, stable=True).indices
    return indices[order]
