"""Runs that differ in few settings: which ones differ, one change, and grids."""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from playground.digits.training.config import FIELDS, TrainingConfig
from playground.digits.training.config_field import ConfigField
from playground.errors import ConfigurationError

MAX_RUNS = 40
"""The most runs that one grid may make."""


def differing(configs: Sequence[TrainingConfig]) -> list[str]:
    """Names of the settings in which the configs are not all alike, in the catalogue's order."""
    return [name for name in FIELDS if len({getattr(config, name) for config in configs}) > 1]


def describe_settings(config: TrainingConfig, names: Sequence[str]) -> str:
    """These settings of a config, described: such as 'learning rate 0.001, batch size 32'."""
    return ", ".join(FIELDS[name].describe(getattr(config, name)) for name in names)


def tags_of(config: TrainingConfig) -> list[str]:
    """A few words on each setting with a `tag` that is not as the article has it, in the catalogue's order."""
    values = {name: getattr(config, name) for name in FIELDS}
    return [
        entry.tag.format(entry.show(values[name]))
        for name, entry in FIELDS.items()
        if entry.tag and values[name] != entry.default
    ]


def changed(config: TrainingConfig, name: str, value: Any) -> TrainingConfig:
    """The config with one setting altered.

    Raises:
        ConfigurationError: there is no such setting, its value is out of range, or it makes no difference.
    """
    entry = _entry(name)
    new = replace(config, **{name: value})
    if new == config:
        raise ConfigurationError(
            f"Expected another {entry.label.lower()} than {entry.show(value)}, which the run has already."
        )
    _check_effect(name, [config])
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
    for name in axes:
        _entry(name)
    configs = [
        replace(base, **dict(zip(axes, values, strict=True))) for values in itertools.product(*axes.values())
    ]
    for name in axes:
        _check_effect(name, configs)
    return configs


def _entry(name: str) -> ConfigField:
    if name not in FIELDS:
        raise ConfigurationError(f"Expected settings out of {', '.join(FIELDS)}, but got {name[:60]!r}.")
    return FIELDS[name]


def _check_effect(name: str, configs: Sequence[TrainingConfig]) -> None:
    """Raise `ConfigurationError` unless the setting makes a difference to at least one of the configs."""
    reasons = [FIELDS[name].inapplicable(vars(config)) for config in configs]
    if all(reasons):
        raise ConfigurationError(
            f"Expected a setting that makes a difference, but {reasons[0]}. Choose another setting."
        )
