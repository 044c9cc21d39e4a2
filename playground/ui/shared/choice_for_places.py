"""A choice for several places at once, such as the activation of each hidden layer: one for all, or one for each."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from playground.formatting import listed
from playground.ui.shared.choice import draw_choice, say_unknown_words
from playground.ui.shared.query_parameters import follow_url, write_url

EACH = "each"
"""The value of the widget under which each place has its own."""


def choose_for_places(
    label: str,
    options: Mapping[str, str],
    default: str,
    key: str,
    places: Sequence[str] | None,
    **settings: Any,
) -> list[str]:
    """One of `options` for all places, or one for each.

    The URL names one key, or one for each place. In the session the widget's value may be set to a key or to a list.

    Args:
        label: what is chosen.
        options: the label of each key.
        default: a key.
        key: of the widget, and the name in the URL; those of the places end in `_1`, `_2`, ...
        places: what each is called; None while that is not known, and as many as there were are kept.
        settings: further ones of the widget.

    Returns:
        One key, or one for each place.
    """
    before = f"{key}_before"  # what is chosen for all, or was: where each place begins
    named = _take_asked(label, options, default, key)
    if named:
        st.session_state[before] = named
    keys: list[str] = st.session_state.get(before) or [default]
    if places is None:
        places = [f"layer {number}" for number in range(1, len(keys) + 1)]
    if named and len(named) > 1 and len(named) != len(places):
        _say_wrong_number(label, len(named), places)
    if len(places) < 2 and st.session_state.get(key) == EACH:
        st.session_state[key] = keys[0]
    each = {EACH: "One for each layer"} if len(places) > 1 else {}
    if st.session_state.get(key) not in {**each, **options}:
        st.session_state[key] = default
    chosen = [draw_choice(st.selectbox, label, {**each, **options}, key, settings)]
    if chosen == [EACH]:
        chosen = _choose_places(options, key, places, keys)
    else:
        for number in range(1, len(keys) + 1):
            st.session_state.pop(f"{key}_{number}", None)
    st.session_state[before] = chosen
    chosen = chosen[:1] if len(set(chosen)) == 1 else chosen
    write_url(key, chosen, [default])
    return chosen


def _take_asked(label: str, options: Mapping[str, str], default: str, key: str) -> list[str]:
    """The keys that the URL or the session names anew, which the widgets have from now on; empty where there are none."""
    asked, value = follow_url(key, options, [default]), st.session_state.get(key)
    if asked is not None:
        named = asked[0] or [default]
        if asked[1]:
            say_unknown_words(label, asked[1])
    elif isinstance(value, list):
        named = value
    else:
        return []
    st.session_state[key] = named[0] if len(named) == 1 else EACH
    for number, chosen in enumerate(named, 1):
        st.session_state[f"{key}_{number}"] = chosen
    return named


def _say_wrong_number(label: str, number: int, places: Sequence[str]) -> None:
    each = f", or {len(places)}: of {listed(places)}" if len(places) > 1 else ""
    st.toast(f"{label}: the link names {number}, but expected is one{each}.", icon=":material/link_off:")


def _choose_places(
    options: Mapping[str, str], key: str, places: Sequence[str], before: Sequence[str]
) -> list[str]:
    """A choice for each place; one that is new begins with the last one of `before`."""
    chosen = []
    for number, place in enumerate(places, 1):
        own = f"{key}_{number}"
        if st.session_state.get(own) not in options:
            st.session_state[own] = before[min(number, len(before)) - 1]
        chosen.append(draw_choice(st.selectbox, place.capitalize(), options, own, {}))
    return chosen
