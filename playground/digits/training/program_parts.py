"""What single settings add to the program of a run: see `ConfigField.program`."""

import inspect
from typing import TYPE_CHECKING

from playground.concepts.optimizers.schedules import SCHEDULES
from playground.digits.models import build_model
from playground.digits.models.dropout import has_dropout
from playground.digits.own_digits.training_data import COPIES
from playground.digits.training.augmentation import augment
from playground.snippets.training import OWN_DIGITS_PROGRAM, VALIDATION_PROGRAM, ProgramPart

if TYPE_CHECKING:
    from playground.digits.training.config import TrainingConfig


DROPOUT_SEED = "torch.manual_seed(int(torch.randint(2**62, (), generator=generator)))"
"""Before each forward pass, so that a resumed run leaves out the same units."""


def validation_part(config: "TrainingConfig", total_steps: int | None) -> ProgramPart:
    """The lines of `validation.hold_out`; before own digits are added."""
    del total_steps
    if not config.validation_share:
        return ProgramPart()
    return ProgramPart(data=VALIDATION_PROGRAM.format(share=config.validation_share, seed=config.seed))


def schedule_part(config: "TrainingConfig", total_steps: int | None) -> ProgramPart:
    """The learning-rate scheduler, stepped after each step of the optimizer; nothing for a constant rate."""
    call = SCHEDULES[config.schedule].source_call(config.learning_rate, total_steps)
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


def dropout_part(config: "TrainingConfig", total_steps: int | None) -> ProgramPart:
    """A seed for each step, where the network has dropout."""
    del total_steps
    if not has_dropout(build_model(config.model_config, seed=0)):
        return ProgramPart()
    return ProgramPart(before_forward=DROPOUT_SEED)


def own_digits_part(config: "TrainingConfig", total_steps: int | None) -> ProgramPart:
    """The drawings in `own_digits.npz`, added to the training images."""
    del total_steps
    if not config.own_digits:
        return ProgramPart()
    return ProgramPart(imports=("import numpy",), data=OWN_DIGITS_PROGRAM.format(copies=COPIES))


def target_part(config: "TrainingConfig", total_steps: int | None) -> ProgramPart:
    """An end as soon as the accuracy is reached."""
    del total_steps
    if config.target_accuracy is None:
        return ProgramPart()
    return ProgramPart(after_epoch=f"if accuracy >= {config.target_accuracy!r}:\n    break")


def patience_part(config: "TrainingConfig", total_steps: int | None) -> ProgramPart:
    """An end after epochs without a better accuracy."""
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
