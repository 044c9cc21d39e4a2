"""Training as a generator of events: whoever iterates decides where it runs and what to draw.

A run can be left at any event and resumed from its `state_dict`, bit for bit.
"""

import math
import time
from collections.abc import Callable, Iterator
from typing import Any

import torch

from playground.concepts.optimizers import OPTIMIZERS
from playground.digits.datasets import DigitDataset
from playground.digits.evaluation.metrics import Evaluation, Interrupted, evaluate
from playground.digits.training.config import TrainingConfig
from playground.digits.training.early_stopping import StopConditions
from playground.digits.training.epoch import TrainingEpoch, restored_epoch
from playground.digits.training.events import (
    EpochFinished,
    LayersMeasured,
    StepFinished,
    TrainingDiverged,
    TrainingEvent,
    TrainingFinished,
    TrainingHalted,
    TrainingStarted,
)
from playground.digits.training.schedules import SCHEDULES
from playground.digits.training.trainer import DivergedError, Trainer

__all__ = [
    "SCHEDULES",
    "EpochFinished",
    "LayersMeasured",
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
        clock: gives the time in seconds, from any start.

    Attributes:
        model: the live network.
        steps_per_epoch: batches in an epoch.
        total_steps: steps of the whole run, when no stop condition is met.
        seconds: training time so far, without tests and pauses.
    """

    def __init__(
        self,
        config: TrainingConfig,
        dataset: DigitDataset,
        device: str | None = None,
        *,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.config, self.device, self.clock = config, device or available_device(), clock
        self.images = dataset.train_images.to(self.device)  # (N, 28, 28) uint8
        self.labels = dataset.train_labels.to(self.device)  # (N,) int64
        self.test_images = dataset.test_images.to(self.device)
        self.test_labels = dataset.test_labels.to(self.device)
        self.steps_per_epoch = math.ceil(len(self.images) / config.batch_size)
        self.total_steps = self.steps_per_epoch * config.epochs
        self.trainer = Trainer(config, self.device, self.total_steps)
        self.model = self.trainer.model
        self.stop_conditions = StopConditions(config)
        self.seconds = 0.0
        self._tested: Evaluation | None = None  # of the network as it is now
        self._epoch = self._begin_epoch(1)

    @property
    def epoch(self) -> int:
        """The present epoch, from 1; one more than `config.epochs` when all are done."""
        return self._epoch.number

    @property
    def steps_done(self) -> int:
        """Updates of the weights so far."""
        return self.trainer.steps_done

    def events(self, should_stop: Callable[[], bool] = lambda: False) -> Iterator[TrainingEvent]:
        """Train on from the run's position.

        Args:
            should_stop: called before each step and each batch of a test; True halts the run.

        Yields:
            `TrainingStarted`; a `StepFinished` a step, now and then followed by a `LayersMeasured`; an
            `EpochFinished` an epoch; `TrainingHalted` if `should_stop` said so; then one `TrainingFinished` or
            `TrainingDiverged`.
        """
        # Adam's moments of pixels that are always 0 sink into denormal numbers, which a CPU handles slowly.
        torch.set_flush_denormal(True)
        parameters = sum(parameter.numel() for parameter in self.model.parameters())
        yield TrainingStarted(self.device, parameters, self.steps_per_epoch, self.total_steps)
        try:
            while self.epoch <= self.config.epochs and not self.stop_conditions.reason:
                yield from self._epoch_events(should_stop)
            self._test(should_stop)
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
        """Restore a run of the same config and data; the events from there are the same, bit for bit."""
        generator, size = self.trainer.generator, self.config.batch_size
        self._epoch = restored_epoch(state, len(self.images), size, generator, self.device)
        self.trainer.load_state_dict(
            state
        )  # after the epoch, which moves the generator to where it drew its order
        self.stop_conditions.load_state_dict(state)
        self.seconds, self._tested = state["seconds"], None

    def _begin_epoch(self, number: int) -> TrainingEpoch:
        generator, size = self.trainer.generator, self.config.batch_size
        return TrainingEpoch(number, len(self.images), size, generator, self.device)

    def _epoch_events(self, should_stop: Callable[[], bool]) -> Iterator[TrainingEvent]:
        """The rest of the present epoch, or the part of it that the time budget allows."""
        for batch in self._epoch.batches_left():
            self.stop_conditions.record_time(self.seconds)
            if self.stop_conditions.reason:
                return
            if should_stop():
                raise Interrupted
            self._tested = None
            started = self.clock()
            loss, correct = self.trainer.step(self.images[batch], self.labels[batch])
            self.seconds += self.clock() - started
            self._epoch.add(loss, correct, len(batch))
            yield StepFinished(self.steps_done, self.epoch, loss, self.seconds)
            if self.trainer.layer_statistics:
                yield LayersMeasured(self.steps_done, self.trainer.layer_statistics)
        yield self._finish_epoch(self._test(should_stop))

    def _finish_epoch(self, test: Evaluation) -> EpochFinished:
        """The event of the present epoch; the next one is begun first, so that a run left here does not repeat it."""
        epoch, self._epoch = self._epoch, self._begin_epoch(self.epoch + 1)
        best = self.stop_conditions.record_test(test.accuracy)
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
        )

    def _test(self, should_stop: Callable[[], bool] = lambda: False) -> Evaluation:
        """Figures of the network as it is; its last step may have destroyed it, which no later loss shows."""
        if self._tested is None:
            self._tested = evaluate(self.model, self.test_images, self.test_labels, should_stop=should_stop)
        if not math.isfinite(self._tested.loss):
            raise DivergedError(self._tested.loss)
        return self._tested

    def _finished(self, stopped: bool) -> TrainingFinished | TrainingDiverged:
        try:
            test = self._test()
        except DivergedError as divergence:
            return self._diverged(divergence.loss)
        reason = "" if stopped else self.stop_conditions.reason
        return TrainingFinished(self.model.eval(), test.accuracy, test, self.steps_done, stopped, reason)

    def _diverged(self, loss: float) -> TrainingDiverged:
        usual = OPTIMIZERS[self.config.optimizer].learning_rate
        message = (
            f"The loss became {loss} at step {self.steps_done}: the steps are too long for the loss to fall. "
            f"The learning rate is {self.config.learning_rate:g}; try {min(usual, self.config.learning_rate / 10):g}."
        )
        accuracy = evaluate(self.model, self.test_images, self.test_labels).accuracy
        return TrainingDiverged(self.model.eval(), accuracy, self.steps_done, loss, message)
