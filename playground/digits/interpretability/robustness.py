"""What an ablated or noisy network still achieves: its prediction for one drawing, and its accuracy on some test images."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from playground.digits.models import to_input


@dataclass(frozen=True)
class Probe:
    """What a network is tested with.

    Attributes:
        image: `(28, 28)` uint8, the drawing.
        images: `(N, 28, 28)` uint8, test images.
        labels: `(N,)` int64, their true digits.
    """

    image: Tensor
    images: Tensor
    labels: Tensor


@dataclass(frozen=True)
class Outcome:
    """A network's answers.

    Attributes:
        probabilities: `(10,)` float32, for the drawing. NaN where noise made a weight too large.
        right: how many of the test images are read right.
        total: how many there are.
        different: how many different digits it answers for them, 1..10.
    """

    probabilities: Tensor
    right: int
    total: int
    different: int

    @property
    def answer(self) -> int:
        """The most probable digit for the drawing."""
        return int(self.probabilities.argmax())

    @property
    def accuracy(self) -> float:
        """Share of the test images that are read right, 0..1."""
        return self.right / self.total


@torch.inference_mode()
def evaluate_probe(model: nn.Module, probe: Probe) -> Outcome:
    """Read the drawing and the test images in one batch.

    Args:
        model: in eval mode, maps `(N, 28, 28)` float32 to logits `(N, 10)`.
        probe: at least one test image.
    """
    logits = model(to_input(torch.cat([probe.image[None], probe.images])))  # (1 + N, 10)
    answers = logits[1:].argmax(1)
    return Outcome(
        logits[0].softmax(0), int((answers == probe.labels).sum()), len(answers), len(answers.unique())
    )
