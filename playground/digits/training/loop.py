"""Training as a generator of events: whoever iterates decides where it runs and what to draw.

A run can be left at any event and resumed from its `state_dict`, bit for bit.
"""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch

from playground.concepts.optimizers import OPTIMIZERS
from playground.digits.datasets import DigitDataset
from playground.digits.evaluation.metrics import Interrupted, evaluate
from playground.digits.training.changes import Change, with_changes
from playground.digits.training.config import TrainingConfig
from playground.digits.training.early_stopping import StopConditions
from playground.digits.training.epoch import TrainingEpoch, restored_epoch
from playground.digits.training.events import (
    EpochFinished,
    LayersMeasured,
    SettingsChanged,
    StepFinished,
    TrainingDiverged,
    TrainingEvent,
    TrainingFinished,
    TrainingHalted,
    TrainingStarted,
)
from playground.digits.training.trainer import DivergedError, Trainer
from playground.digits.training.unseen_images import Measured, UnseenImages
from playground.digits.training.validation import hold_out
from playground.formatting import format_number

__all__ = [
    "EpochFinished",
    "LayersMeasured",
    "SettingsChanged",
    "StepFinished",
    "Training",
    "TrainingConfig",
    "TrainingDiverged",
    "TrainingEvent",
    "TrainingFinished",
    "TrainingHalted",
    "TrainingStarted",
    "available_device",
    "train",
]


def available_device() -> str:
    """`"cuda"`, else `"mps"`, else `"cpu"`: the fastest that this machine has."""
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def train(
    config: TrainingConfig,
    dataset: DigitDataset,
    *,
    device: str | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[TrainingEvent]:
    """Train a fresh network and yield what happens; the last event has `.model` and `.test_accuracy`.

    On a CPU the same config, data, thread count and machine give bit-identical losses.

    Args:
        config: the run.
        dataset: tensors in memory; batches become float32 as they are used.
        device: `"cpu"`, `"cuda"` or `"mps"`; None chooses `available_device()`.
        should_stop: see `Training.events`.

    Yields:
        See `Training.events`.
    """
    yield from Training(config, dataset, device).events(should_stop)


class Training:
    """One training run: its data, its trainer and its position.

    Args:
        config: the run.
        dataset: tensors in memory.
        device: None chooses `available_device()`.
        changes: settings that change on the way, in the order of their steps; more may be planned while it trains.
        clock: gives the time in seconds, from any start.

    Attributes:
        model: the live network.
        settings: the config with the changes so far.
        steps_per_epoch: batches in an epoch of the present batch size.
        total_steps: steps of the whole run, when no stop condition is met and nothing else is changed.
        seconds: training time so far, without tests and pauses.
    """

    def __init__(
        self,
        config: TrainingConfig,
        dataset: DigitDataset,
        device: str | None = None,
        changes: Sequence[Change] = (),
        *,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.config, self.device, self.clock = config, device or available_device(), clock
        split = hold_out(dataset, config.validation_share, config.seed)
        self.images = split.train_images.to(self.device)  # (N, 28, 28) uint8
        self.labels = split.train_labels.to(self.device)  # (N,) int64
        self.unseen = UnseenImages(
            (split.validation_images.to(self.device), split.validation_labels.to(self.device)),
            (dataset.test_images.to(self.device), dataset.test_labels.to(self.device)),
        )
        self.settings, self._changes, self._adopted = config, list(changes), 0
        self.steps_per_epoch = math.ceil(len(self.images) / config.batch_size)
        self.total_steps = self.steps_per_epoch * config.epochs
        self.trainer = Trainer(config, self.device, self.total_steps)
        self.model = self.trainer.model
        self.stop_conditions = StopConditions(config)
        self.seconds = 0.0
        self._measured: Measured | None = None  # of the network as it is now
        self._epoch = self._begin_epoch(1)

    @property
    def epoch(self) -> int:
        """The present epoch, from 1; one more than `config.epochs` when all are done."""
        return self._epoch.number

    @property
    def steps_done(self) -> int:
        """Updates of the weights so far."""
        return self.trainer.steps_done

    @property
    def images_done(self) -> int:
        """Images trained on so far, each counted once an epoch."""
        return (self.epoch - 1) * len(self.images) + self._epoch.images_seen

    @property
    def images_left(self) -> int:
        """Images still to be trained on, when no stop condition is met."""
        return self.config.epochs * len(self.images) - self.images_done

    @property
    def all_done(self) -> bool:
        """Whether there is no further step, so that a change comes too late."""
        return self.steps_done >= self.total_steps or bool(self.stop_conditions.reason)

    def plan(self, changes: Sequence[Change]) -> None:
        """Add changes, in order; none of a step that is behind."""
        self._changes += changes

    def events(self, should_stop: Callable[[], bool] = lambda: False) -> Iterator[TrainingEvent]:
        """Train on from the run's position.

        Args:
            should_stop: called before each step and each batch of a test; True halts the run.

        Yields:
            `TrainingStarted`; a `StepFinished` a step, now and then followed by a `LayersMeasured`; a `SettingsChanged`
            before the first step of other settings; an `EpochFinished` an epoch; `TrainingHalted` if `should_stop` said
            so; then one `TrainingFinished` or `TrainingDiverged`.
        """
        # Adam's moments of pixels that are always 0 sink into denormal numbers, which a CPU handles slowly.
        torch.set_flush_denormal(True)
        parameters = sum(parameter.numel() for parameter in self.model.parameters())
        yield TrainingStarted(self.device, parameters, self.steps_per_epoch, self.total_steps)
        try:
            while self.epoch <= self.config.epochs and not self.stop_conditions.reason:
                yield from self._epoch_events(should_stop)
            self.measure(should_stop)
            stopped = False
        except Interrupted:
            yield TrainingHalted(self.model, self.steps_done)
            stopped = True
        except DivergedError as divergence:
            yield self._diverged(divergence.loss)
            return
        yield self._finished(stopped)

    def state_dict(self) -> dict[str, Any]:
        """Everything that `load_state_dict` needs; tensors are the live ones, so save them before the next step.

        `torch.load(..., weights_only=True)` reads what `torch.save` makes of it.
        """
        return {
            "seconds": self.seconds,
            **self.trainer.state_dict(),
            **self._epoch.state_dict(),
            **self.stop_conditions.state_dict(),
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Restore a run of the same config, data and changes; the events from there are the same, bit for bit.

        A change at the very step of the state is adopted before the next step, whether the state has it or not.
        """
        self._epoch = restored_epoch(state, len(self.images), self.trainer.generator, self.device)
        self._adopted = sum(change.step < state["steps_done"] for change in self._changes)
        earlier = [change.settings for change in self._changes[: self._adopted]]
        self.settings = with_changes(self.config, earlier)
        self.trainer.steps_done = state["steps_done"]
        if earlier:
            self._adopt_settings()
        # After the epoch, which moves the generator to where it drew its order.
        self.trainer.load_state_dict(state)
        self.stop_conditions.load_state_dict(state)
        self.seconds, self._measured = state["seconds"], None

    def _begin_epoch(self, number: int) -> TrainingEpoch:
        return TrainingEpoch(number, len(self.images), self.trainer.generator, self.device)

    def _changed(self) -> Iterator[SettingsChanged]:
        """Adopt what is in force from the next step on."""
        due = [change for change in self._changes[self._adopted :] if change.step <= self.steps_done]
        if due:
            self._adopted += len(due)
            self.settings = with_changes(self.settings, [change.settings for change in due])
            self._adopt_settings()
            yield SettingsChanged(
                self.steps_done, self.epoch, self.settings, self.steps_per_epoch, self.total_steps
            )

    def _adopt_settings(self) -> None:
        size = self.settings.batch_size
        self.steps_per_epoch = math.ceil(len(self.images) / size)
        later = self.steps_per_epoch * (self.config.epochs - self.epoch)
        self.total_steps = self.steps_done + math.ceil(self._epoch.images_left / size) + later
        self.trainer.adopt(self.settings, self.total_steps, self.steps_per_epoch * self.config.epochs)

    def _epoch_events(self, should_stop: Callable[[], bool]) -> Iterator[TrainingEvent]:
        """The rest of the present epoch, or the part of it that the time budget allows."""
        while self._epoch.images_left:
            self.stop_conditions.record_time(self.seconds)
            if self.stop_conditions.reason:
                return
            if should_stop():
                raise Interrupted
            yield from self._changed()
            batch = self._epoch.next_batch(self.settings.batch_size)
            self._measured = None
            started = self.clock()
            loss, correct = self.trainer.step(
                self.images.index_select(0, batch), self.labels.index_select(0, batch)
            )
            self.seconds += self.clock() - started
            self._epoch.add(loss, correct, len(batch))
            yield StepFinished(self.steps_done, self.epoch, loss, self.seconds)
            if self.trainer.layer_statistics:
                yield LayersMeasured(self.steps_done, self.trainer.layer_statistics)
        yield self._finish_epoch(self.measure(should_stop))

    def _finish_epoch(self, measured: Measured) -> EpochFinished:
        """The event of the present epoch; the next one is begun first, so that a run left here does not repeat it."""
        epoch, self._epoch = self._epoch, self._begin_epoch(self.epoch + 1)
        test, validation = measured.test, measured.validation
        best = self.stop_conditions.record_accuracy((validation or test).accuracy)
        return EpochFinished(
            epoch.number,
            self.steps_done,
            epoch.train_loss,
            epoch.train_accuracy,
            test.loss,
            test.accuracy,
            self.model,
            best,
            self.seconds,
            test,
            None if validation is None else validation.loss,
            None if validation is None else validation.accuracy,
        )

    def measure(self, should_stop: Callable[[], bool] = lambda: False) -> Measured:
        """Figures of the network as it is, see `UnseenImages.measure`."""
        if self._measured is None:
            self._measured = self.unseen.measure(self.model, should_stop)
        return self._measured

    def _finished(self, stopped: bool) -> TrainingFinished | TrainingDiverged:
        try:
            measured = self.measure()
        except DivergedError as divergence:
            return self._diverged(divergence.loss)
        reason = "" if stopped else self.stop_conditions.reason
        test, validation = measured.test, measured.validation
        accuracy = None if validation is None else validation.accuracy
        return TrainingFinished(
            self.model.eval(), test.accuracy, test, self.steps_done, stopped, reason, accuracy
        )

    def _diverged(self, loss: float) -> TrainingDiverged:
        usual, rate = OPTIMIZERS[self.config.optimizer].learning_rate, self.settings.learning_rate
        message = (
            f"The loss became {format_number(loss)} at step {self.steps_done:,}: the steps are too long for the loss to fall. "
            f"The learning rate is {format_number(rate)}; try {format_number(min(usual, rate / 10))}."
        )
        accuracy = evaluate(self.model, *self.unseen.test).accuracy
        return TrainingDiverged(self.model.eval(), accuracy, self.steps_done, loss, message)
