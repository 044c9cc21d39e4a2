"""Training as a generator of events: whoever iterates decides where it runs and what to draw."""

import math
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig, build_optimizer
from playground.digits.augmentation import augment
from playground.digits.datasets import DigitDataset
from playground.digits.evaluation import Evaluation, evaluate
from playground.digits.models import DigitNetwork, ModelConfig, build_model, to_input
from playground.errors import ConfigurationError
from playground.settings import MAX_BATCH_SIZE, MAX_EPOCHS

SCHEDULES: dict[str, str] = {"constant": "Constant", "one_cycle": "One cycle"}
"""How the learning rate moves over the run: catalogue key to display name."""


@dataclass(frozen=True)
class TrainingConfig:
    """Everything that determines a run; the defaults are the article's.

    Attributes:
        model: a key of `models.MODELS`.
        hidden: sizes of the MLP's hidden layers; the CNN ignores them.
        activation: a key of `ACTIVATIONS`.
        optimizer: a key of `OPTIMIZERS`; its other numbers are the catalogue's defaults.
        learning_rate: above 0, at most `optimizers.MAX_LEARNING_RATE`.
        batch_size: images a step, 1 to `MAX_BATCH_SIZE`.
        epochs: passes over the training set, 1 to `MAX_EPOCHS`.
        seed: 0 to 2**63 - 1; determines weights, shuffling and augmentation.
        schedule: a key of `SCHEDULES`.
        augmentation: show a slightly moved, turned and scaled copy of each image, new in every epoch.

    Raises:
        ConfigurationError: a number outside its range or an unknown name.
    """

    model: str = "mlp"
    hidden: tuple[int, ...] = (128,)
    activation: str = "relu"
    optimizer: str = "adam"
    learning_rate: float = 0.001
    batch_size: int = 64
    epochs: int = 10
    seed: int = 0
    schedule: str = "constant"
    augmentation: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "hidden", tuple(self.hidden))
        _ = self.model_config, self.optimizer_config  # these check their own parts
        _check_whole("batch size", self.batch_size, 1, MAX_BATCH_SIZE)
        _check_whole("number of epochs", self.epochs, 1, MAX_EPOCHS)
        _check_whole("seed", self.seed, 0, 2**63 - 1)
        if self.schedule not in SCHEDULES:
            raise ConfigurationError(
                f"Expected a schedule out of {', '.join(SCHEDULES)}, but got {self.schedule!r}. Choose one of these."
            )

    @property
    def model_config(self) -> ModelConfig:
        """The part that determines the network."""
        return ModelConfig(self.model, self.hidden, self.activation)

    @property
    def optimizer_config(self) -> OptimizerConfig:
        """The part that determines the optimizer."""
        return OptimizerConfig(self.optimizer, self.learning_rate)

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON can hold them; `TrainingConfig(**d)` reads them back."""
        return {**asdict(self), "hidden": list(self.hidden)}


@dataclass(frozen=True)
class TrainingStarted:
    """First event: what is about to run, and on which device."""

    device: str
    parameters: int
    steps_per_epoch: int
    total_steps: int


@dataclass(frozen=True)
class StepFinished:
    """One update of the weights. `step` counts from 1, `loss` is the batch's mean cross-entropy before it."""

    step: int
    epoch: int
    loss: float


@dataclass(frozen=True)
class EpochFinished:
    """One pass over the training set.

    `train_loss` and `train_accuracy` are means over the epoch's batches, each measured before its update;
    the test figures are measured after the epoch. `model` is the live network: save it, do not change it.
    """

    epoch: int
    step: int
    train_loss: float
    train_accuracy: float
    test_loss: float
    test_accuracy: float
    model: DigitNetwork


@dataclass(frozen=True)
class TrainingFinished:
    """Last event of a run that ended well, all epochs done or stopped by the user."""

    model: DigitNetwork
    test_accuracy: float
    evaluation: Evaluation
    step: int
    stopped: bool


@dataclass(frozen=True)
class TrainingDiverged:
    """Last event of a run whose loss left the finite numbers; `message` says where and what to change."""

    model: DigitNetwork
    test_accuracy: float
    step: int
    loss: float
    message: str


TrainingEvent = TrainingStarted | StepFinished | EpochFinished | TrainingFinished | TrainingDiverged


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
        should_stop: asked before each step; True ends the run, keeping what was learnt.

    Yields:
        `TrainingStarted`, then a `StepFinished` a step and an `EpochFinished` an epoch, then one
        `TrainingFinished` or `TrainingDiverged`.
    """
    # Adam's moments of pixels that are always 0 sink into denormal numbers, which a CPU handles slowly.
    torch.set_flush_denormal(True)
    run = _Run(config, dataset, device or available_device())
    yield TrainingStarted(run.device, run.parameters, run.steps_per_epoch, run.total_steps)
    for epoch in range(1, config.epochs + 1):
        losses, correct, seen = [], 0, 0
        for batch in run.batches():
            if should_stop():
                yield run.finished(stopped=True)
                return
            loss, hits = run.step(batch)
            if not math.isfinite(loss):
                yield run.diverged(loss)
                return
            losses.append(loss * len(batch))
            correct, seen = correct + hits, seen + len(batch)
            yield StepFinished(run.steps_done, epoch, loss)
        test = run.test()
        yield EpochFinished(
            epoch,
            run.steps_done,
            math.fsum(losses) / seen,
            correct / seen,
            test.loss,
            test.accuracy,
            run.model,
        )
    yield run.finished(stopped=False)


class _Run:
    """The moving parts of one training run."""

    def __init__(self, config: TrainingConfig, dataset: DigitDataset, device: str) -> None:
        self.config, self.device = config, device
        self.model = build_model(config.model_config, config.seed).to(device)
        self.optimizer = build_optimizer(
            config.optimizer_config, self.model.parameters(), fused=device in ("cpu", "cuda")
        )
        self.images = dataset.train_images.to(device)  # (N, 28, 28) uint8
        self.labels = dataset.train_labels.to(device)  # (N,) int64
        self.test_images, self.test_labels = dataset.test_images.to(device), dataset.test_labels.to(device)
        self.generator = torch.Generator().manual_seed(config.seed)
        self.steps_per_epoch = math.ceil(len(self.images) / config.batch_size)
        self.total_steps = self.steps_per_epoch * config.epochs
        self.parameters = sum(parameter.numel() for parameter in self.model.parameters())
        self.steps_done = 0
        self.schedule = self._build_schedule()

    def _build_schedule(self) -> torch.optim.lr_scheduler.LRScheduler | None:
        if self.config.schedule == "constant":
            return None
        return torch.optim.lr_scheduler.OneCycleLR(
            self.optimizer,
            max_lr=self.config.learning_rate,
            total_steps=self.total_steps,
            # At 0.2 of exactly 5 steps PyTorch divides by the warm-up's length of 0.
            pct_start=0.25 if self.total_steps == 5 else 0.2,
            cycle_momentum=False,
        )

    def batches(self) -> tuple[Tensor, ...]:
        """Index tensors of one epoch's batches, freshly shuffled; the last may be smaller."""
        order = torch.randperm(len(self.images), generator=self.generator)
        return order.to(self.device).split(self.config.batch_size)

    def step(self, batch: Tensor) -> tuple[float, int]:
        """One update; returns the batch's loss and its number of right answers, both before the update."""
        self.model.train()
        images, labels = to_input(self.images[batch]), self.labels[batch]
        if self.config.augmentation:
            images = augment(images, self.generator)
        self.optimizer.zero_grad(set_to_none=True)
        logits = self.model(images)  # (B, 10)
        loss = F.cross_entropy(logits, labels)
        loss.backward()
        self.steps_done += 1
        value = loss.item()
        if math.isfinite(value):  # a step with a NaN gradient would destroy the weights
            self.optimizer.step()
            if self.schedule is not None:
                self.schedule.step()
        return value, int((logits.detach().argmax(1) == labels).sum())

    def test(self) -> Evaluation:
        """Figures on the test set."""
        return evaluate(self.model, self.test_images, self.test_labels)

    def finished(self, stopped: bool) -> TrainingFinished | TrainingDiverged:
        """The last event of a run; its last step may have destroyed the weights, which no later loss shows."""
        evaluation = self.test()
        if not math.isfinite(evaluation.loss):
            return self.diverged(evaluation.loss)
        return TrainingFinished(self.model.eval(), evaluation.accuracy, evaluation, self.steps_done, stopped)

    def diverged(self, loss: float) -> TrainingDiverged:
        """The last event of a run that left the finite numbers."""
        usual = OPTIMIZERS[self.config.optimizer].learning_rate
        message = (
            f"The loss became {loss} at step {self.steps_done}: the steps are too long for the loss to fall. "
            f"The learning rate is {self.config.learning_rate:g}; try {min(usual, self.config.learning_rate / 10):g}."
        )
        return TrainingDiverged(self.model.eval(), self.test().accuracy, self.steps_done, loss, message)


def _check_whole(name: str, value: int, lowest: int, highest: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
        raise ConfigurationError(
            f"Expected a {name} from {lowest} to {highest:,}, a whole number, but got {value!r}. "
            "Choose a number in that range."
        )
