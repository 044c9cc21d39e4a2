"""The parts of the 'Draw a digit' page below its answer."""

from dataclasses import dataclass

import streamlit as st

from playground.ui.draw.subject import Subject
from playground.ui.shared.parts import Part, choose_part, show_part


@dataclass(frozen=True)
class Look(Part):
    """A part, and whether there is something to see in it on a blank canvas."""

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
"""The module `playground.ui.draw.NAME` holds `show(subject)`."""


LOOK = "look"
FIRST = next(iter(LOOKS))


def closer_look(subject: Subject) -> None:
    """The choice of a part, and the part."""
    st.subheader("Look closer", anchor=False)
    name = choose_part(LOOK, LOOKS, "Look closer")
    with st.container(key=f"look_at_{name}"):
        if subject.image is None and not LOOKS[name].blank:
            st.caption("Draw a digit, and this shows what happens to it.")
        else:
            show_part(f"playground.ui.draw.{name}", subject)
