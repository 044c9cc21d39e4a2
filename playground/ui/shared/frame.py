"""The frame that all pages share: page set-up, navigation, title and sentence, and what every page ends with."""

import streamlit as st

from playground.ui.shared.experiments import forget_experiment
from playground.ui.shared.pages import HOME, PAGES, PageEntry
from playground.ui.shared.query_parameters import forget_followed
from playground.ui.shared.streamlit_workarounds import forget_shared_settings

OPEN = "open_page"
"""In the session: the page that was drawn last."""


def page(path: str) -> PageEntry:
    """Set up the page at `path`, a key of `PAGES`: browser tab, navigation, title and sentence."""
    entry = PAGES[path]
    if st.session_state.get(OPEN) != path:
        st.session_state[OPEN] = path
        forget_experiment()
        forget_followed()
        forget_shared_settings()
    st.set_page_config(
        page_title=f"{entry.title} · Deep learning playground", page_icon=entry.icon, layout="wide"
    )
    navigation()
    st.title(entry.title, anchor=False)
    st.markdown(entry.idea)
    return entry


def navigation() -> None:
    """The sidebar: the same links on every page."""
    with st.sidebar:
        st.page_link(HOME, label="Home", icon=":material/home:")
        section = ""
        for entry in PAGES.values():
            if entry.section != section:
                section = entry.section
                st.caption(section)
            st.page_link(entry.file, label=entry.title, icon=entry.icon)


def what_to_notice(text: str) -> None:
    """Two or three sentences in Markdown with the numbers that the page shows."""
    with st.container(border=True, key="what_to_notice"):
        st.markdown(f"**What to notice.** {text}")


def show_pytorch(program: str, note: str = "") -> None:
    """The runnable PyTorch program for what the page shows; `note` says where the page goes further than it."""
    with st.expander("Show me the PyTorch", icon=":material/code:"):
        if note:
            st.caption(note)
        st.code(program, language="python")


def show_formula(latex: str, source: str, name: str = "") -> None:
    """A formula in LaTeX with the URL of its source; `name` tells several on one page apart."""
    with st.expander(f"The formula: {name}" if name else "The formula", icon=":material/function:"):
        st.latex(latex)
        st.caption(f"Source: [{source}]({source})")
