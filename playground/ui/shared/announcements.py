"""What an action has done, said in a toast: it is in sight wherever the page is scrolled to.

It is shown by the next run of the page, since one that ends in `st.rerun()` may never reach the browser.
"""

import streamlit as st

from playground.markdown import literal

_WAITING = "announcements"


def announce(text: str, icon: str = ":material/check_circle:") -> None:
    """Say `text`, which is shown as it is, when the page is drawn again."""
    st.session_state.setdefault(_WAITING, []).append((text, icon))


def show_announcements() -> None:
    """Show what waits to be said."""
    for text, icon in st.session_state.pop(_WAITING, []):
        st.toast(literal(text), icon=icon, duration="long")
