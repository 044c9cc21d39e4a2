"""Copies the settings of a run into the form: those that it began with, or those that it has after its changes."""

import streamlit as st

from playground.digits.training import TrainingConfig
from playground.digits.training.config import settings_of
from playground.runs.run import Run
from playground.ui.shared.experiments import set_controls
from playground.ui.train.form import default_settings
from playground.ui.train.setting_widgets import widget_key, widget_value


def copy_buttons(run: Run) -> None:
    """One button; two for a run that was changed, of which each says what it copies."""
    if run.latest_config == run.config:
        _button(
            f"Copy run {run.number}'s settings", "copy_settings", run.config, "Into the form, for a new run."
        )
        return
    _button(
        f"Copy what run {run.number} has now",
        "copy_latest",
        run.latest_config,
        "Into the form: its settings with all changes. A new run has them from its first step on.",
    )
    _button(
        f"Copy what run {run.number} began with",
        "copy_settings",
        run.config,
        "Into the form: its settings before the changes. The changes themselves are not copied.",
    )


def _button(label: str, key: str, config: TrainingConfig, help: str) -> None:
    settings = {
        widget_key(entry): widget_value(entry, getattr(config, entry.name))
        for entry in settings_of(TrainingConfig)
    }
    usual = default_settings()
    chosen = {name: value for name, value in settings.items() if value != usual[name]}
    st.button(
        label,
        icon=":material/content_copy:",
        key=key,
        type="tertiary",
        help=help,
        on_click=set_controls,
        args=(settings, chosen),
    )
