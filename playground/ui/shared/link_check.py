"""Says what a link asked for and did not get: a setting that the page does not have, or a value that it cannot take.

Choices among the entries of a catalogue say so themselves (`playground.ui.shared.choice`).
"""

import math
from collections.abc import Sequence
from typing import Any

import streamlit as st

from playground.formatting import format_number, listed
from playground.markdown import literal
from playground.ui.shared.query_parameters import Words, read_names

_ASKED = "link_asked"
LONGEST = 60


def note_link() -> None:
    """When a page is opened, before it draws its widgets, which take out of the URL what they cannot hold."""
    st.session_state[_ASKED] = {name: tuple(st.query_params.get_all(name)) for name in st.query_params}


def say_unmet() -> None:
    """After all widgets of the page: a toast about what the link asked for and did not get, when the page was opened."""
    asked: dict[str, Words] = st.session_state.pop(_ASKED, {})
    reasons = {name: _reason(name, words) for name, words in asked.items() if not name.startswith("utm_")}
    unmet = [
        f"{name} = {', '.join(asked[name])[:LONGEST]} ({reason})"
        for name, reason in reasons.items()
        if reason
    ]
    if unmet:
        st.toast(
            f"The link asks for what is not to be had here: {literal(listed(unmet))}.",
            icon=":material/link_off:",
            duration="long",
        )


def _reason(name: str, words: Words) -> str:
    """Why the page does not show what the URL said; empty where it does, or where the setting says so itself."""
    if name in read_names():
        return ""
    if name not in st.session_state:
        return "there is no such setting now"
    value = st.session_state[name]
    kept = not isinstance(value, int | float) and tuple(st.query_params.get_all(name)) == words
    if kept or _is_met(value, words):
        return ""
    shown = format_number(value) if isinstance(value, float) else value
    return f"it is {'off' if value is None else shown}"


def _is_met(value: Any, words: Sequence[str]) -> bool:
    if isinstance(value, list | tuple):
        return len(value) == len(words) and all(
            _is_met(*pair) for pair in zip(value, ([w] for w in words), strict=True)
        )
    word = words[-1]
    if isinstance(value, bool):
        return word.lower() in (("true", "1") if value else ("false", "0"))
    if isinstance(value, int | float):
        try:
            number = float(word)
        except ValueError:
            return False
        return math.isclose(number, value, rel_tol=1e-9) or (math.isnan(number) and math.isnan(value))
    return word == ("" if value is None else str(value))
