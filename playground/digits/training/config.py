"""What determines a training run: one attribute a setting, and all that pages, programs and texts know of it."""

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, fields, replace
from typing import Any

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig
from playground.digits.models import NETWORKS, ModelConfig
from playground.digits.training import program_parts
from playground.digits.training.checks import one_of, seconds, share, whole_between
from playground.digits.training.config_field import METADATA, ConfigField, setting
from playground.digits.training.form_field import FormField
from playground.digits.training.own_digit_availability import own_digit_availability
from playground.digits.training.schedules import SCHEDULES
from playground.settings import MAX_BATCH_SIZE, MAX_EPOCHS


def _of_network(name: str, called: str) -> Callable[[Mapping[str, Any]], str]:
    """Why the setting `name` of a network makes no difference, from the values of all settings."""

    def reason(values: Mapping[str, Any]) -> str:
        entry = NETWORKS[values["model"]]
        if not entry.ignores(name):
            return ""
        return f"the {entry.short_name(ModelConfig(entry.key))} has no {called}"

    return reason


@dataclass(frozen=True)
class TrainingConfig:
    """Everything that determines a run; the defaults are the article's.

    Adding a setting is adding an attribute: `FIELDS` collects them, and forms, sweeps, comparisons, programs and texts
    read that. The order of the attributes is the order of the form.

    Attributes:
        model: a key of `models.NETWORKS`.
        hidden: sizes of the hidden layers; networks without this setting ignore it.
        epochs: passes over the training set, 1 to `MAX_EPOCHS`.
        learning_rate: above 0, at most `optimizers.MAX_LEARNING_RATE`.
        activation: a key of `ACTIVATIONS`.
        optimizer: a key of `OPTIMIZERS`; its other numbers are the catalogue's defaults.
        batch_size: images a step, 1 to `MAX_BATCH_SIZE`.
        seed: 0 to 2**63 - 1; determines weights, shuffling and augmentation.
        schedule: a key of `SCHEDULES`.
        augmentation: show a slightly moved, turned and scaled copy of each image, new in every epoch.
        own_digits: learn from the drawings in `own_digits.UserTestSetFolder` too; whoever starts the run adds them to its data.
        target_accuracy: end after the first epoch whose test accuracy reaches this share, 0 to 1; None: never.
        patience: end after this many epochs in a row without a better test accuracy, at least 1; None: never.
        max_seconds: end after this many seconds of training, above 0; None: never.

    Raises:
        ConfigurationError: a number outside its range or an unknown name.
    """

    model: str = setting(
        "mlp",
        ConfigField(
            label="Network",
            kind="choice",
            options=lambda: {name: entry.label for name, entry in NETWORKS.items()},
            examples="Article's MLP, Small CNN",
            phrase="{}",
            sets_weights=True,
            rank=6,
            form=FormField(key="network", group="main", side_by_side=True),
        ),
    )
    hidden: tuple[int, ...] = setting(
        (128,),
        ConfigField(
            label="Hidden layers",
            kind="sizes",
            examples="8, 128, 128-64",
            phrase="hidden {}",
            inapplicable=_of_network("hidden", "hidden layers"),
            sets_weights=True,
            rank=5,
            form=FormField(group="main", help="Neurons of each layer: 128, or 128, 64."),
        ),
    )
    _: KW_ONLY
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
            form=FormField(key="train_learning_rate", group="main", step=0.001, number_format="%g"),
        ),
    )
    activation: str = setting(
        "relu",
        ConfigField(
            label="Activation",
            kind="choice",
            options=lambda: {name: entry.label for name, entry in NETWORK_ACTIVATIONS.items()},
            examples="Sigmoid, ReLU",
            phrase="{}",
            inapplicable=_of_network("activation", "activation"),
            rank=4,
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
            options=lambda: SCHEDULES,
            examples="Constant, One cycle",
            phrase="{} schedule",
            check=one_of("schedule", SCHEDULES),
            program=program_parts.schedule_part,
            form=FormField(label="Learning rate over time"),
        ),
    )
    augmentation: bool = setting(
        False,
        ConfigField(
            label="Augmentation",
            kind="switch",
            examples="off, on",
            program=program_parts.augmentation_part,
            form=FormField(help="Each image is moved, turned and scaled a little, anew in every epoch."),
        ),
    )
    own_digits: bool = setting(
        False,
        ConfigField(
            label="My own digits",
            kind="switch",
            examples="off, on",
            tag="own digits",
            program=program_parts.own_digits_part,
            form=FormField(
                help="It learns from the drawings that you saved on the Draw page, too. The test images stay as they "
                "are.",
                availability=own_digit_availability,
                reminder=":material/inventory_2: It learns from your own digits too.",
            ),
        ),
    )
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
                label="At a test accuracy of (%)",
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
            form=FormField(group="stop", label="After epochs without progress", lowest=1, highest=MAX_EPOCHS),
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

    def __post_init__(self) -> None:
        object.__setattr__(self, "hidden", tuple(self.hidden))  # a list from JSON becomes hashable
        _ = self.model_config, self.optimizer_config  # these check their own parts
        for entry in FIELDS.values():
            entry.validate(getattr(self, entry.name))

    @property
    def model_config(self) -> ModelConfig:
        """The part that determines the network."""
        return ModelConfig(self.model, self.hidden, self.activation)

    @property
    def optimizer_config(self) -> OptimizerConfig:
        """The part that determines the optimizer."""
        return OptimizerConfig(self.optimizer, self.learning_rate)

    def to_dict(self) -> dict[str, Any]:
        """The settings as JSON can hold them; `TrainingConfig(**d)` reads them back."""
        values = {name: getattr(self, name) for name in FIELDS}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def settings_of(config: type[TrainingConfig]) -> list[ConfigField]:
    """The settings of a config class in the order of its attributes."""
    return [
        replace(attribute.metadata[METADATA], name=attribute.name, default=attribute.default)
        for attribute in fields(config)
    ]


FIELDS: dict[str, ConfigField] = {
    entry.name: entry for entry in sorted(settings_of(TrainingConfig), key=lambda entry: entry.rank)
}
"""Every setting by its name in `TrainingConfig`, those that teach most first."""
