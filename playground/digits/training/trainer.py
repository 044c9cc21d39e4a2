"""A network with what changes its weights, one step at a time."""

import math
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from playground.concepts.optimizers import build_optimizer
from playground.digits.models import build_model, to_input
from playground.digits.training.augmentation import augment
from playground.digits.training.config import TrainingConfig
from playground.digits.training.layer_statistics import (
    LayerStatistics,
    measure_layers,
    record_activation_inputs,
)
from playground.digits.training.schedules import build_schedule

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
        self.optimizer = build_optimizer(
            config.optimizer_config, self.model.parameters(), fused=device in ("cpu", "cuda")
        )
        self.schedule = build_schedule(config.schedule, self.optimizer, config.learning_rate, total_steps)
        self.generator = torch.Generator().manual_seed(config.seed)
        self.augmentation = config.augmentation
        self.measure_every = math.ceil(total_steps / LAYER_MEASUREMENTS)
        self.steps_done = 0
        self.layer_statistics: tuple[LayerStatistics, ...] = ()

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
        self.model.train()
        self.steps_done += 1
        inputs = to_input(images)
        if self.augmentation:
            inputs = augment(inputs, self.generator)
        self.optimizer.zero_grad(set_to_none=True)
        measured = self.steps_done == 1 or self.steps_done % self.measure_every == 0
        with self._recording(measured) as activation_inputs:
            logits = self.model(inputs)  # (B, 10)
        loss = F.cross_entropy(logits, labels)
        loss.backward()
        value = loss.item()
        if not math.isfinite(value):  # a step with a NaN gradient would destroy the weights
            raise DivergedError(value)
        self.layer_statistics = measure_layers(self.model, activation_inputs) if measured else ()
        self.optimizer.step()
        if self.schedule:
            self.schedule.step()
        return value, int((logits.detach().argmax(1) == labels).sum())

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
        """Restore a trainer of the same config."""
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        if self.schedule:
            self.schedule.load_state_dict(state["schedule"])
        self.generator.set_state(state["generator"].cpu())
        self.steps_done, self.layer_statistics = state["steps_done"], ()

    def _recording(self, measured: bool) -> AbstractContextManager[list[Tensor]]:
        return record_activation_inputs(self.model) if measured else nullcontext([])
