"""Settings that are changed while a run trains: those marked `live` in the catalogue, from one step to the next.

A change after `step` steps is in force from the next step on, so that the same changes give the same numbers:

- the batch size holds from the next batch of the same epoch, whose order stays: each image is still seen once an epoch;
- a schedule is that of a run which had the new settings from its beginning, at the place where this run is: with as many
  steps left as this one has.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from playground.digits.training.config import FIELDS, TrainingConfig
from playground.digits.training.variations import changed
from playground.errors import ConfigurationError
from playground.formatting import listed


@dataclass(frozen=True)
class Change:
    """New values of settings, by their names in `TrainingConfig`, after `step` steps are done."""

    step: int
    settings: Mapping[str, Any]


def live_settings() -> list[str]:
    """Names of the settings that can be changed while a run trains, in the catalogue's order."""
    return [name for name, entry in FIELDS.items() if entry.live]


def with_changes(config: TrainingConfig, changes: Iterable[Mapping[str, Any]]) -> TrainingConfig:
    """The config after the changes' settings, in their order."""
    for settings in changes:
        config = replace(config, **settings)
    return config


def check_change(config: TrainingConfig, settings: Mapping[str, Any]) -> TrainingConfig:
    """The config with these settings.

    Args:
        config: what a run has now.
        settings: new values by name, at least one.

    Raises:
        ConfigurationError: a setting that cannot change while a run trains, a value out of range, or one that makes no
            difference.
    """
    live = live_settings()
    fixed = [name for name in settings if name not in live]
    if fixed or not settings:
        names = listed([FIELDS[name].label.lower() for name in live])
        got = listed([FIELDS[name].label.lower() if name in FIELDS else repr(name) for name in fixed])
        raise ConfigurationError(
            f"Expected settings that can change while a run trains, {names}, but got {got or 'none'}. "
            "Start a new run for others."
        )
    for name, value in settings.items():
        config = changed(config, name, value)
    return config


def differences(config: TrainingConfig, wanted: TrainingConfig) -> tuple[dict[str, Any], list[str]]:
    """How a run with `config` would become one with `wanted`.

    Returns:
        The new values of settings that can change while it trains, and the names of others that differ; those that make
        no difference to `wanted` are left out.
    """
    values = {name: getattr(wanted, name) for name in FIELDS}
    names = [
        name
        for name, entry in FIELDS.items()
        if values[name] != getattr(config, name) and not entry.inapplicable(values)
    ]
    return (
        {name: values[name] for name in names if FIELDS[name].live},
        [name for name in names if not FIELDS[name].live],
    )


def describe_change(config: TrainingConfig, settings: Mapping[str, Any]) -> str:
    """Each setting before and after, such as 'learning rate 0.001 → 0.01, batch size 64 → 128'."""
    return ", ".join(
        f"{FIELDS[name].label.lower()} {FIELDS[name].show(getattr(config, name))} → {FIELDS[name].show(value)}"
        for name, value in settings.items()
        if name in FIELDS
    )


def describe_changes(config: TrainingConfig, changes: Sequence[Mapping[str, Any]]) -> list[str]:
    """`describe_change` of each, `config` being what the run began with."""
    texts = []
    for settings in changes:
        texts.append(describe_change(config, settings))
        config = replace(config, **settings)
    return texts
