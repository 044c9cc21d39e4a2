"""What to notice about a training run, with the numbers of this moment."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from playground.digits.datasets import DATASETS, dataset_classes
from playground.digits.training.validation import validation_size
from playground.formatting import counted, format_accuracy, format_number, format_percent, format_points
from playground.markdown import literal
from playground.notices.class_names import pictures
from playground.runs.run import Run

GAP = 0.01
"""A difference between training and test accuracy that is worth a word."""

CHANCE = 2.0
"""So many standard errors of an accuracy may be chance."""

MANY_DEAD = 0.25

GUESSING = format_number(math.log(10))
"""The loss of a network that guesses among its ten outputs."""


@dataclass(frozen=True)
class LossPoint:
    """A point of the loss curve as it is drawn.

    Attributes:
        step: from 1.
        loss: mean cross-entropy in nats.
        smoothed: whether it is of the smoothed curve, not of one batch.
    """

    step: int
    loss: float
    smoothed: bool = True


def describe_training(
    run: Run, losses: tuple[LossPoint, LossPoint], epochs: Sequence[dict[str, Any]], layers: pd.DataFrame
) -> str:
    """Two or three sentences in Markdown.

    Args:
        run: with at least one step done.
        losses: the first and the newest point of the curve that is drawn.
        epochs: rows with `epoch`, `train_accuracy`, `test_accuracy` and `validation_accuracy`, in order.
        layers: the newest rows last, with `layer`, `step` and `dead`.
    """
    first, last = losses
    sentences = [_about_the_loss(first, last)]
    if epochs:
        sentences.append(_about_what_was_held_out(epochs[-1], run))
    elif last.step > first.step:
        sentences.append(f"A network that guesses among ten outputs has a loss of ln 10 = {GUESSING}.")
    dead = layers[layers["dead"].notna()].drop_duplicates("layer", keep="last")
    if len(dead):
        worst = dead.loc[dead["dead"].astype(float).idxmax()]
        if worst["dead"] >= MANY_DEAD:
            sentences.append(
                f"**{format_percent(100 * worst['dead'])}** of the units of {literal(worst['layer'])} are dead: flat for "
                f"every image of the batch of step {worst['step']:,}, so no gradient passed through them."
            )
    return " ".join(sentences)


def _about_the_loss(first: LossPoint, last: LossPoint) -> str:
    smoothed = "The smoothed loss" if last.smoothed else "The loss of a single batch"
    if last.step == first.step:
        return (
            f"The loss of step {last.step:,} alone is **{format_number(last.loss)}**; guessing among ten outputs costs "
            f"ln 10 = {GUESSING}."
        )
    return (
        f"{smoothed} went from {format_number(first.loss)} at step {first.step:,} to **{format_number(last.loss)}** at "
        f"step {last.step:,}."
    )


def _about_what_was_held_out(last: dict[str, Any], run: Run) -> str:
    """On the validation images where there are any: nobody should look at the test images after each epoch."""
    accuracy = last["validation_accuracy"]
    what = "the validation images, from which it does not learn"
    if accuracy is None:
        accuracy, what = last["test_accuracy"], f"{pictures(dataset_classes(run.dataset))} that it never saw"
    test = f"After epoch {last['epoch']} it reads **{format_accuracy(accuracy)}** of {what}"
    kept = run.validation_accuracy if last["validation_accuracy"] is not None else None
    if kept is not None and kept - accuracy > GAP / 2:
        keeps = "keeps so far" if run.changeable else "keeps"
        test += f"; epoch {run.kept_epoch} was better, {format_accuracy(kept)}, and is the one that the run {keeps}"
    gap = last["train_accuracy"] - accuracy
    if gap > GAP:
        return (
            f"{test}. That is {_about_the_gap(gap, accuracy, run, last['validation_accuracy'] is not None)}"
        )
    if gap < -GAP:
        return (
            f"{test}. That is {format_points(-gap)} more than of those it trained on: each of these was read before the "
            "step that learnt from it."
        )
    return f"{test}. That is about as much as of those it trains on."


def _about_the_gap(gap: float, accuracy: float, run: Run, validated: bool) -> str:
    """Fewer are read than of the images trained on: by more than chance, or not."""
    images = _held_out_images(run, validated)
    fewer = f"{format_points(gap)} less than of those it trains on"
    if images and gap <= CHANCE * math.sqrt(max(accuracy * (1 - accuracy), 1 / images) / images):
        return f"{fewer}: among {counted(images, 'image')} so little may be chance."
    return f"{fewer}: a part of what it learns holds for those alone."


def _held_out_images(run: Run, validated: bool) -> int:
    """How many images were held out; 0 where the data set is not known any more."""
    if run.dataset not in DATASETS:
        return 0
    entry = DATASETS[run.dataset]
    return validation_size(entry.train_size, run.config.validation_share) if validated else entry.test_size
