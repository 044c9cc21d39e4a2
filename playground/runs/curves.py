"""The curves of runs in a form that can be laid over one another, and as a table to download."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from playground.runs.changes import history
from playground.runs.epoch_scale import EpochScale
from playground.runs.measures import accuracy_by
from playground.runs.run import Run
from playground.runs.store import RunStore

ACCURACY_SHARE = 0.2
"""How many of a run's points are accuracies."""


@dataclass(frozen=True)
class Curve:
    """What one run reported.

    Attributes:
        losses: columns `x` and `loss`, one row a step shown.
        accuracies: columns `x` and `accuracy` (0..1), one row an epoch shown.
        changes: columns `x` and `text`, one row for each change of its settings.
    """

    losses: pd.DataFrame
    accuracies: pd.DataFrame
    changes: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({"x": [], "text": []}))


def extent(run: Run, axis: str) -> float:
    """Where the run ends in `"step"`, `"epoch"` or `"seconds"`: as planned for the first two, so far for the last."""
    if axis == "seconds":
        return run.seconds
    if axis == "epoch":
        return float(run.config.epochs)
    return float(run.total_steps or run.step)


def read_curve(
    store: RunStore,
    run: Run,
    axis: str,
    window: tuple[float, float],
    *,
    max_points: int = 1000,
    measure: str = "test",
) -> Curve:
    """The part of a run's curves that lies in a window.

    A run without curves, an imported one, is a level line at its accuracy.

    Args:
        store: where the run is.
        run: the run.
        axis: the unit of `x`: `"step"`, `"epoch"` or `"seconds"`.
        window: the lowest and the highest `x` wanted.
        max_points: at most about so many rows in both tables together.
        measure: a key of `MEASURES`, the accuracy wanted.
    """
    rows = store.metrics.epochs(run.id)
    scale = EpochScale(run, rows)
    low, high = (_steps_at(end, run, axis, scale) for end in window)
    first, last = max(1, int(low)), int(np.ceil(high)) + 1
    loss_points = max(8, int((1 - ACCURACY_SHARE) * max_points))
    losses = store.metrics.steps(run.id, first, last, loss_points)
    column = f"{measure}_accuracy"
    tests = pd.DataFrame(rows, columns=["step", "seconds", column])
    inside = tests[tests["step"].between(first, last)]
    shown = inside.iloc[_spread(len(inside), max(4, int(ACCURACY_SHARE * max_points)))]
    curve = Curve(
        pd.DataFrame({"x": _position(losses, axis, scale), "loss": losses["loss"].astype(float)}),
        pd.DataFrame({"x": _position(shown, axis, scale), "accuracy": shown[column].astype(float)}),
        _changes(run, losses, axis, scale),
    )
    level = accuracy_by(run, measure)
    if losses.empty and tests.empty and level is not None:
        return Curve(curve.losses, pd.DataFrame({"x": [*window], "accuracy": [level] * 2}))
    return curve


def metrics_table(store: RunStore, run_id: str) -> pd.DataFrame:
    """All steps of a run: `step`, `epoch`, `loss`, `seconds`, and accuracies where an epoch ended.

    `validation_accuracy`, where the run has a validation part, then `test_accuracy`.
    """
    steps = store.metrics.steps(run_id, max_points=None)
    columns = ["step", "validation_accuracy", "test_accuracy"]
    accuracies = pd.DataFrame(store.metrics.epochs(run_id), columns=columns)
    if accuracies["validation_accuracy"].isna().all():
        accuracies = accuracies.drop(columns="validation_accuracy")
    return steps.merge(accuracies, how="left", on="step")


def metrics_csv(store: RunStore, run_id: str) -> bytes:
    """`metrics_table` as CSV with a header, UTF-8."""
    return metrics_table(store, run_id).to_csv(index=False).encode()


def _changes(run: Run, losses: pd.DataFrame, axis: str, scale: EpochScale) -> pd.DataFrame:
    """Those that came into force among the steps shown."""
    rows = [(step, text) for step, text in history(run.config, run.changes) if step is not None]
    if not rows or losses.empty:
        return pd.DataFrame({"x": [], "text": []})
    at = pd.DataFrame(rows, columns=["step", "text"])
    at = at[at["step"].between(losses["step"].iloc[0] - 1, losses["step"].iloc[-1])]
    at = at.assign(seconds=np.interp(at["step"], losses["step"], losses["seconds"]))
    return pd.DataFrame({"x": _position(at, axis, scale), "text": at["text"]})


def _position(rows: pd.DataFrame, axis: str, scale: EpochScale) -> pd.Series:
    if axis == "epoch":
        return pd.Series(scale.epochs_at(rows["step"]), rows.index)
    return rows[axis].astype(float)


def _steps_at(end: float, run: Run, axis: str, scale: EpochScale) -> float:
    if axis == "epoch":
        return float(scale.steps_at(end))
    if axis == "seconds":
        return end * (run.step / run.seconds if run.seconds > 0 else 1.0)
    return end


def _spread(length: int, count: int) -> Sequence[int]:
    """At most `count` of `length` row numbers, evenly spread, the first and the last among them."""
    return np.unique(np.linspace(0, max(length - 1, 0), min(count, length)).round().astype(int)).tolist()
