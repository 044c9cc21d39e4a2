"""What single settings add to the program of a run: see `ConfigField.program`."""

import inspect
from typing import TYPE_CHECKING

from playground.digits.own_digits.training_data import COPIES
from playground.digits.training.augmentation import augment
from playground.digits.training.schedules import schedule_call
from playground.snippets.training import OWN_DIGITS_PROGRAM, ProgramPart

if TYPE_CHECKING:
    from playground.digits.training.config import TrainingConfig


def schedule_part(config: "TrainingConfig", total_steps: int | None) -> ProgramPart:
    """The learning-rate scheduler, stepped after each step of the optimizer; nothing for a constant rate."""
    call = schedule_call(config.schedule, config.learning_rate, total_steps)
    if not call:
        return ProgramPart()
    count = f"total_steps = -(-len(train_images) // {config.batch_size}) * {config.epochs}  # rounded up\n"
    return ProgramPart(
        after_optimizer=f"{count if total_steps is None else ''}schedule = {call}",
        after_step="schedule.step()",
    )


def augmentation_part(config: "TrainingConfig", total_steps: int | None) -> ProgramPart:
    """The source of `augment`, and its call on each batch."""
    del total_steps
    if not config.augmentation:
        return ProgramPart()
    return ProgramPart(
        imports=("import math", "from torch import Tensor", "from torch.nn import functional as F"),
        functions=inspect.getsource(augment),
        inputs="images = augment(images, generator)",
    )


def own_digits_part(config: "TrainingConfig", total_steps: int | None) -> ProgramPart:
    """The drawings in `own_digits.npz`, added to the training images."""
    del total_steps
    if not config.own_digits:
        return ProgramPart()
    return ProgramPart(imports=("import numpy",), data=OWN_DIGITS_PROGRAM.format(copies=COPIES))


def target_part(config: "TrainingConfig", total_steps: int | None) -> ProgramPart:
    """An end as soon as the test accuracy is reached."""
    del total_steps
    if config.target_accuracy is None:
        return ProgramPart()
    return ProgramPart(after_epoch=f"if accuracy >= {config.target_accuracy!r}:\n    break")


def patience_part(config: "TrainingConfig", total_steps: int | None) -> ProgramPart:
    """An end after epochs without a better test accuracy."""
    del total_steps
    if config.patience is None:
        return ProgramPart()
    return ProgramPart(
        before_training="best, epochs_since_best = -1.0, 0",
        after_epoch="epochs_since_best = 0 if accuracy > best else epochs_since_best + 1\n"
        "best = max(best, accuracy)\n"
        f"if epochs_since_best >= {config.patience}:\n    break",
    )


def time_budget_part(config: "TrainingConfig", total_steps: int | None) -> ProgramPart:
    """An end after seconds of training, checked after each step."""
    del total_steps
    if config.max_seconds is None:
        return ProgramPart()
    used_up = f"if seconds >= {config.max_seconds!r}:\n    break"
    return ProgramPart(
        imports=("import time",),
        before_training="seconds = 0.0",
        before_step="started = time.perf_counter()",
        after_step=f"seconds += time.perf_counter() - started\n{used_up}",
        after_epoch=used_up,
    )
