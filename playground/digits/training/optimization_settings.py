"""The settings of a run that determine how its weights are moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.concepts.optimizers import OPTIMIZERS
from playground.concepts.optimizers.schedules import SCHEDULES
from playground.digits.training import program_parts
from playground.digits.training.checks import one_of, whole_between
from playground.digits.training.config_field import ConfigField, setting
from playground.digits.training.form_field import FormField
from playground.settings import MAX_BATCH_SIZE, MAX_EPOCHS


def _without_weight_decay(values: Mapping[str, Any]) -> str:
    entry = OPTIMIZERS[values["optimizer"]]
    return "" if "weight_decay" in entry.defaults else f"{entry.label} has no weight decay"


@dataclass(frozen=True, kw_only=True)
class OptimizationSettings:
    """The optimizer, its steps, and the random numbers.

    Attributes:
        epochs: passes over the training set, 1 to `MAX_EPOCHS`.
        learning_rate: above 0, at most `optimizers.MAX_LEARNING_RATE`.
        optimizer: a key of `OPTIMIZERS`; its numbers beside the next one are the catalogue's defaults.
        weight_decay: the pull of the weights towards 0, at least 0, as the optimizer's class takes it; None: the
            catalogue's default.
        batch_size: images a step, 1 to `MAX_BATCH_SIZE`.
        seed: 0 to 2**63 - 1; determines weights, shuffling and augmentation.
        schedule: a key of `SCHEDULES`.
    """

    epochs: int = setting(
        10,
        ConfigField(
            label="Epochs",
            kind="whole",
            examples="1, 3, 10",
            check=whole_between("number of epochs", 1, MAX_EPOCHS),
            form=FormField(group="main"),
        ),
    )
    learning_rate: float = setting(
        0.001,
        ConfigField(
            label="Learning rate",
            kind="number",
            examples="0.0001, 0.001, 0.01",
            log_axis=True,
            rank=1,
            live=True,
            form=FormField(key="train_learning_rate", group="main", step=0.001, number_format="%g"),
        ),
    )
    optimizer: str = setting(
        "adam",
        ConfigField(
            label="Optimizer",
            kind="choice",
            options=lambda: {name: entry.label for name, entry in OPTIMIZERS.items()},
            examples="SGD, Adam",
            phrase="{}",
            rank=3,
            form=FormField(key="train_optimizer"),
        ),
    )
    weight_decay: float | None = setting(
        None,
        ConfigField(
            label="Weight decay",
            kind="number",
            examples="0, 0.0001, 0.01",
            optional=True,
            none="default",
            tag="weight decay {}",
            inapplicable=_without_weight_decay,
            rank=8,
            live=True,
            form=FormField(
                key="train_weight_decay",
                step=0.0001,
                number_format="%g",
                placeholder="as its class has it",
                help="Pulls every weight towards 0, a little at each step. Empty is the optimizer's own, which is 0 for "
                "most of them.",
            ),
        ),
    )
    batch_size: int = setting(
        64,
        ConfigField(
            label="Batch size",
            kind="whole",
            examples="32, 128",
            log_axis=True,
            phrase="batch {}",
            check=whole_between("batch size", 1, MAX_BATCH_SIZE),
            rank=2,
            live=True,
            form=FormField(step=32),
        ),
    )
    seed: int = setting(
        0,
        ConfigField(
            label="Seed",
            kind="whole",
            examples="0, 1, 2",
            check=whole_between("seed", 0, 2**63 - 1),
            sets_weights=True,
            only_luck=True,
            form=FormField(help="The same seed gives the same run, number by number."),
        ),
    )
    schedule: str = setting(
        "constant",
        ConfigField(
            label="Schedule",
            kind="choice",
            options=lambda: {name: entry.label for name, entry in SCHEDULES.items()},
            examples="Constant, One cycle",
            phrase="{} schedule",
            check=one_of("schedule", SCHEDULES),
            program=program_parts.schedule_part,
            live=True,
            form=FormField(label="Learning rate over time"),
        ),
    )
