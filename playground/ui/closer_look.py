"""The parts of the 'Draw a digit' page below its answer: one at a time, each computed only when it is chosen."""

import importlib
from dataclasses import dataclass

import streamlit as st

from playground.errors import PlaygroundError
from playground.ui.address import follow_address, tell_address
from playground.ui.looks.subject import Subject


@dataclass(frozen=True)
class Look:
    """One part: its name for people, its icon, and whether there is something to see on a blank canvas."""

    label: str
    icon: str
    blank: bool = False


LOOKS: dict[str, Look] = {
    "preparation": Look("How it was prepared", ":material/crop:"),
    "networks": Look("All networks", ":material/groups:"),
    "attribution": Look("Where it looked", ":material/visibility:"),
    "inside": Look("Inside the network", ":material/hub:"),
    "neighbours": Look("Its neighbours", ":material/scatter_plot:"),
    "robustness": Look("Break it", ":material/bolt:"),
    "own_digits": Look("Your digits", ":material/inventory_2:", blank=True),
}
"""The module `playground.ui.looks.NAME` holds `show(subject)`."""


LOOK = "look"
FIRST = "preparation"


def closer_look(subject: Subject) -> None:
    """The choice of a part, and the part."""
    st.subheader("Look closer", anchor=False)
    name = _choose()
    with st.container(key=f"look_at_{name}"):
        if subject.image is None and not LOOKS[name].blank:
            st.caption("Draw a digit, and this shows what happens to it.")
        else:
            _show(name, subject)


def _choose() -> str:
    """The part in the address, else the one chosen last."""
    follow_address(LOOK, LOOK, LOOKS, FIRST)
    name = st.pills(
        "Look closer", list(LOOKS), label_visibility="collapsed", required=True, key=LOOK,
        persist_state="session", wrap=True, format_func=lambda key: f"{LOOKS[key].icon} {LOOKS[key].label}",
    )  # fmt: skip
    name = name or FIRST
    tell_address(LOOK, LOOK, name, FIRST)
    return name


@st.fragment
def _show(name: str, subject: Subject) -> None:
    """A fragment: what is moved in a part neither reads the drawing again nor draws the rest of the page."""
    try:
        importlib.import_module(f"playground.ui.looks.{name}").show(subject)
    except PlaygroundError as error:
        st.error(str(error))
