"""Trains one run and records it: events into the store, networks and the state to resume from into files.

Two rules make a run survive anything. What the store holds is never behind the saved state, so that a resumed run has
no gap. And a resumed run repeats what it did before bit for bit, so that steps which the store already holds are
passed over.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import torch

from playground.digits.datasets import DigitDataset
from playground.digits.evaluation.metrics import Evaluation, Interrupted, evaluate
from playground.digits.models import DigitNetwork
from playground.digits.training.loop import (
    EpochFinished,
    LayersMeasured,
    StepFinished,
    Training,
    TrainingDiverged,
    TrainingEvent,
    TrainingFinished,
    TrainingHalted,
    TrainingStarted,
)
from playground.errors import CheckpointError, DatabaseLostError, StoreError
from playground.runs.metrics import Batch
from playground.runs.run import Run
from playground.runs.saving import delete_states, load_state, save_network, save_state
from playground.runs.store import RunStore

WRITE_EVERY = 0.15
"""Seconds between two writes to the store; a command is noticed as often."""

POLL_EVERY = 0.02
"""Seconds between two polls for a command while there is nothing to write."""

STATE_EVERY = 5.0
"""Seconds between two states to resume from; there is one after each epoch, too."""

FINAL_STATUS_SECONDS = 120.0
"""Seconds for which writing a run's final status is retried when the store cannot be written."""


class Recorder:
    """One run, owned by one worker.

    Args:
        store: where events go; a short `busy_seconds` keeps a locked database from stopping the training.
        run: claimed by `run.worker`.
        terminated: whether the process was asked to end.
    """

    def __init__(self, store: RunStore, run: Run, terminated: Callable[[], bool] = lambda: False) -> None:
        self.store, self.run, self.terminated = store, run, terminated
        self.files = store.files(run.id)
        self.batch = Batch()
        self.values: dict[str, Any] = {}  # columns that wait to be written
        self.command: str | None = ""
        self.ended = False
        self.next_write = self.next_state = 0.0

    def train(self, dataset: DigitDataset) -> None:
        """Train to the end, or until a command, and record how it ended."""
        self.images = len(dataset.train_images)
        self.training = self._resumed(dataset)
        self.started_at, self.started_step = time.monotonic(), self.training.steps_done
        self.next_state = time.monotonic() + STATE_EVERY
        for event in self.training.events(self._should_stop):
            self._record(event)
            if self.ended:
                return

    def _resumed(self, dataset: DigitDataset) -> Training:
        """The training at the saved state that the store agrees with; without one, at the beginning."""
        metrics = self.store.metrics
        self.written_step, seconds = metrics.last_step(self.run.id)
        self.written_epoch = metrics.last_epoch(self.run.id)
        training = load_state(self.files, self.run, dataset, at_most=self.written_step)
        if training is None:
            training = Training(self.run.config, dataset)
            if self.written_step:
                self.values["warning"] = (
                    "Its saved state was missing or damaged, so it was trained again from the beginning: the same "
                    "seed gives the same numbers."
                )
        training.seconds = max(training.seconds, seconds)
        return training

    def _should_stop(self) -> bool:
        now = time.monotonic()
        if now >= self.next_write:
            self._write()
        if now >= self.next_state:
            self._save_state()
        return self.command != "" or self.terminated()

    def _record(self, event: TrainingEvent) -> None:
        match event:
            case TrainingStarted():
                self.values |= {
                    "device": event.device,
                    "threads": torch.get_num_threads(),
                    "steps_per_epoch": event.steps_per_epoch,
                    "total_steps": event.total_steps,
                }
                self._write()
            case StepFinished() if event.step > self.written_step:
                self.batch.steps.append(event)
            case LayersMeasured() if event.step > self.written_step:
                self.batch.layers.append(event)
            case EpochFinished():
                self._finish_epoch(event)
            case TrainingHalted():
                self._halt(event)
            case TrainingFinished():
                self._finish(event)
            case TrainingDiverged():
                self._write_final_status(
                    state="diverged", message=event.message, step=event.step, seconds_left=None
                )

    def _finish_epoch(self, event: EpochFinished) -> None:
        self._save_network(self.files.epoch(event.epoch), event.model, event.step, event.evaluation)
        self.values["test_accuracy"] = event.test_accuracy
        if event.best:
            self.values |= {"best_accuracy": event.test_accuracy, "best_epoch": event.epoch}
        if event.epoch > self.written_epoch:
            self.batch.epochs.append(event)
        self._save_state()

    def _halt(self, event: TrainingHalted) -> None:
        """Somebody asked: say at once that it halted; a stopped run is then tested."""
        self.ended = True
        if self.command is None:  # purged, or owned by another worker: write nothing
            return
        self._save_state()
        self.values["seconds_left"] = None
        if self.command == "stop":
            self._write_final_status(state="stopped", message="")
            self._test_stopped(event)
            return
        self._save_network(self.files.last, event.model, event.step)
        if self.command == "pause":
            self._write_final_status(state="paused", message="")
        else:
            message = f"The process was asked to end (SIGTERM) at step {event.step:,}."
            self._write_final_status(state="interrupted", message=message)

    def _test_stopped(self, event: TrainingHalted) -> None:
        """Test what a stopped run has learnt, unless a run waits for this worker."""
        images, labels = self.training.test_images, self.training.test_labels
        test = None
        with suppress(Interrupted):
            test = evaluate(event.model, images, labels, should_stop=self._another_run_waits)
            self.values["test_accuracy"] = test.accuracy
        self._save_network(self.files.last, event.model, event.step, test)
        with suppress(StoreError):  # a run that was resumed meanwhile is left alone
            self.store.change_state(self.run.id, "stopped", **self.values)

    def _another_run_waits(self) -> bool:
        try:
            return self.terminated() or bool(self.store.list(["queued"]))
        except StoreError:
            return False

    def _finish(self, event: TrainingFinished) -> None:
        self._save_network(self.files.last, event.model, event.step, event.evaluation)
        seconds = max(self.training.seconds, 1e-9)
        speed = event.step * self.images / self.training.steps_per_epoch / seconds
        values = {"test_accuracy": event.test_accuracy, "seconds_left": None, "images_per_second": speed}
        self._write_final_status(state="finished", message=event.reason, **values)
        delete_states(self.files)

    def _write(self, **values: Any) -> bool:
        """Write what is pending and read the command; on failure it stays pending."""
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
            print(f"step {self.training.steps_done}: {error}", flush=True)  # into the worker's log
            self.next_write = time.monotonic() + 2 * WRITE_EVERY
            return False
        self.batch, self.values = Batch(), {}
        return True

    def _write_final_status(self, **values: Any) -> None:
        """`_write` for the final status of a run, retried for `FINAL_STATUS_SECONDS`.

        Raises:
            StoreError: it failed for all that time; the run is then found interrupted, and can be resumed.
        """
        deadline = time.monotonic() + FINAL_STATUS_SECONDS
        while not self._write(**values):
            if time.monotonic() > deadline:
                raise StoreError(f"Expected to write how the run {self.run.id} ended, but could not.")
            time.sleep(WRITE_EVERY)

    def _progress(self) -> dict[str, Any]:
        """Columns that say how far and how fast it is."""
        if not self.batch.steps:
            return {}
        last = self.batch.steps[-1]
        values: dict[str, Any] = {"step": last.step, "epoch": last.epoch, "seconds": last.seconds}
        done, left = last.step - self.started_step, self.training.total_steps - last.step
        elapsed = time.monotonic() - self.started_at
        if done > 0 and elapsed > 0:
            values["seconds_left"] = left * elapsed / done
            values["images_per_second"] = done * self.images / self.training.steps_per_epoch / elapsed
        return values

    def _save_state(self) -> None:
        """Save the state to resume from, once the store holds every step until then."""
        self.next_state = time.monotonic() + STATE_EVERY
        if not self._write() or self.command is None:
            return
        try:
            save_state(self.files, self.training)
        except CheckpointError as error:
            self.values["warning"] = str(error)

    def _save_network(
        self, path: Path, model: DigitNetwork, step: int, test: Evaluation | None = None
    ) -> None:
        """Save a network; where the disk does not take it, a warning."""
        try:
            save_network(self.files, path, self.run, model, step, test=test)
            self.values["checkpoint"] = str(path)
        except CheckpointError as error:
            self.values["warning"] = str(error)
