"""The parts of a page: one at a time, named in the URL, each computed only when it is chosen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec

import streamlit as st
from streamlit.errors import StreamlitAPIException

from playground.errors import PlaygroundError
from playground.markdown import literal
from playground.ui.shared.choice import choose_one

Arguments = ParamSpec("Arguments")


@dataclass(frozen=True, kw_only=True)
class Part(Generic[Arguments]):
    """One part of a page.

    Attributes:
        label: its name for people.
        icon: a Material icon.
        show: draws it. What is slow to import, it imports itself: the other parts need not wait for that.
    """

    label: str
    icon: str
    show: Callable[Arguments, None]


def choose_part(name: str, parts: Mapping[str, Part[Any]], label: str) -> str:
    """The part that the URL names under `name`, else the one chosen last, else the first.

    Args:
        name: the query parameter, and the key of the widget.
        parts: by the key that stands in the URL.
        label: what is chosen, for a screen reader.
    """
    labels = {key: f"{part.icon} {part.label}" for key, part in parts.items()}
    return choose_one(label, labels, next(iter(parts)), name, widget=st.pills, label_visibility="collapsed")


def open_parts(parts: Mapping[str, Part[[]]]) -> None:
    """The choice of a part under the name `part`, and the part."""
    name = choose_part("part", parts, "What to look at")
    with st.container(key=f"part_{name}"):
        show_part(parts[name])


@st.fragment(key="part")
def show_part(part: Part[Arguments], *arguments: Arguments.args, **settings: Arguments.kwargs) -> None:
    """Draw a part with what its `show` needs.

    A fragment: what is moved in a part neither draws the rest of the page again nor computes it.
    """
    try:
        part.show(*arguments, **settings)
    except PlaygroundError as error:
        st.error(literal(error), icon=":material/error:")


def redraw_part() -> None:
    """Out of a callback of a widget in a fragment within the part: draw the whole part, not that fragment alone."""
    try:
        st.rerun("part")
    except StreamlitAPIException:  # the part was left meanwhile
        st.rerun()
