"""Inside the network: what its units or feature maps make of the drawing, with the arithmetic."""

import streamlit as st

from playground.digits.models.entry import FEATURE_MAPS, HIDDEN_UNITS
from playground.ui.draw.inside_maps import show_maps
from playground.ui.draw.inside_units import show_units
from playground.ui.draw.subject import Subject
from playground.ui.shared.choice import choose_one


def show(subject: Subject) -> None:
    """Feature maps or hidden units, whichever the network allows to trace."""
    explains = subject.checkpoint.model.explains
    if FEATURE_MAPS in explains:
        show_maps(subject, _choose_digit(subject))
    elif HIDDEN_UNITS in explains:
        show_units(subject, _choose_digit(subject))
    else:
        st.info("Nothing can be shown inside a network of this kind yet. Choose another network.")


THE_ANSWER = "answer"


def _choose_digit(subject: Subject) -> int:
    """The digit whose logit is looked at: the network's answer unless another is chosen."""
    chosen = choose_one(
        "For which digit?",
        {THE_ANSWER: "the answer", **{str(digit): str(digit) for digit in range(10)}},
        THE_ANSWER,
        "inside_digit",
        widget=st.selectbox,
        width=170,
        help=f"The network's answer for this drawing is {subject.leading}.",
    )
    return subject.leading if chosen == THE_ANSWER else int(chosen)
