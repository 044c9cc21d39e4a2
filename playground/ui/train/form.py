"""The settings of the next run on the Train page."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import streamlit as st

from playground.digits.training import TrainingConfig
from playground.digits.training.config import settings_of
from playground.digits.training.config_field import ConfigField
from playground.digits.training.form_field import Group
from playground.errors import ConfigurationError
from playground.ui.train.setting_widgets import choose, parse, widget_key, widget_value

_EXPANDERS: dict[Group, tuple[str, str]] = {
    "more": ("More settings", ":material/tune:"),
    "stop": ("Stop by itself", ":material/timer:"),
}
"""Title and icon of the groups of settings that stand in an expander, in the order of the form."""


def default_settings() -> dict[str, Any]:
    """The value of each widget of the form in a new session, by its key."""
    return {widget_key(entry): widget_value(entry, entry.default) for entry in settings_of(TrainingConfig)}


def choose_config() -> TrainingConfig:
    """The settings of the next run.

    Raises:
        ConfigurationError: they make no run; all widgets are drawn by then.
    """
    entries = settings_of(TrainingConfig)
    values = {entry.name: entry.default for entry in entries}
    _choose_group([entry for entry in entries if entry.form.group == "main"], values)
    for group, (title, icon) in _EXPANDERS.items():
        in_group = [entry for entry in entries if entry.form.group == group]
        with st.expander(title, icon=icon):
            _choose_group(in_group, values)
        for entry in in_group:
            if entry.form.reminder and values[entry.name]:
                st.caption(entry.form.reminder)
    return TrainingConfig(**{entry.name: parse(entry, values[entry.name]) for entry in entries})


def _choose_group(entries: Sequence[ConfigField], values: dict[str, Any]) -> None:
    """Widgets for those settings that make a difference with the values chosen before them."""
    for entry in entries:
        if not entry.inapplicable(values):
            values[entry.name] = choose(entry, values)
            with suppress(ConfigurationError):  # said when all widgets are drawn
                values[entry.name] = parse(entry, values[entry.name])
