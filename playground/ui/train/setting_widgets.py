"""A widget for each kind of setting; its value is bound to the URL."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from playground.digits.models.activation_text import SEPARATOR, activation_keys
from playground.digits.training.config_field import ConfigField, Kind
from playground.errors import ConfigurationError
from playground.markdown import literal
from playground.ui.shared.choice import choose_one
from playground.ui.shared.choice_for_places import choose_for_places
from playground.ui.shared.numbers import DECIMAL, small_number_format, whole_number


def choose(entry: ConfigField, values: Mapping[str, Any]) -> Any:
    """Draw the widget of a setting; returns its value, or the text that was typed, for `parse`.

    `values` are those of all settings so far, on which the places of one depend that may differ between them.
    """
    if entry.places is not None:
        return _choice_for_places(entry, values)
    return _WIDGETS[entry.kind](entry, label=entry.form.label or entry.label, key=widget_key(entry))


def widget_key(entry: ConfigField) -> str:
    """The widget's key in the session, and its name in the URL."""
    return entry.form.key or entry.name


def widget_value(entry: ConfigField, value: Any) -> Any:
    """A value of `TrainingConfig` as the widget of the setting holds it."""
    if entry.kind == "sizes":
        return entry.format(value)
    if entry.places is not None and value not in entry.choices:
        return list(activation_keys(value))
    return 100 * value if entry.form.percent and value is not None else value


def parse(entry: ConfigField, value: Any) -> Any:
    """A value from `choose` as `TrainingConfig` takes it.

    Raises:
        ConfigurationError: the text is no value of the setting.
    """
    return entry.parse(value) if entry.kind == "sizes" and isinstance(value, str) else value


def _choice(entry: ConfigField, *, label: str, key: str) -> Any:
    widget: Any = st.segmented_control if entry.form.side_by_side else st.selectbox
    return choose_one(
        label,
        entry.choices,
        entry.default,
        key,
        widget=widget,
        help=entry.form.help,
    )


def _choice_for_places(entry: ConfigField, values: Mapping[str, Any]) -> str:
    try:
        places = entry.places(values) if entry.places is not None else ()
    except ConfigurationError:  # of another setting, which says so itself
        places = None
    keys = choose_for_places(
        entry.form.label or entry.label,
        entry.choices,
        entry.default,
        widget_key(entry),
        places,
        help=entry.form.help,
    )
    return SEPARATOR.join(keys)


def _switch(entry: ConfigField, *, label: str, key: str) -> bool:
    state = entry.form.availability() if entry.form.availability is not None else None
    if state is not None and state.error:
        st.caption(literal(state.error))
    usable = state is None or state.usable
    chosen = st.toggle(
        label, entry.default, key=key, bind="query-params", disabled=not usable, help=entry.form.help
    )
    if state is not None:
        st.caption(state.note)
    return chosen and usable


def _whole(entry: ConfigField, *, label: str, key: str) -> int | None:
    form = entry.form
    return whole_number(
        label,
        entry.default,
        key=key,
        step=1 if form.step is None else int(form.step),
        minimum=None if form.lowest is None else int(form.lowest),
        maximum=None if form.highest is None else int(form.highest),
        help=form.help,
    )


def _number(entry: ConfigField, *, label: str, key: str) -> float | None:
    form = entry.form
    default = widget_value(entry, entry.default)
    number_format = form.number_format or (DECIMAL if isinstance(form.step, float) else None)
    number = st.number_input(
        label,
        form.lowest,
        form.highest,
        default,
        form.step,
        small_number_format(key, default) if number_format == "%g" else number_format,
        key=key,
        help=form.help,
        placeholder=form.placeholder if entry.optional else None,
        bind="query-params",
    )
    return number / 100 if form.percent and number is not None else number


def _text(entry: ConfigField, *, label: str, key: str) -> str:
    return st.text_input(
        label, widget_value(entry, entry.default), key=key, bind="query-params", help=entry.form.help
    )


_WIDGETS: Mapping[Kind, Callable[..., Any]] = {
    "choice": _choice,
    "switch": _switch,
    "whole": _whole,
    "number": _number,
    "sizes": _text,
    "text": _text,
}
