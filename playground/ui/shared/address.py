"""A choice that stands in the page's address and is remembered when the visitor comes back without it.

`bind="query-params"` would put what people read into the address, icons included; links are written with keys.
"""

import time
from collections.abc import Container

import streamlit as st

STALE_SECONDS = 5.0
"""How long the browser may still send the address that was replaced."""


def read_choice(name: str) -> str | None:
    """What the address says of `name`, else what was chosen last; None: nobody has chosen.

    A part of the page that looks for news in the moment of a choice sends the address from before it, and Streamlit
    1.67 then takes that for the visitor's: for some seconds a choice outweighs the very address that it replaced.
    """
    text = st.query_params.get(name)
    replaced, since = st.session_state.get(f"{name}_replaced", (None, -STALE_SECONDS))
    stale = text == replaced and time.monotonic() - since < STALE_SECONDS
    if text and not stale:
        st.session_state[f"{name}_chosen"] = text
    return st.session_state.get(f"{name}_chosen")


def write_choice(name: str, value: str) -> None:
    """Choose from now on; to be called in a callback, or before the page is drawn again."""
    if value != st.session_state.get(f"{name}_chosen"):
        st.session_state[f"{name}_replaced"] = (st.query_params.get(name), time.monotonic())
    st.session_state[f"{name}_chosen"] = value
    if st.query_params.get(name) != value:
        st.query_params[name] = value


def follow_address(name: str, key: str, options: Container[str], default: str) -> str | None:
    """Before the widget `key` is drawn: it takes what a new address says of `name`.

    Returns:
        What the address says where it is none of the options, and `default` is taken instead; else None.
    """
    wanted = st.query_params.get(name)
    unknown = None
    if wanted is not None and wanted != st.session_state.get(_followed(key)):
        unknown = None if wanted in options else wanted
        st.session_state[key] = wanted if unknown is None else default
    st.session_state.setdefault(key, default)
    return unknown


def tell_address(name: str, key: str, value: str, default: str) -> None:
    """After it is drawn: the address says `value`, unless it said nothing and that is the default."""
    wanted = st.query_params.get(name)
    if value != wanted and (wanted is not None or value != default):
        st.query_params[name] = value
    st.session_state[_followed(key)] = st.query_params.get(name)


def _followed(key: str) -> str:
    return f"{key}_in_address"
