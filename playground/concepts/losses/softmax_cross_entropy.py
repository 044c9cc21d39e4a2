"""Cross-entropy on a few logits: probabilities, loss and the gradient `p - y`."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class CrossEntropy:
    """All numbers of one example with C classes, float64.

    Attributes:
        probabilities: `(C,)`, softmax of the logits divided by the temperature.
        targets: `(C,)`, what they should be: one for the true class, less what label smoothing spreads.
        loss: minus the sum of target times logarithm of probability.
        gradient: `(C,)`, of the loss by the logits: `(probabilities - targets) / temperature`, from autograd.
    """

    probabilities: Tensor
    targets: Tensor
    loss: float
    gradient: Tensor


def cross_entropy(
    logits: Sequence[float], true_class: int, temperature: float = 1.0, label_smoothing: float = 0.0
) -> CrossEntropy:
    """`torch.nn.CrossEntropyLoss` on one example.

    Args:
        logits: C finite numbers.
        true_class: 0 to C - 1.
        temperature: above 0; the logits are divided by it.
        label_smoothing: 0 to 1, the share of the target that is spread over all classes.
    """
    with torch.enable_grad():
        z = torch.tensor(list(logits), dtype=torch.float64, requires_grad=True)
        module = nn.CrossEntropyLoss(label_smoothing=label_smoothing)
        loss = module((z / temperature)[None], torch.tensor([true_class]))
        loss.backward()
    targets = torch.full((len(z),), label_smoothing / len(z), dtype=torch.float64)
    targets[true_class] += 1 - label_smoothing
    assert z.grad is not None  # it is a leaf
    return CrossEntropy(torch.softmax(z.detach() / temperature, dim=0), targets, loss.item(), z.grad)
