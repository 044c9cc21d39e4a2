"""The parts of the 'Draw a digit' page below its answer.

A part is imported when it is opened: the page's first visit waits for what it shows and nothing else.
"""

from dataclasses import dataclass

import streamlit as st

from playground.ui.draw.subject import Subject
from playground.ui.shared.parts import Part, choose_part, show_part


@dataclass(frozen=True, kw_only=True)
class InspectionPart(Part[[Subject]]):
    """A part, and whether there is something to see in it on a blank canvas."""

    blank: bool = False


def preparation(subject: Subject) -> None:
    """From the canvas to the image that the network sees, step by step."""
    from playground.ui.draw.preparation import show

    show(subject)


def networks(subject: Subject) -> None:
    """What every network makes of the same image."""
    from playground.ui.draw.networks import show

    show(subject)


def attribution(subject: Subject) -> None:
    """Which pixels spoke for the answer."""
    from playground.ui.draw.attribution import show

    show(subject)


def inside(subject: Subject) -> None:
    """What each unit or map adds."""
    from playground.ui.draw.inside import show

    show(subject)


def neighbours(subject: Subject) -> None:
    """The training images that lie nearest."""
    from playground.ui.draw.neighbours import show

    show(subject)


def robustness(subject: Subject) -> None:
    """Noise, silenced units and adversarial perturbations."""
    from playground.ui.draw.robustness import show

    show(subject)


def own_digits(subject: Subject) -> None:
    """A test set of the visitor's own hand."""
    from playground.ui.draw.own_digits import show

    show(subject)


PARTS = {
    "preparation": InspectionPart(label="How it was prepared", icon=":material/crop:", show=preparation),
    "networks": InspectionPart(label="All networks", icon=":material/groups:", show=networks),
    "attribution": InspectionPart(label="Where it looked", icon=":material/visibility:", show=attribution),
    "inside": InspectionPart(label="Inside the network", icon=":material/hub:", show=inside),
    "neighbours": InspectionPart(label="Its neighbours", icon=":material/scatter_plot:", show=neighbours),
    "robustness": InspectionPart(label="Break it", icon=":material/bolt:", show=robustness),
    "own_digits": InspectionPart(
        label="Your digits", icon=":material/inventory_2:", show=own_digits, blank=True
    ),
}
"""By their key in the URL, the first one being shown to begin with."""

PART = "look"
FIRST = next(iter(PARTS))


def show_inspection(subject: Subject) -> None:
    """The choice of a part, and the part."""
    st.header("Look closer", anchor=False)
    name = choose_part(PART, PARTS, "Look closer")
    with st.container(key=f"look_at_{name}"):
        if subject.image is None and not PARTS[name].blank:
            st.caption("Draw a digit, and this shows what happens to it.")
        else:
            show_part(PARTS[name], subject)
