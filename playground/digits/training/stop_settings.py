"""The settings that end a run before its last epoch."""

from dataclasses import dataclass

from playground.digits.training import program_parts
from playground.digits.training.checks import seconds, share, whole_between
from playground.digits.training.config_field import ConfigField, setting
from playground.digits.training.form_field import FormField
from playground.settings import MAX_EPOCHS

_WITHOUT_VALIDATION = "By the validation images. Without a validation part by the test images, which then take part in training."


@dataclass(frozen=True, kw_only=True)
class StopSettings:
    """When to stop; without a validation part by the test accuracy.

    Attributes:
        target_accuracy: end after the first epoch whose validation accuracy reaches this share, 0 to 1; None: never.
        patience: end after this many epochs in a row without a better validation accuracy, at least 1; None: never.
        max_seconds: end after this many seconds of training, above 0; None: never.
    """

    target_accuracy: float | None = setting(
        None,
        ConfigField(
            label="Target accuracy",
            kind="number",
            examples="0.9, 0.95",
            optional=True,
            check=share("target accuracy"),
            program=program_parts.target_part,
            form=FormField(
                group="stop",
                label="At a validation accuracy of (%)",
                help=_WITHOUT_VALIDATION,
                lowest=1.0,
                highest=100.0,
                step=0.5,
                percent=True,
            ),
        ),
    )
    patience: int | None = setting(
        None,
        ConfigField(
            label="Patience",
            kind="whole",
            examples="1, 3",
            optional=True,
            check=whole_between("patience", 1, MAX_EPOCHS),
            program=program_parts.patience_part,
            form=FormField(
                group="stop",
                label="After epochs without progress",
                lowest=1,
                highest=MAX_EPOCHS,
                help=_WITHOUT_VALIDATION,
            ),
        ),
    )
    max_seconds: float | None = setting(
        None,
        ConfigField(
            label="Time budget",
            kind="number",
            examples="1, 5",
            optional=True,
            phrase="budget {} s",
            check=seconds("time budget"),
            program=program_parts.time_budget_part,
            form=FormField(
                group="stop", label="After seconds of training", lowest=0.5, highest=86400.0, step=5.0
            ),
        ),
    )
