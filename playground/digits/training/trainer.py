"""A network with what changes its weights, one step at a time."""

import math
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import torch
from torch import Tensor
from torch.optim.lr_scheduler import LRScheduler

from playground.concepts.optimizers import build_optimizer
from playground.concepts.optimizers.direct_step import direct_step
from playground.concepts.optimizers.saved_state import load_state
from playground.concepts.optimizers.schedules import SCHEDULES
from playground.digits.models import build_model, to_input
from playground.digits.models.dropout import has_dropout
from playground.digits.models.memory_format import to_channels_last, trains_channels_last
from playground.digits.training.augmentation import augment
from playground.digits.training.config import TrainingConfig
from playground.digits.training.gradients import gradients_by_autograd, gradients_by_hand
from playground.digits.training.layer_statistics import (
    LayerStatistics,
    measure_layers,
    record_activation_inputs,
)

LAYER_MEASUREMENTS = 200
"""At most so many steps of a run have their layers measured, beside the first."""


class DivergedError(Exception):
    """The loss left the finite numbers; it is in `loss`."""

    def __init__(self, loss: float) -> None:
        super().__init__(f"Expected a finite loss, but it became {loss}.")
        self.loss = loss


class Trainer:
    """Network, optimizer, schedule, and the source of all randomness but the first weights.

    Args:
        config: the run.
        device: where the network is.
        total_steps: steps of the whole run.

    Attributes:
        model: the live network.
        generator: on the CPU; shuffling and augmentation draw from it.
        steps_done: steps that were begun, so that a diverging one counts.
        layer_statistics: figures of the last step's layers; empty when they were not measured.
    """

    def __init__(self, config: TrainingConfig, device: str, total_steps: int) -> None:
        self.model = build_model(config.model_config, config.seed).to(device)
        if device == "cpu" and trains_channels_last(self.model):
            to_channels_last(self.model)
        self.optimizer = build_optimizer(
            config.optimizer_config, self.model.parameters(), fused=device in ("cpu", "cuda")
        )
        self.schedule = SCHEDULES[config.schedule].build(self.optimizer, config.learning_rate, total_steps)
        self.generator = torch.Generator().manual_seed(config.seed)
        self.augmentation = config.augmentation
        self._update = direct_step(self.optimizer)
        self._choose_gradients()
        self.measure_every = math.ceil(total_steps / LAYER_MEASUREMENTS)
        self.steps_done = 0
        self.layer_statistics: tuple[LayerStatistics, ...] = ()

    def adopt(self, config: TrainingConfig, total_steps: int, whole: int) -> None:
        """Go on with other settings of those that are `live`.

        Args:
            config: all settings from the next step on.
            total_steps: steps of this run now, those done included.
            whole: steps of a run that had these settings from its beginning.
        """
        if config.dropout != self.model.config.dropout:
            self.model.set_dropout(config.dropout)
            self._choose_gradients()
        values = config.optimizer_config.values
        for group in self.optimizer.param_groups:
            if "weight_decay" in values:
                group["weight_decay"] = values["weight_decay"]
        self.schedule = self._schedule_at(config, whole, whole - (total_steps - self.steps_done))
        self.measure_every = math.ceil(total_steps / LAYER_MEASUREMENTS)

    def step(self, images: Tensor, labels: Tensor) -> tuple[float, int]:
        """One update of the weights.

        Args:
            images: `(B, 28, 28)` uint8 on the network's device.
            labels: `(B,)` int64.

        Returns:
            The batch's mean loss and its number of right answers, both before the update.

        Raises:
            DivergedError: the loss is not finite; the weights are as before.
        """
        if not self.model.training:
            self.model.train()
        self.steps_done += 1
        inputs = to_input(images)
        if self.augmentation:
            inputs = augment(inputs, self.generator)
        measured = self.steps_done == 1 or self.steps_done % self.measure_every == 0
        gradients = self._by_autograd if measured or self._by_hand is None else self._by_hand
        with self._recording(measured) as activation_inputs, self._random_numbers():
            loss, logits = gradients(inputs, labels)
        value = loss.item()
        if not math.isfinite(value):  # a step with a NaN gradient would destroy the weights
            raise DivergedError(value)
        self.layer_statistics = measure_layers(self.model, activation_inputs) if measured else ()
        self._update()
        if self.schedule:
            self.schedule.step()
        return value, int((logits.argmax(1) == labels).sum())

    def state_dict(self) -> dict[str, Any]:
        """What `load_state_dict` needs; tensors are the live ones."""
        return {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict() if self.schedule else {},
            "generator": self.generator.get_state(),
            "steps_done": self.steps_done,
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Restore a trainer of the same settings."""
        self.model.load_state_dict(state["model"])
        load_state(self.optimizer, state["optimizer"])
        if self.schedule:
            self.schedule.load_state_dict(state["schedule"])
        self.generator.set_state(state["generator"].cpu())
        self.steps_done, self.layer_statistics = state["steps_done"], ()

    def _choose_gradients(self) -> None:
        """By the network as it is: autograd takes any, the way by hand a fully connected one."""
        self.dropout = has_dropout(self.model)
        self._by_autograd = gradients_by_autograd(self.model)
        on_cpu = (
            next(self.model.parameters()).device.type == "cpu"
        )  # elsewhere nothing shows the bits are the same
        self._by_hand = gradients_by_hand(self.model) if on_cpu else None

    def _schedule_at(self, config: TrainingConfig, whole: int, place: int) -> LRScheduler | None:
        """The schedule of a run of `whole` steps after `place` of them, with its learning rate set."""
        for group in self.optimizer.param_groups:
            group["initial_lr"] = group["lr"] = config.learning_rate
        schedule = SCHEDULES[config.schedule].build(self.optimizer, config.learning_rate, whole)
        if schedule is not None:
            with (
                warnings.catch_warnings()
            ):  # PyTorch expects a step of the optimizer between two of the schedule
                warnings.simplefilter("ignore")
                for _ in range(
                    place
                ):  # PyTorch's schedules go on from the rate before, not from a number of steps
                    schedule.step()
        return schedule

    def _recording(self, measured: bool) -> AbstractContextManager[list[Tensor | None]]:
        return record_activation_inputs(self.model) if measured else nullcontext([])

    def _random_numbers(self) -> AbstractContextManager[None]:
        """Those of dropout are of the run's generator, so that a resumed run leaves out the same units."""
        return _seeded(self.generator) if self.dropout else nullcontext()


@contextmanager
def _seeded(generator: torch.Generator) -> Iterator[None]:
    """PyTorch's own random numbers begin where `generator` says, and go on as before after the block."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(int(torch.randint(2**62, (), generator=generator)))
        yield
