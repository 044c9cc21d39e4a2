"""Trains one run and records it: events into the store, networks and the state to resume from into files.

Two rules make a run survive anything. What the store holds is never behind the saved state, so that a resumed run has
no gap. And a resumed run repeats what it did before bit for bit, so that steps which the store already holds are
passed over.
"""

import math
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import torch

from playground.digits.datasets import DigitDataset
from playground.digits.evaluation.metrics import Evaluation, Interrupted
from playground.digits.models import DigitNetwork
from playground.digits.training.loop import (
    EpochFinished,
    LayersMeasured,
    SettingsChanged,
    StepFinished,
    Training,
    TrainingDiverged,
    TrainingEvent,
    TrainingFinished,
    TrainingHalted,
    TrainingStarted,
)
from playground.digits.training.trainer import DivergedError
from playground.digits.training.unseen_images import Measured
from playground.errors import CheckpointError, DatabaseLostError, StoreError
from playground.runs.changes import in_force
from playground.runs.kept_network import KeptNetwork, copy_kept, kept_of
from playground.runs.report import Report
from playground.runs.run import Run
from playground.runs.saving import delete_states, load_state, save_network, save_state
from playground.runs.shortage import shortage_of
from playground.runs.store import RunStore

STATE_EVERY = 5.0
"""Seconds between two states to resume from; there is one before the first step and after each epoch, too."""


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
        self.report = Report(store, run)
        self.ended = self.finishing = False
        self.next_state = 0.0

    def train(self, dataset: DigitDataset) -> None:
        """Train to the end, or until a command, and record how it ended."""
        self.training = self._resumed(dataset)
        self.images = len(self.training.images)
        self.kept = kept_of(self.store.metrics.epochs(self.run.id))
        self.report.follow(self.training)
        if self.run.step:
            self._forget_halted_network()
        self.next_state = time.monotonic() + STATE_EVERY
        if (
            not self.training.steps_done
        ):  # killed before the next state, it begins here again and nothing is missing
            self._save_state()
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
            training = Training(self.run.config, dataset, changes=in_force(self.run.changes))
            if self.written_step:
                self.report.values["warning"] = (
                    "Its saved state was missing or damaged, so it was trained again from the beginning: the same "
                    "seed gives the same numbers."
                )
        training.seconds = max(training.seconds, seconds)
        return training

    def _should_stop(self) -> bool:
        now = time.monotonic()
        # A change that waited for the repeated steps is taken right after them: so few may be left that no write follows.
        repeated = 0 < self.written_step == self.training.steps_done
        if (repeated or now >= self.report.next_write) and self.report.write():
            self._take_changes()
        if now >= self.next_state:
            self._save_state()
        return self.report.command != "" or self.terminated()

    def _take_changes(self) -> None:
        """Plan the changes that wait for the next step; the store holds every step until here."""
        training = self.training
        if self.report.command != "" or training.all_done or training.steps_done < self.written_step:
            return  # a step that is repeated keeps the settings that it had
        try:
            taken = self.store.take_changes(self.run.id, self.run.worker, training.steps_done)
        except DatabaseLostError:
            raise
        except StoreError as error:
            self.report.log(error)
            return
        training.plan(in_force(taken))
        known = [change for change in self.run.changes if change.step is not None]
        self.run = replace(self.run, changes=(*known, *taken))

    def _record(self, event: TrainingEvent) -> None:
        match event:
            case TrainingStarted():
                self.report.values |= {
                    "device": event.device,
                    "threads": torch.get_num_threads(),
                    "steps_per_epoch": event.steps_per_epoch,
                    "total_steps": event.total_steps,
                }
                if self.report.write():
                    self._take_changes()
            case SettingsChanged():
                self.report.follow(self.training)
                self.report.values |= {
                    "steps_per_epoch": event.steps_per_epoch,
                    "total_steps": event.total_steps,
                    "seconds_left": None,
                }
            case StepFinished() if event.step > self.written_step:
                self.report.batch.steps.append(event)
            case LayersMeasured() if event.step > self.written_step:
                self.report.batch.layers.append(event)
            case EpochFinished():
                self._finish_epoch(event)
            case TrainingHalted():
                self._halt(event)
            case TrainingFinished():
                self._finish(event)
            case TrainingDiverged():
                self._keep_network_of_epoch()
                self.report.write_final_status(
                    state="diverged", message=event.message, step=event.step, seconds_left=None
                )

    def _finish_epoch(self, event: EpochFinished) -> None:
        self._save_network(self.files.epoch(event.epoch), event.model, event.step, event.evaluation)
        self._keep(event.epoch, event.validation_accuracy, event.test_accuracy)
        if event.epoch > self.written_epoch:
            self.report.batch.epochs.append(event)
        self._save_state()

    def _halt(self, event: TrainingHalted) -> None:
        """Somebody asked: say at once that it halted; a stopped run is then tested."""
        self.ended = True
        if self.report.command is None:  # purged, or owned by another worker: write nothing
            return
        self._save_state()
        self.report.values["seconds_left"] = None
        if self.report.command == "stop":
            self.report.write_final_status(state="stopped", message="")
            self._test_stopped(event)
            return
        if not self._keep_network_of_epoch():
            self._save_network(self.files.kept, event.model, event.step)
        if self.report.command == "pause":
            self.report.write_final_status(state="paused", message="")
        else:
            message = f"The process was asked to end (SIGTERM) at step {event.step:,}."
            self.report.write_final_status(state="interrupted", message=message)

    def _test_stopped(self, event: TrainingHalted) -> None:
        """Test what a stopped run has learnt, unless a run waits for this worker; then it keeps what was tested."""
        try:
            measured = self.training.measure(self._another_run_waits)
            self._keep_last(event.model, event.step, measured)
        except (Interrupted, DivergedError):
            if not self._keep_network_of_epoch():
                self._save_network(self.files.kept, event.model, event.step)
        with suppress(StoreError):  # a run that was resumed meanwhile is left alone
            self.store.change_state(self.run.id, "stopped", **self.report.values)

    def _another_run_waits(self) -> bool:
        try:
            return self.terminated() or bool(self.store.list(["queued"]))
        except StoreError:
            return False

    def _finish(self, event: TrainingFinished) -> None:
        self.finishing = True
        self._keep_last(event.model, event.step, self.training.measure())
        seconds = max(self.training.seconds, 1e-9)
        speed = self.training.images_done / seconds
        values = {"seconds_left": None, "images_per_second": speed}
        self.report.write_final_status(state="finished", message=event.reason, **values)
        delete_states(self.files)

    def _forget_halted_network(self) -> None:
        """A network between two epochs, kept by a stop, is one no more when the run goes on."""
        self.report.values |= self.kept.columns
        if not self.kept.epoch or not self.files.epoch(self.kept.epoch).is_file():
            return
        self.report.values["checkpoint"] = str(self.files.epoch(self.kept.epoch))
        if self.report.write():
            for path in (self.files.kept, self.files.predictions(self.files.kept)):
                with suppress(OSError):
                    path.unlink(missing_ok=True)

    def _keep(self, epoch: int, validation_accuracy: float | None, test_accuracy: float) -> None:
        """Keep the network of an epoch whose file is there, if it is to be kept."""
        self.kept = self.kept.after(epoch, validation_accuracy, test_accuracy)
        self.report.values |= self.kept.columns
        if self.kept.epoch and self.files.epoch(self.kept.epoch).is_file():
            self.report.values["checkpoint"] = str(self.files.epoch(self.kept.epoch))

    def _keep_last(self, model: DigitNetwork, step: int, measured: Measured) -> None:
        """At the end: keep the network as it is, unless one after an epoch is better by the validation part."""
        validation = None if measured.validation is None else measured.validation.accuracy
        if self.kept.beats(validation) and self._keep_network_of_epoch():
            return
        epoch = math.ceil(self.training.images_done / self.images)
        self.kept = KeptNetwork(epoch, validation, measured.test.accuracy)
        self.report.values |= self.kept.columns
        self._save_network(self.files.kept, model, step, measured.test)

    def _keep_network_of_epoch(self) -> bool:
        """Keep the best network after an epoch; False where there is none."""
        if not self.kept.epoch:
            return False
        try:
            copy_kept(self.files, self.kept.epoch)
        except CheckpointError as error:
            self._bear(error)
            return False
        self.report.values |= {**self.kept.columns, "checkpoint": str(self.files.kept)}
        return True

    def _save_state(self) -> None:
        """Save the state to resume from, once the store holds every step until then."""
        self.next_state = time.monotonic() + STATE_EVERY
        if not self.report.write() or self.report.command is None:
            return
        try:
            save_state(self.files, self.training)
        except CheckpointError as error:
            self.report.values["warning"] = str(error)

    def _save_network(
        self, path: Path, model: DigitNetwork, step: int, test: Evaluation | None = None
    ) -> None:
        """Save a network; where the disk does not take it, a warning."""
        try:
            save_network(self.files, path, self.run, model, step, test=test)
            self.report.values["checkpoint"] = str(path)
        except CheckpointError as error:
            self._bear(error)

    def _bear(self, error: CheckpointError) -> None:
        """A network that the disk does not take is a warning; the last one of a run waits until there is space."""
        if self.finishing and shortage_of(error) == "disk":
            raise error
        self.report.values["warning"] = str(error)
