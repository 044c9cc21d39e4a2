"""Runs that have ended, written to a store without a training."""

from dataclasses import replace
from pathlib import Path

from playground.digits.training.loop import EpochFinished, StepFinished, TrainingConfig
from playground.runs.metrics import Batch
from playground.runs.store import RunStore

FAST = TrainingConfig(epochs=2, batch_size=128)


def write_runs(home: Path, runs: int) -> list[str]:
    """Finished runs that differ in the seed; their ids, the newest first as in the table."""
    store = RunStore(home)
    for seed in range(runs):
        steps = [StepFinished(step, 1 + (step > 10), 2.3 / step, step / 10) for step in range(1, 21)]
        epochs = [EpochFinished(n, 10 * n, 1.0, 0.5, 1.0, 0.25 * n, model=None, seconds=n) for n in (1, 2)]
        values = {"step": 20, "total_steps": 20, "steps_per_epoch": 10, "seconds": 2.0, "kept_epoch": 2}
        run = store.create(
            replace(FAST, seed=seed), "embedded", state="finished", test_accuracy=0.5, **values
        )
        store.metrics.add(run.id, Batch(steps=steps, epochs=epochs))
    return [run.id for run in store.list()]
