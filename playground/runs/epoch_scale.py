"""Steps and epochs of a run: in one whose batch size was changed, epochs have different numbers of steps."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from playground.runs.run import Run


class EpochScale:
    """Turns steps of a run into epochs and back; straight between the ends of two epochs.

    Args:
        run: the run.
        epochs: its finished epochs, rows with `epoch` and `step`, in order.
    """

    def __init__(self, run: Run, epochs: Sequence[Mapping[str, Any]]) -> None:
        uneven = any("batch_size" in change.settings for change in run.changes)
        ends = [(row["step"], row["epoch"]) for row in epochs] if uneven else []
        last_step, last_epoch = ends[-1] if ends else (0, 0)
        if uneven and run.total_steps > last_step and run.config.epochs > last_epoch:
            ends.append((run.total_steps, run.config.epochs))
        if not ends:
            ends = [(max(run.steps_per_epoch, 1), 1)]
        self._steps = np.array([0, *(step for step, _ in ends)], dtype=float)
        self._epochs = np.array([0, *(epoch for _, epoch in ends)], dtype=float)

    def epochs_at(self, steps: ArrayLike) -> np.ndarray:
        """How many epochs are done after so many steps."""
        return self._line(steps, self._steps, self._epochs)

    def steps_at(self, epochs: ArrayLike) -> np.ndarray:
        """How many steps are done after so many epochs."""
        return self._line(epochs, self._epochs, self._steps)

    @staticmethod
    def _line(values: ArrayLike, known: np.ndarray, wanted: np.ndarray) -> np.ndarray:
        """Interpolated between known points, and on beyond the last with the last slope."""
        values = np.asarray(values, dtype=float)
        slope = (wanted[-1] - wanted[-2]) / (known[-1] - known[-2])
        beyond = wanted[-1] + (values - known[-1]) * slope
        return np.where(values > known[-1], beyond, np.interp(values, known, wanted))
