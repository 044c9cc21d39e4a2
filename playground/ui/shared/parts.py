"""The parts of a page: one at a time, named in the address, each computed only when it is chosen."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from playground.errors import PlaygroundError
from playground.ui.shared.address import follow_address, tell_address


@dataclass(frozen=True)
class Part:
    """One part: its name for people, and its icon."""

    label: str
    icon: str


def choose_part(name: str, parts: Mapping[str, Part], label: str) -> str:
    """The part that the address names under `name`, else the one chosen last, else the first.

    Args:
        name: the key in the address and of the widget.
        parts: by the key that stands in the address.
        label: what is chosen, for a screen reader.
    """
    first = next(iter(parts))
    if st.session_state.get(name) not in parts:
        st.session_state.pop(name, None)  # of another page, whose parts go by the same name
    follow_address(name, name, parts, first)
    chosen = st.pills(
        label, list(parts), label_visibility="collapsed", required=True, key=name,
        persist_state="session", wrap=True, format_func=lambda key: f"{parts[key].icon} {parts[key].label}",
    )  # fmt: skip
    chosen = chosen or first
    tell_address(name, name, chosen, first)
    return chosen


def open_parts(package: str, parts: Mapping[str, Part]) -> None:
    """The choice of a part under the name `part`, and the part: the module of its key in `package`."""
    name = choose_part("part", parts, "What to look at")
    with st.container(key=f"part_{name}"):
        show_part(f"{package}.{name}")


@st.fragment
def show_part(module: str, *arguments: Any) -> None:
    """Call `show(*arguments)` of a module, by its dotted name.

    A fragment: what is moved in a part neither draws the rest of the page again nor computes it.
    """
    try:
        importlib.import_module(module).show(*arguments)
    except PlaygroundError as error:
        st.error(str(error), icon=":material/error:")
