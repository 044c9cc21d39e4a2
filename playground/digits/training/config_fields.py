"""The settings of a training run that a person may vary. Adding one is one entry here: pages and sweeps follow."""

import itertools
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.optimizers import OPTIMIZERS
from playground.digits.models import MODELS, parse_hidden
from playground.digits.training.config import SCHEDULES, TrainingConfig
from playground.errors import ConfigurationError

MAX_RUNS = 40
"""The most runs that one grid may make."""

NONE = "none"
"""How the absence of an optional setting is typed and shown."""


@dataclass(frozen=True)
class ConfigField:
    """One setting of `TrainingConfig`.

    Attributes:
        name: the attribute of `TrainingConfig`.
        label: the display name.
        kind: `"choice"`, `"whole"`, `"number"` or `"sizes"`.
        examples: values worth comparing, in order, as a person types them.
        choices: value to display name, for a choice.
        optional: whether the value may be None.
        log_axis: whether its values are best spread on a logarithmic axis.
        phrase: setting and value in a few words; `{}` is the value.
    """

    name: str
    label: str
    kind: str
    examples: str
    choices: Mapping[Any, str] = field(default_factory=dict)
    optional: bool = False
    log_axis: bool = False
    phrase: str = ""

    def parse(self, text: str) -> Any:
        """The value that a person typed; whether a number is in its range is for `TrainingConfig` to say.

        Raises:
            ConfigurationError: it is no value of this kind.
        """
        text = text.strip()
        if self.optional and text.lower() in (NONE, ""):
            return None
        return _PARSERS[self.kind](self, text)

    def format(self, value: Any) -> str:
        """The value as `parse` reads it back."""
        if value is None:
            return NONE
        if self.kind == "choice":
            return self.choices.get(value, str(value))
        if self.kind == "sizes":
            return "-".join(map(str, value))
        if isinstance(value, float):
            short = f"{value:g}"
            return short if float(short) == value else repr(value)
        return str(value)

    def parse_values(self, text: str) -> tuple[Any, ...]:
        """Several values, separated by commas, semicolons or spaces, each once, in the order typed.

        Raises:
            ConfigurationError: there is none, or one of them is no value of this kind.
        """
        parts = [
            part for part in re.split(r"[,;]" if self.kind == "choice" else r"[,;\s]+", text) if part.strip()
        ]
        if not parts:
            raise ConfigurationError(
                f"Expected values of the {self.label.lower()} such as {self.examples}, but got none. Type some."
            )
        return tuple(dict.fromkeys(self.parse(part) for part in parts))

    def describe(self, value: Any) -> str:
        """Setting and value in a few words, such as 'learning rate 0.001' or 'Adam'."""
        return (self.phrase or f"{self.label.lower()} {{}}").format(self.format(value))


def _parse_choice(entry: ConfigField, text: str) -> Any:
    for value, label in entry.choices.items():
        if text.lower() in (str(value).lower(), label.lower()):
            return value
    raise ConfigurationError(
        f"Expected the {entry.label.lower()} to be one of {', '.join(entry.choices.values())}, but got {text[:60]!r}."
    )


def _parse_whole(entry: ConfigField, text: str) -> int:
    digits = text.removeprefix("-")
    if not digits.isdecimal() or len(digits) > 19:
        raise ConfigurationError(
            f"Expected the {entry.label.lower()} as a whole number such as {entry.examples}, but got {text[:60]!r}."
        )
    return int(text)


def _parse_number(entry: ConfigField, text: str) -> float:
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise ConfigurationError(
            f"Expected the {entry.label.lower()} as a number such as {entry.examples}, but got {text[:60]!r}."
        ) from None


def _parse_sizes(entry: ConfigField, text: str) -> tuple[int, ...]:
    del entry
    return parse_hidden(text.replace("-", " "))


_PARSERS: dict[str, Callable[[ConfigField, str], Any]] = {
    "choice": _parse_choice, "whole": _parse_whole, "number": _parse_number, "sizes": _parse_sizes,
}  # fmt: skip

FIELDS: dict[str, ConfigField] = {
    entry.name: entry
    for entry in (
        ConfigField("learning_rate", "Learning rate", "number", "0.0001, 0.001, 0.01", log_axis=True),
        ConfigField("batch_size", "Batch size", "whole", "32, 128", log_axis=True, phrase="batch {}"),
        ConfigField(
            "optimizer", "Optimizer", "choice", "SGD, Adam",
            {name: entry.label for name, entry in OPTIMIZERS.items()}, phrase="{}",
        ),
        ConfigField(
            "activation", "Activation", "choice", "Sigmoid, ReLU",
            {name: entry.label for name, entry in NETWORK_ACTIVATIONS.items()}, phrase="{}",
        ),
        ConfigField("hidden", "Hidden layers", "sizes", "8, 128, 128-64", phrase="hidden {}"),
        ConfigField("model", "Network", "choice", "Article's MLP, Small CNN", MODELS, phrase="{}"),
        ConfigField("epochs", "Epochs", "whole", "1, 3, 10"),
        ConfigField("seed", "Seed", "whole", "0, 1, 2"),
        ConfigField("schedule", "Schedule", "choice", "Constant, One cycle", SCHEDULES, phrase="{} schedule"),
        ConfigField("augmentation", "Augmentation", "choice", "off, on", {False: "off", True: "on"}),
        ConfigField("own_digits", "My own digits", "choice", "off, on", {False: "off", True: "on"}),
        ConfigField("target_accuracy", "Target accuracy", "number", "0.9, 0.95", optional=True),
        ConfigField("patience", "Patience", "whole", "1, 3", optional=True),
        ConfigField("max_seconds", "Time budget", "number", "1, 5", optional=True, phrase="budget {} s"),
    )
}  # fmt: skip
"""Every setting by its name in `TrainingConfig`, those that teach most first."""


def differing(configs: Sequence[TrainingConfig]) -> list[str]:
    """Names of the settings in which the configs are not all alike, in the catalogue's order."""
    return [name for name in FIELDS if len({getattr(config, name) for config in configs}) > 1]


def describe_settings(config: TrainingConfig, names: Sequence[str]) -> str:
    """These settings of a config in words, such as 'learning rate 0.001, batch size 32'."""
    return ", ".join(FIELDS[name].describe(getattr(config, name)) for name in names)


def changed(config: TrainingConfig, name: str, value: Any) -> TrainingConfig:
    """The config with one setting altered.

    Raises:
        ConfigurationError: there is no such setting, its value is out of range, or it makes no difference.
    """
    if name not in FIELDS:
        raise ConfigurationError(f"Expected a setting out of {', '.join(FIELDS)}, but got {name[:60]!r}.")
    entry = FIELDS[name]
    new = replace(config, **{name: value})
    if new == config:
        raise ConfigurationError(
            f"Expected another {entry.label.lower()} than {entry.format(value)}, which the run has already."
        )
    if name == "hidden" and config.model == "cnn":
        raise ConfigurationError(
            "Expected a setting that makes a difference, but the CNN has no hidden layers. Choose another setting."
        )
    return new


def grid(base: TrainingConfig, axes: Mapping[str, Sequence[Any]]) -> list[TrainingConfig]:
    """One config for each combination of the axes' values, the last axis fastest.

    Args:
        base: the settings that do not vary.
        axes: name of a setting to its values.

    Raises:
        ConfigurationError: an unknown setting, a value out of range, more than `MAX_RUNS` runs, or no difference.
    """
    runs = math.prod(len(values) for values in axes.values())
    if runs > MAX_RUNS:
        sizes = " x ".join(str(len(values)) for values in axes.values())
        raise ConfigurationError(
            f"Expected at most {MAX_RUNS} runs, but these values make {sizes} = {runs:,}. Take fewer values."
        )
    unknown = [name for name in axes if name not in FIELDS]
    if unknown:
        raise ConfigurationError(
            f"Expected settings out of {', '.join(FIELDS)}, but got {unknown[0][:60]!r}."
        )
    configs = [
        replace(base, **dict(zip(axes, values, strict=True))) for values in itertools.product(*axes.values())
    ]
    if "hidden" in axes and all(config.model == "cnn" for config in configs):
        raise ConfigurationError(
            "Expected a setting that makes a difference, but the CNN has no hidden layers. Choose another setting."
        )
    return configs
