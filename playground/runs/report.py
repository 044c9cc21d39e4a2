"""What a run reports to the store: how far it is and how fast, and all that waits until the store takes it."""

import time
from typing import Any

from playground.digits.training.loop import Training
from playground.errors import DatabaseLostError, StoreError
from playground.runs.metrics import Batch
from playground.runs.run import Run
from playground.runs.store import RunStore

WRITE_EVERY = 0.15
"""Seconds between two writes to the store; a command is noticed as often."""

POLL_EVERY = 0.02
"""Seconds between two polls for a command while there is nothing to write."""

FINAL_STATUS_SECONDS = 120.0
"""Seconds for which writing a run's final status is retried when the store cannot be written."""


class Report:
    """What waits to be written of one run, and the command that comes back.

    Args:
        store: a short `busy_seconds` keeps a locked database from stopping the training.
        run: claimed by `run.worker`.

    Attributes:
        batch: steps, layers and epochs that wait.
        values: columns of the run that wait.
        command: what a page asked for when the store was read last; None: the run was purged or has another worker.
        next_write: when to write again, in seconds of `time.monotonic`.
    """

    def __init__(self, store: RunStore, run: Run) -> None:
        self.store, self.run = store, run
        self.batch = Batch()
        self.values: dict[str, Any] = {}
        self.command: str | None = ""
        self.next_write = 0.0

    def follow(self, training: Training) -> None:
        """Measure the speed of `training` from here on: steps of another batch size take another time."""
        self.training = training
        self.started_at, self.started_images = time.monotonic(), training.images_done

    def write(self, **values: Any) -> bool:
        """Write what waits, with `values`, and read the command; on failure it waits on."""
        # With nothing to write yet the next poll is soon, so that a run's first step is written at once.
        self.next_write = time.monotonic() + (WRITE_EVERY if self.batch else POLL_EVERY)
        values = {**self.values, **values}
        try:
            if self.batch or values:
                values |= self._progress()
                self.command = self.store.metrics.add(self.run.id, self.batch, self.run.worker, **values)
            else:
                run = self.store.get(self.run.id)
                self.command = run.command if run is not None and run.worker == self.run.worker else None
        except DatabaseLostError:
            raise
        except StoreError as error:
            self.log(error)
            self.next_write = time.monotonic() + 2 * WRITE_EVERY
            return False
        self.batch, self.values = Batch(), {}
        return True

    def write_final_status(self, **values: Any) -> None:
        """`write` for the final status of a run, retried for `FINAL_STATUS_SECONDS`.

        Raises:
            StoreError: it failed for all that time; the run is then found interrupted, and can be resumed.
        """
        deadline = time.monotonic() + FINAL_STATUS_SECONDS
        while not self.write(**values):
            if time.monotonic() > deadline:
                raise StoreError(f"Expected to write how the run {self.run.id} ended, but could not.")
            time.sleep(WRITE_EVERY)

    def log(self, error: StoreError) -> None:
        """Into the worker's log."""
        print(f"step {self.training.steps_done}: {error}", flush=True)

    def _progress(self) -> dict[str, Any]:
        """Columns that say how far and how fast it is."""
        if not self.batch.steps:
            return {}
        last = self.batch.steps[-1]
        values: dict[str, Any] = {"step": last.step, "epoch": last.epoch, "seconds": last.seconds}
        done = self.training.images_done - self.started_images
        elapsed = time.monotonic() - self.started_at
        if done > 0 and elapsed > 0:
            values["seconds_left"] = self.training.images_left * elapsed / done
            values["images_per_second"] = done / elapsed
        return values
