"""The curves of runs in a form that can be laid over one another, and as a table to download."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from playground.runs.run import Run
from playground.runs.store import RunStore

TEST_SHARE = 0.2
"""How many of a run's points are test accuracies."""


@dataclass(frozen=True)
class Curve:
    """What one run reported.

    Attributes:
        losses: columns `x` and `loss`, one row a step shown.
        tests: columns `x` and `accuracy` (0..1), one row an epoch shown.
    """

    losses: pd.DataFrame
    tests: pd.DataFrame


def extent(run: Run, axis: str) -> float:
    """Where the run ends in `"step"`, `"epoch"` or `"seconds"`: as planned for the first two, so far for the last."""
    if axis == "seconds":
        return run.seconds
    if axis == "epoch":
        return float(run.config.epochs)
    return float(run.total_steps or run.step)


def read_curve(
    store: RunStore, run: Run, axis: str, window: tuple[float, float], max_points: int = 1000
) -> Curve:
    """The part of a run's curves that lies in a window.

    A run without curves, an imported one, is a level line at its accuracy.

    Args:
        store: where the run is.
        run: the run.
        axis: the unit of `x`: `"step"`, `"epoch"` or `"seconds"`.
        window: the lowest and the highest `x` wanted.
        max_points: at most about so many rows in both tables together.
    """
    low, high = window
    scale = _steps_per_unit(run, axis)
    first, last = max(1, int(low * scale)), int(np.ceil(high * scale)) + 1
    loss_points = max(8, int((1 - TEST_SHARE) * max_points))
    losses = store.metrics.steps(run.id, first, last, loss_points)
    columns = ["step", "seconds", "test_accuracy"]
    tests = pd.DataFrame(store.metrics.epochs(run.id), columns=columns)
    inside = tests[tests["step"].between(first, last)]
    shown = inside.iloc[_spread(len(inside), max(4, int(TEST_SHARE * max_points)))]
    curve = Curve(
        pd.DataFrame({"x": _position(losses, run, axis), "loss": losses["loss"].astype(float)}),
        pd.DataFrame({"x": _position(shown, run, axis), "accuracy": shown["test_accuracy"].astype(float)}),
    )
    if losses.empty and tests.empty and run.test_accuracy is not None:
        return Curve(curve.losses, pd.DataFrame({"x": [low, high], "accuracy": [run.test_accuracy] * 2}))
    return curve


def metrics_table(store: RunStore, run_id: str) -> pd.DataFrame:
    """All steps of a run: `step`, `epoch`, `loss`, `seconds`, and `test_accuracy` where an epoch ended."""
    steps = store.metrics.steps(run_id, max_points=None)
    tests = pd.DataFrame(store.metrics.epochs(run_id), columns=["step", "test_accuracy"])
    return steps.merge(tests, how="left", on="step")


def metrics_csv(store: RunStore, run_id: str) -> bytes:
    """`metrics_table` as CSV with a header, UTF-8."""
    return metrics_table(store, run_id).to_csv(index=False).encode()


def _position(rows: pd.DataFrame, run: Run, axis: str) -> pd.Series:
    if axis == "epoch":
        return rows["step"].astype(float) / max(run.steps_per_epoch, 1)
    return rows[axis].astype(float)


def _steps_per_unit(run: Run, axis: str) -> float:
    if axis == "epoch":
        return float(max(run.steps_per_epoch, 1))
    if axis == "seconds":
        return run.step / run.seconds if run.seconds > 0 else 1.0
    return 1.0


def _spread(length: int, count: int) -> Sequence[int]:
    """At most `count` of `length` row numbers, evenly spread, the first and the last among them."""
    return np.unique(np.linspace(0, max(length - 1, 0), min(count, length)).round().astype(int)).tolist()
