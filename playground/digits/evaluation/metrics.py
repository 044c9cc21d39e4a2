"""How good a network is: loss, accuracy and confusion matrix on labelled images."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from playground.digits.models import CLASSES, to_input


@dataclass(frozen=True)
class Evaluation:
    """Figures on one set of images.

    Attributes:
        loss: mean cross-entropy in nats.
        accuracy: share of right answers, 0..1.
        confusion: `(10, 10)` int64; row the true digit, column the predicted one, entry a count.
        predicted: `(N,)` int64 on the CPU, the digit that each image is read as.
        confidence: `(N,)` float32 on the CPU, the probability of that digit, 0..1.
    """

    loss: float
    accuracy: float
    confusion: Tensor
    predicted: Tensor
    confidence: Tensor


class Interrupted(Exception):  # noqa: N818 - it ends an evaluation as asked, so "Error" would mislead
    """Somebody asked to stop, in the middle of an evaluation or before a training step."""


@torch.inference_mode()
def evaluate(
    model: nn.Module,
    images: Tensor,
    labels: Tensor,
    batch_size: int = 250,
    should_stop: Callable[[], bool] = lambda: False,
) -> Evaluation:
    """Evaluate in batches, in eval mode; the model's mode is restored.

    Args:
        model: maps `(N, 28, 28)` float32 to logits `(N, 10)`.
        images: `(N, 28, 28)` uint8 on the model's device, N at least 1.
        labels: `(N,)` int64.
        batch_size: images at a time.
        should_stop: asked before each batch.

    Raises:
        Interrupted: `should_stop` returned True.
    """
    logits = _read(model, images, batch_size, should_stop)
    predicted = logits.argmax(1)
    pairs = labels * CLASSES + predicted
    return Evaluation(
        loss=F.cross_entropy(logits, labels).item(),
        accuracy=(predicted == labels).double().mean().item()
        if logits.device.type != "mps"
        else (predicted == labels).float().mean().item(),
        confusion=torch.bincount(pairs, minlength=CLASSES**2).reshape(CLASSES, CLASSES).cpu(),
        predicted=predicted.cpu(),
        confidence=logits.softmax(1).amax(1).cpu(),
    )


def _read(model: nn.Module, images: Tensor, batch_size: int, should_stop: Callable[[], bool]) -> Tensor:
    """The logits `(N, 10)`, computed batch by batch in eval mode."""
    was_training = model.training
    model.eval()
    parts = []
    try:
        for batch in images.split(batch_size):
            if should_stop():
                raise Interrupted
            parts.append(model(to_input(batch)))
    finally:
        model.train(was_training)
    return torch.cat(parts)
