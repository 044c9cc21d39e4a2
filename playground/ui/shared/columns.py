"""Controls beside the picture that they move; on a phone the picture stays in sight above them.

The style is in `page.css`: on a narrow screen everything within `beside` stands in one column, the picture first, then
the controls, then the rest, such as what to notice.
"""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def beside() -> DeltaGenerator:
    """What holds a picture and its controls, however they are arranged within; once a page."""
    return st.container(key="beside")


def controls() -> DeltaGenerator:
    """Within `beside`: what moves the picture. Once a page."""
    return st.container(key="controls")


def picture() -> DeltaGenerator:
    """Within `beside`: what the controls move, at most half a screen high on a phone. Once a page."""
    return st.container(key="picture")


def player() -> DeltaGenerator:
    """Within `beside`, in place of `picture`: a component that places itself in the column, as `pinned.css` does. Once a page."""
    return st.container(key="player")


def switches(*, horizontal: bool = False) -> DeltaGenerator:
    """Within `beside`: what plays the picture or shows it in another way, right below it on a phone. Once a page."""
    return st.container(key="play", horizontal=horizontal, vertical_alignment="bottom")


def settings() -> DeltaGenerator:
    """Within `beside`: of what is started or drawn, below its answer on a phone. Once a page."""
    return st.container(key="settings")


def controls_and_picture(
    width: float = 2.8, within: DeltaGenerator | None = None
) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Two columns, for the controls and for what belongs to the picture, which is `width` times as wide.

    Args:
        width: of the second column, in widths of the first.
        within: what `beside` gave, where it holds more than the two: a widget above them both.
    """
    with within or beside():
        left, right = st.columns([1, width], gap="medium")
    with left:
        return controls(), right
