"""Mistakes that everybody makes once with a loss: each is really run, and PyTorch's own words are kept."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional


@dataclass(frozen=True)
class Mistake:
    """One wrong call and its mended form.

    Attributes:
        label: for people.
        source: the wrong call as Python; `torch` and `functional` are imported.
        call: the same.
        meaning: what went wrong, in plain words.
        mended_source: the call that works.
        mended: the same.
    """

    label: str
    source: str
    call: Callable[[], Tensor]
    meaning: str
    mended_source: str
    mended: Callable[[], Tensor]


@dataclass(frozen=True)
class Outcome:
    """What PyTorch answered: an error, a warning beside a value, or a value alone.

    Attributes:
        kind: `"error"`, `"warning"` or `"silent"`.
        message: PyTorch's words, after the name of the class; empty when it said nothing.
        value: the loss; None after an error.
    """

    kind: str
    message: str
    value: float | None


def run(call: Callable[[], Tensor]) -> Outcome:
    """Run a call and keep what PyTorch says."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            value = float(call())
        except (RuntimeError, IndexError, ValueError, TypeError) as error:
            return Outcome("error", f"{type(error).__name__}: {str(error).splitlines()[0]}", None)
    if caught:
        return Outcome("warning", f"{caught[0].category.__name__}: {str(caught[0].message).strip()}", value)
    return Outcome("silent", "", value)


MISTAKES: dict[str, Mistake] = {
    "class_outside": Mistake(
        "A class that does not exist",
        "functional.cross_entropy(torch.zeros(1, 3), torch.tensor([3]))",
        lambda: functional.cross_entropy(torch.zeros(1, 3), torch.tensor([3])),
        "Three classes are numbered 0, 1 and 2; there is no class 3. Often the labels begin at 1, or the last layer "
        "has one output too few.",
        "functional.cross_entropy(torch.zeros(1, 3), torch.tensor([2]))",
        lambda: functional.cross_entropy(torch.zeros(1, 3), torch.tensor([2])),
    ),
    "probability_above_1": Mistake(
        "A probability above 1",
        "functional.binary_cross_entropy(torch.tensor([1.2]), torch.tensor([1.0]))",
        lambda: functional.binary_cross_entropy(torch.tensor([1.2]), torch.tensor([1.0])),
        "Binary cross-entropy takes the logarithm of a probability, so it must lie between 0 and 1. A network's last "
        "layer gives scores: use the loss for logits, which puts the sigmoid in front itself.",
        "functional.binary_cross_entropy_with_logits(torch.tensor([1.2]), torch.tensor([1.0]))",
        lambda: functional.binary_cross_entropy_with_logits(torch.tensor([1.2]), torch.tensor([1.0])),
    ),
    "not_a_number": Mistake(
        "NaN among the predictions",
        "functional.mse_loss(torch.tensor([1.0, float('nan')]), torch.tensor([1.0, 2.0]))",
        lambda: functional.mse_loss(torch.tensor([1.0, float("nan")]), torch.tensor([1.0, 2.0])),
        "No error at all: one NaN makes the whole loss NaN, then every gradient, and after one step every weight. Look "
        "for a learning rate that is too large, a logarithm of 0, or a division by 0.",
        "functional.mse_loss(torch.tensor([1.0, 2.5]), torch.tensor([1.0, 2.0]))",
        lambda: functional.mse_loss(torch.tensor([1.0, 2.5]), torch.tensor([1.0, 2.0])),
    ),
    "shapes": Mistake(
        "A column against a row",
        "functional.mse_loss(torch.tensor([[1.0], [2.0], [3.0]]), torch.tensor([1.0, 2.0, 3.0]))",
        lambda: functional.mse_loss(torch.tensor([[1.0], [2.0], [3.0]]), torch.tensor([1.0, 2.0, 3.0])),
        "Shapes (3, 1) and (3,) are stretched to (3, 3): every prediction is compared with every target. The "
        "predictions are perfect, and the loss is not 0.",
        "functional.mse_loss(torch.tensor([[1.0], [2.0], [3.0]]).squeeze(1), torch.tensor([1.0, 2.0, 3.0]))",
        lambda: functional.mse_loss(torch.tensor([[1.0], [2.0], [3.0]]).squeeze(1), torch.tensor([1.0, 2.0, 3.0])),
    ),
    "float_classes": Mistake(
        "Classes as decimal numbers",
        "functional.cross_entropy(torch.zeros(2, 3), torch.tensor([0.0, 2.0]))",
        lambda: functional.cross_entropy(torch.zeros(2, 3), torch.tensor([0.0, 2.0])),
        "The numbers of classes are whole: dtype int64, which PyTorch calls Long. Decimal targets are allowed too, but mean "
        "probabilities, one for each class of each example.",
        "functional.cross_entropy(torch.zeros(2, 3), torch.tensor([0, 2]))",
        lambda: functional.cross_entropy(torch.zeros(2, 3), torch.tensor([0, 2])),
    ),
    "softmax_twice": Mistake(
        "Softmax before cross-entropy",
        "functional.cross_entropy(torch.softmax(torch.tensor([[9.0, 0.0, 0.0]]), dim=1), torch.tensor([0]))",
        lambda: functional.cross_entropy(torch.softmax(torch.tensor([[9.0, 0.0, 0.0]]), dim=1), torch.tensor([0])),
        "No error: cross-entropy has its own softmax, and a second one squeezes all scores into 0 to 1. The loss cannot "
        "fall below 0.55 with three classes, and learning crawls. Hand over the logits.",
        "functional.cross_entropy(torch.tensor([[9.0, 0.0, 0.0]]), torch.tensor([0]))",
        lambda: functional.cross_entropy(torch.tensor([[9.0, 0.0, 0.0]]), torch.tensor([0])),
    ),
}  # fmt: skip
