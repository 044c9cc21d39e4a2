"""What determines a training run: one attribute a setting, and all that pages, programs and texts know of it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from playground.concepts.optimizers import OptimizerConfig
from playground.digits.models import ModelConfig
from playground.digits.training.config_field import METADATA, ConfigField
from playground.digits.training.data_settings import DataSettings
from playground.digits.training.network_settings import NetworkSettings
from playground.digits.training.optimization_settings import OptimizationSettings
from playground.digits.training.stop_settings import StopSettings


@dataclass(frozen=True)
class TrainingConfig(StopSettings, DataSettings, OptimizationSettings, NetworkSettings):
    """Everything that determines a run; the defaults are the article's, but for a validation part.

    Adding a setting is adding an attribute to one of the four: `FIELDS` collects them, and forms, sweeps, comparisons,
    programs and texts read that. The order of the form is that of the attributes, those of the last base first.

    Raises:
        ConfigurationError: a number outside its range or an unknown name.
    """

    def __post_init__(self) -> None:
        object.__setattr__(self, "hidden", tuple(self.hidden))  # a list from JSON becomes hashable
        # These check their own parts; equal activations of all layers are kept as one.
        object.__setattr__(self, "activation", self.model_config.activation)
        _ = self.optimizer_config
        for entry in FIELDS.values():
            entry.validate(getattr(self, entry.name))

    @property
    def model_config(self) -> ModelConfig:
        """The part that determines the network."""
        return ModelConfig(self.model, self.hidden, self.activation, self.layers, dropout=self.dropout)

    @property
    def optimizer_config(self) -> OptimizerConfig:
        """The part that determines the optimizer."""
        return OptimizerConfig(self.optimizer, self.learning_rate, weight_decay=self.weight_decay)

    def to_dict(self) -> dict[str, Any]:
        """The settings as JSON can hold them; `from_stored` reads them back."""
        values = {name: getattr(self, name) for name in FIELDS}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def from_stored(values: Mapping[str, Any]) -> TrainingConfig:
    """The config of a run that may be older than some settings: those that it lacks are what it trained with.

    Args:
        values: from `TrainingConfig.to_dict`, of this version or an earlier one.

    Raises:
        ConfigurationError: a value is out of range.
        TypeError: there is no such setting.
    """
    older = {name: entry.before for name, entry in FIELDS.items() if entry.before is not None}
    return TrainingConfig(**{**older, **values})


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
