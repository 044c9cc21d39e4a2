"""One step of training in the six parts that every program has, each with its numbers."""

from dataclasses import dataclass

from playground.concepts.forward_pass import OneStep
from playground.formatting import format_apart, format_number


@dataclass(frozen=True, kw_only=True)
class StepBatch:
    """What a step is told of.

    Attributes:
        examples: in words, such as `10 points`.
        prepared: what is made of them, a sentence.
        weight: which weight is followed, in words.
        optimizer: its display name.
        page: where preparing goes deeper, a key of the pages.
    """

    examples: str
    prepared: str
    weight: str
    optimizer: str
    page: str = "train"


@dataclass(frozen=True)
class StepPart:
    """One of the six: its title, a few sentences, and the page that goes deeper."""

    title: str
    text: str
    page: str


def six_parts(step: OneStep, batch: StepBatch) -> list[StepPart]:
    """Prepare, forward, loss, backward, update, repeat."""
    before, after = format_apart(step.before, step.after)
    loss, loss_after = format_apart(step.loss, step.loss_after)
    return [
        StepPart("Prepare", f"Take {batch.examples} as one batch. {batch.prepared}", batch.page),
        StepPart("Forward", "Send them through the layers, as above.", "activations"),
        StepPart(
            "Loss", f"Compare what comes out with what should: the loss of this batch is {loss}.", "losses"
        ),
        StepPart(
            "Backward",
            "Ask of every weight how the loss changes with it. In the first layer the steepest slope is "
            f"{format_number(step.gradient)}, that of the weight {batch.weight}.",
            "backpropagation",
        ),
        StepPart(
            "Update",
            f"{batch.optimizer} moves it against its slope from {before} to {after}, and every other one too."
            if step.after != step.before
            else f"{batch.optimizer} leaves it where it is, at {before}: nothing pulls at it.",
            "gradient_descent",
        ),
        StepPart(
            "Repeat",
            f"{_fallen(step, loss_after)} The next batch comes, and after all of them an epoch is over.",
            "train",
        ),
    ]


def _fallen(step: OneStep, loss_after: str) -> str:
    if step.loss_after < step.loss:
        return f"The loss of the same batch is {loss_after} now, lower than before."
    if step.loss_after > step.loss:
        return f"The loss of the same batch is {loss_after} now, higher than before: the step was too long."
    return f"The loss of the same batch is still {loss_after}."
