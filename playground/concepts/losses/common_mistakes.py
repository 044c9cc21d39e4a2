"""Mistakes that everybody makes once with a loss: each is run, and PyTorch's message is kept."""

import warnings
from dataclasses import dataclass

import torch
from torch.nn import functional


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """One wrong call and the call that works, both as a Python expression, which is shown and run.

    Attributes:
        label: for people.
        source: the wrong call; it sees `torch` and `torch.nn.functional` as `functional`.
        meaning: what went wrong, in plain words.
        corrected: the call that works.
    """

    label: str
    source: str
    meaning: str
    corrected: str


@dataclass(frozen=True)
class Outcome:
    """What PyTorch answered: an error, a warning beside a value, or a value alone.

    Attributes:
        kind: `"error"`, `"warning"` or `"silent"`.
        message: PyTorch's message, after the name of the class; empty when it said nothing.
        value: the loss; None after an error.
    """

    kind: str
    message: str
    value: float | None


def run(source: str) -> Outcome:
    """Run one of the calls of `MISTAKES` and keep what PyTorch says."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            value = float(eval(source, {"torch": torch, "functional": functional}))
        except (RuntimeError, IndexError, ValueError, TypeError) as error:
            return Outcome("error", f"{type(error).__name__}: {str(error).splitlines()[0]}", None)
    if caught:
        return Outcome("warning", f"{caught[0].category.__name__}: {str(caught[0].message).strip()}", value)
    return Outcome("silent", "", value)


MISTAKES: dict[str, Mistake] = {
    "class_outside": Mistake(
        label="A class that does not exist",
        source="functional.cross_entropy(torch.zeros(1, 3), torch.tensor([3]))",
        meaning="Three classes are numbered 0, 1 and 2; there is no class 3. Often the labels begin at 1, or the last layer "
        "has one output too few.",
        corrected="functional.cross_entropy(torch.zeros(1, 3), torch.tensor([2]))",
    ),
    "probability_above_1": Mistake(
        label="A probability above 1",
        source="functional.binary_cross_entropy(torch.tensor([1.2]), torch.tensor([1.0]))",
        meaning="Binary cross-entropy takes the logarithm of a probability, so it must lie between 0 and 1. A network's last "
        "layer gives scores: use the loss for logits, which puts the sigmoid in front itself.",
        corrected="functional.binary_cross_entropy_with_logits(torch.tensor([1.2]), torch.tensor([1.0]))",
    ),
    "not_a_number": Mistake(
        label="NaN among the predictions",
        source="functional.mse_loss(torch.tensor([1.0, float('nan')]), torch.tensor([1.0, 2.0]))",
        meaning="No error at all: one NaN makes the whole loss NaN, then every gradient, and after one step every weight. Look "
        "for a learning rate that is too large, a logarithm of 0, or a division by 0.",
        corrected="functional.mse_loss(torch.tensor([1.0, 2.5]), torch.tensor([1.0, 2.0]))",
    ),
    "shapes": Mistake(
        label="A column against a row",
        source="functional.mse_loss(torch.tensor([[1.0], [2.0], [3.0]]), torch.tensor([1.0, 2.0, 3.0]))",
        meaning="Shapes (3, 1) and (3,) are stretched to (3, 3): every prediction is compared with every target. The "
        "predictions are perfect, and the loss is not 0.",
        corrected="functional.mse_loss(torch.tensor([[1.0], [2.0], [3.0]]).squeeze(1), torch.tensor([1.0, 2.0, 3.0]))",
    ),
    "float_classes": Mistake(
        label="Classes as decimal numbers",
        source="functional.cross_entropy(torch.zeros(2, 3), torch.tensor([0.0, 2.0]))",
        meaning="The numbers of classes are whole: dtype int64, which PyTorch calls Long. Decimal targets are allowed too, but mean "
        "probabilities, one for each class of each example.",
        corrected="functional.cross_entropy(torch.zeros(2, 3), torch.tensor([0, 2]))",
    ),
    "softmax_twice": Mistake(
        label="Softmax before cross-entropy",
        source="functional.cross_entropy(torch.softmax(torch.tensor([[9.0, 0.0, 0.0]]), dim=1), torch.tensor([0]))",
        meaning="No error: cross-entropy has its own softmax, and a second one squeezes all scores into 0 to 1. The loss cannot "
        "fall below 0.55 with three classes, and learning crawls. Hand over the logits.",
        corrected="functional.cross_entropy(torch.tensor([[9.0, 0.0, 0.0]]), torch.tensor([0]))",
    ),
}
