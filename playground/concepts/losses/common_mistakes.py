"""Mistakes that everybody makes once with a loss: each is run, and PyTorch's message is kept."""

import ast
import warnings
from dataclasses import dataclass
from typing import Any

import torch
from torch.nn import functional


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """Wrong lines and the lines that work, both Python source, which is shown and run.

    The last line is an expression, the loss. Lines that train collect its values in a list `losses`.

    Attributes:
        label: for people.
        source: the wrong lines; they see `torch` and `torch.nn.functional` as `functional`.
        meaning: what went wrong, in plain words.
        corrected: the lines that work.
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
        losses: of each step, where the lines train.
    """

    kind: str
    message: str
    value: float | None
    losses: tuple[float, ...] = ()


def run(source: str) -> Outcome:
    """Run the lines of one of `MISTAKES` and keep what PyTorch says."""
    scope: dict[str, Any] = {"torch": torch, "functional": functional}
    body = ast.parse(source).body
    last = body.pop()
    assert isinstance(last, ast.Expr)
    with torch.enable_grad(), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            exec(compile(ast.Module(body, []), "<mistake>", "exec"), scope)
            value = float(eval(compile(ast.Expression(last.value), "<mistake>", "eval"), scope))
        except (RuntimeError, IndexError, ValueError, TypeError) as error:
            return Outcome("error", f"{type(error).__name__}: {str(error).splitlines()[0]}", None)
    losses = tuple(scope.get("losses", ()))
    if caught:
        message = f"{caught[0].category.__name__}: {str(caught[0].message).strip()}"
        return Outcome("warning", message, value, losses)
    return Outcome("silent", "", value, losses)


def _training(step: str) -> str:
    """A weight that learns to double its inputs; `step` holds the lines of one step after the loss."""
    return f"""inputs = torch.tensor([1.0, 2.0, 3.0])
targets = torch.tensor([2.0, 4.0, 6.0])
weight = torch.tensor(0.0, requires_grad=True)
optimizer = torch.optim.SGD([weight], lr=0.02)
losses = []
for step in range(60):
    loss = functional.mse_loss(weight * inputs, targets)
{"".join(f"    {line}{chr(10)}" for line in step.splitlines())}    losses.append(loss.item())
losses[-1]"""


_RIGHT_STEP = "optimizer.zero_grad()\nloss.backward()\noptimizer.step()"
_TWO_STEPS = """weight = torch.tensor(3.0, requires_grad=True)
{before}for step in range(2):
{inside}    loss.backward()
loss.item()"""
_LOSS = "loss = functional.mse_loss(weight * 2.0, torch.tensor(1.0))\n"


MISTAKES: dict[str, Mistake] = {
    "zero_grad": Mistake(
        label="zero_grad() forgotten",
        source=_training("loss.backward()\noptimizer.step()"),
        meaning="No error: backward() adds to what is in .grad, it never replaces it. So each step goes along the sum of all "
        "gradients so far: the weight rushes past its target, comes back and swings for ever. Empty the gradients before "
        "each backward().",
        corrected=_training(_RIGHT_STEP),
    ),
    "backward_twice": Mistake(
        label="backward() twice",
        source=_TWO_STEPS.format(before=_LOSS, inside=""),
        meaning="backward() frees the numbers that the graph kept for it, so it runs once for each forward pass. Compute the "
        "loss anew in every step. The same error comes where something of the last step is still in the loss, such as a "
        "sum of all losses: add up loss.item() instead. retain_graph=True silences it, and the gradients add up.",
        corrected=_TWO_STEPS.format(before="", inside=f"    {_LOSS}"),
    ),
    "zero_grad_late": Mistake(
        label="zero_grad() after backward()",
        source=_training("loss.backward()\noptimizer.zero_grad()\noptimizer.step()"),
        meaning="No error: the gradients are emptied just before the step that needs them. Nothing is learnt, and the loss "
        "stays where it was.",
        corrected=_training(_RIGHT_STEP),
    ),
    "no_graph": Mistake(
        label="A loss that remembers nothing",
        source="weight = torch.tensor(3.0, requires_grad=True)\n"
        "prediction = (weight * 2.0).item()\n"
        "loss = functional.mse_loss(torch.tensor(prediction), torch.tensor(1.0))\n"
        "loss.backward()\n"
        "loss.item()",
        meaning="item(), detach(), numpy() and argmax() cut the graph: what comes after does not know the weights any more, so "
        "there is no way back to them. Compute the loss from tensors all through, and call item() only to print.",
        corrected="weight = torch.tensor(3.0, requires_grad=True)\n"
        "prediction = weight * 2.0\n"
        "loss = functional.mse_loss(prediction, torch.tensor(1.0))\n"
        "loss.backward()\n"
        "loss.item()",
    ),
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
