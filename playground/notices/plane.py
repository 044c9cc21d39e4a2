"""What to notice of a network that learns in the plane."""

import math
from collections.abc import Sequence

from playground.concepts.plane.stopping import Stop
from playground.concepts.plane.training import Epoch
from playground.formatting import counted, format_apart, format_number

OVERFITTING = 1.2
"""The test loss has risen by this factor over its least while the training loss fell on: worth a sentence."""


def learning_notice(epochs: Sequence[Epoch], start: int, idea: str) -> str:
    """Two or three sentences about the losses of a branch.

    Args:
        epochs: of the branch, the first one its beginning.
        start: the number of that first one.
        idea: what makes these data easy or hard.
    """
    first, last, number = epochs[0], epochs[-1], start + len(epochs) - 1
    if math.isnan(first.train_loss):
        return "There are no points to learn from yet: draw some."
    if len(epochs) == 1:
        return f"At epoch {number:,} the training loss is {format_number(last.train_loss)}. Press play, or make one epoch. {idea}"
    if not math.isfinite(last.train_loss):
        return (
            f"At epoch {number:,} the loss is no finite number any more: the steps leapt farther and farther. "
            "Go back and take a smaller learning rate."
        )
    to = f", to epoch {number:,}," if start else ""
    words = f"{counted(len(epochs) - 1, 'epoch')}{to} {'takes' if len(epochs) == 2 else 'take'} the training loss from {format_number(first.train_loss)} to **{format_number(last.train_loss)}**"
    if math.isnan(last.test_loss):
        return f"{words}; no points test it. {idea}"
    return f"{words}, the test loss to **{format_number(last.test_loss)}**. {_overfitting(epochs, start) or idea}"


def stop_sentence(stop: Stop) -> str:
    """Where training stops and why."""
    where = f"It stops at epoch {stop.epoch:,}"
    if stop.reason == "epoch":
        return f"{where}, as the page's settings say."
    if stop.reason == "below":
        loss, limit = format_apart(stop.loss, stop.rule.below or 0.0)
        return f"{where}: the {stop.rule.measured} loss, {loss}, is below {limit}."
    return (
        f"{where}: for {counted(stop.epoch - stop.best_epoch, 'epoch')} the test loss has not fallen below the "
        f"{format_number(stop.best)} of epoch {stop.best_epoch:,}."
    )


def _overfitting(epochs: Sequence[Epoch], start: int) -> str:
    """That the test loss has turned, with its numbers; empty where it has not."""
    losses = [epoch.test_loss for epoch in epochs]
    best = min(range(len(losses)), key=losses.__getitem__)
    then, last = epochs[best], epochs[-1]
    if last.test_loss < OVERFITTING * then.test_loss or last.train_loss >= then.train_loss:
        return ""
    return (
        f"It **overfits**: at epoch {start + best:,} the test loss was least, {format_number(then.test_loss)}, and since "
        f"then it rose while the training loss fell from {format_number(then.train_loss)}: the network learns its points "
        "by heart."
    )
