"""What to notice about a training run, with the numbers of this moment."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from playground.runs.run import Run

GAP = 0.01
"""A difference between training and test accuracy that is worth a word."""

MANY_DEAD = 0.25


def describe_training(
    run: Run, losses: tuple[float, float], epochs: Sequence[dict[str, Any]], layers: pd.DataFrame
) -> str:
    """Two or three sentences in Markdown.

    Args:
        run: with at least one step done.
        losses: of its first and its newest step.
        epochs: rows with `epoch`, `train_accuracy` and `test_accuracy`, in order.
        layers: the newest rows last, with `layer` and `dead`.
    """
    first, last = losses
    sentences = [f"The loss went from {first:.2f} at the first step to **{last:.3f}** at step {run.step:,}."]
    if epochs:
        sentences.append(_about_the_test(epochs[-1], run))
    else:
        sentences.append("A network that guesses among ten digits has a loss of ln 10 = 2.30.")
    dead = layers[layers["dead"].notna()].drop_duplicates("layer", keep="last")
    if len(dead):
        worst = dead.loc[dead["dead"].astype(float).idxmax()]
        if worst["dead"] >= MANY_DEAD:
            sentences.append(
                f"**{worst['dead']:.0%}** of the units of {worst['layer']} are dead: flat for every image, so no "
                "gradient passes through them."
            )
    return " ".join(sentences)


def _about_the_test(last: dict[str, Any], run: Run) -> str:
    test = f"After epoch {last['epoch']} it reads **{last['test_accuracy']:.2%}** of digits that it never saw"
    gap = last["train_accuracy"] - last["test_accuracy"]
    if gap > GAP:
        points = f"{100 * gap:.1f} points fewer than of those it trains on: it begins to learn them by heart"
        return f"{test}, {points}."
    if run.best_accuracy is not None and run.best_accuracy - last["test_accuracy"] > GAP / 2:
        return f"{test}; epoch {run.best_epoch} was better, {run.best_accuracy:.2%}, and is kept beside the last one."
    return f"{test}, about as many as of those it trains on."
