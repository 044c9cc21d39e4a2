"""One shuffled pass over the training set."""

import math
from typing import Any

import torch
from torch import Tensor


class TrainingEpoch:
    """The order of the images in one epoch, how far training has come, and its figures so far.

    Args:
        number: counts from 1.
        images: the size of the training set.
        generator: a CPU generator, from which the order is drawn.
        device: where the batches' indices are needed.
    """

    def __init__(self, number: int, images: int, generator: torch.Generator, device: str) -> None:
        self.number = number
        self._generator_state = generator.get_state()
        self._order = torch.randperm(images, generator=generator).to(device)  # (N,) int64
        self._losses: list[float] = []  # one a batch, summed over its images
        self._correct = self._seen = 0

    @property
    def images_left(self) -> int:
        """How many images were not trained on yet."""
        return len(self._order) - self._seen

    @property
    def images_seen(self) -> int:
        """How many were."""
        return self._seen

    def next_batch(self, size: int) -> Tensor:
        """Indices of the next images in the epoch's order, `(B,)` int64: `size` of them, or the fewer that are left."""
        return self._order[self._seen : self._seen + size]

    def add(self, loss: float, correct: int, size: int) -> None:
        """Count a batch of `size` images: its mean loss and its number of right answers, before its update."""
        self._losses.append(loss * size)
        self._correct += correct
        self._seen += size

    @property
    def train_loss(self) -> float:
        """Mean over the images seen."""
        return math.fsum(self._losses) / self._seen

    @property
    def train_accuracy(self) -> float:
        """Share of right answers over the images seen, 0..1."""
        return self._correct / self._seen

    def state_dict(self) -> dict[str, Any]:
        """What `restored_epoch` needs; in place of the order, the state of the generator that drew it."""
        return {
            "epoch": self.number,
            "epoch_generator": self._generator_state,
            "epoch_losses": list(self._losses),
            "epoch_correct": self._correct,
            "epoch_seen": self._seen,
        }


def restored_epoch(
    state: dict[str, Any], images: int, generator: torch.Generator, device: str
) -> TrainingEpoch:
    """The epoch whose `state_dict` is `state`; leaves `generator` where it was when the order had been drawn."""
    generator.set_state(state["epoch_generator"].cpu())
    epoch = TrainingEpoch(state["epoch"], images, generator, device)
    epoch._losses = list(state["epoch_losses"])
    epoch._correct, epoch._seen = state["epoch_correct"], state["epoch_seen"]
    return epoch
