"""The labelled images that lie nearest to one image, by their pixels or by a network's features."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from playground.digits.interpretability.features import features
from playground.digits.models import CLASSES, to_input
from playground.errors import DatasetError


@dataclass(frozen=True)
class Neighbours:
    """The nearest images, nearest first.

    Attributes:
        indices: `(k,)` int64, which images.
        labels: `(k,)` int64, their digits.
        distances: `(k,)` float32, Euclidean, in the space's own unit.
        center_distances: `(10,)` float32, the distance to the mean of each digit's images; infinite for a digit
            without any.
    """

    indices: Tensor
    labels: Tensor
    distances: Tensor
    center_distances: Tensor

    def agreeing(self, digit: int) -> int:
        """How many of them are a `digit`."""
        return int((self.labels == digit).sum())


def balanced_sample(labels: Tensor, size: int, seed: int = 0) -> Tensor:
    """Indices `(at most size,)` int64 with the same number of each digit, as far as there are so many.

    Args:
        labels: `(N,)` int64, 0..9.
        size: how many in all, at least 10.
        seed: determines which; the global random state is left as it is.
    """
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(labels), generator=generator)
    chosen = [order[labels[order] == digit][: size // CLASSES] for digit in range(CLASSES)]
    return torch.cat(chosen)


def positions(space: str, model: nn.Module, images: Tensor) -> Tensor:
    """Where images lie in a space: `(N, F)` float32.

    Args:
        space: `"features"`, see `digits.features`, or `"pixels"`: 784 brightnesses 0..1.
        model: whose features; it stays as it is.
        images: `(N, 28, 28)` uint8.
    """
    return to_input(images).flatten(1) if space == "pixels" else features(model, images)


def class_centers(points: Tensor, labels: Tensor) -> Tensor:
    """`(10, F)`: the mean of each digit's points `(N, F)`; infinite for a digit without any."""
    rows = []
    for digit in range(CLASSES):
        own = points[labels == digit]
        rows.append(own.mean(0) if len(own) else torch.full(points.shape[1:], torch.inf))
    return torch.stack(rows)


def nearest(point: Tensor, points: Tensor, labels: Tensor, centers: Tensor, k: int = 12) -> Neighbours:
    """The `k` nearest of all points, or all where there are fewer.

    Args:
        point: `(F,)` float32.
        points: `(N, F)` float32, N at least 1.
        labels: `(N,)` int64.
        centers: `(10, F)`, see `class_centers`.
        k: how many.

    Raises:
        DatasetError: there are no points.
    """
    if not len(points):
        raise DatasetError("Expected images to look for neighbours among, but there are none.")
    # Exact differences: the faster form by squares loses the digits of small distances.
    distances = torch.cdist(point[None], points, compute_mode="donot_use_mm_for_euclid_dist")[0]
    values, indices = distances.topk(min(k, len(points)), largest=False)
    center_distances = torch.linalg.vector_norm(centers - point, dim=1)
    return Neighbours(indices, labels[indices], values, center_distances)
