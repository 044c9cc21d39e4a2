"""Controls beside the picture that they move; on a phone the picture comes first."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

# Streamlit stacks columns up to this width, the first one on top: there it would push the picture out of sight.
_STYLE = """<style>
@media (max-width: 640px) {
  .st-key-beside > [data-testid="stLayoutWrapper"] > [data-testid="stHorizontalBlock"]
    > [data-testid="stColumn"]:last-child { order: -1; }
}
</style>"""


def controls_and_picture(width: float = 2.2) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Two columns, for the controls and for the picture, which is `width` times as wide; once a page."""
    st.html(_STYLE)
    with st.container(key="beside"):
        controls, picture = st.columns([1, width], gap="medium")
    return controls, picture
