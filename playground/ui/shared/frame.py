"""The frame that all pages share: page set-up, navigation, title and sentence, and what every page ends with."""

from pathlib import Path

import streamlit as st

from playground.notices.terms import explain, terms_in
from playground.ui.components.accessible_widgets.component import accessible_widgets
from playground.ui.components.browser_history.component import browser_history
from playground.ui.components.lost_server.component import lost_server
from playground.ui.shared.announcements import show_announcements
from playground.ui.shared.experiments import experiments_chosen, forget_experiment
from playground.ui.shared.link_check import note_link, say_unmet
from playground.ui.shared.page_entry import PageEntry
from playground.ui.shared.pages import HOME, PAGES
from playground.ui.shared.query_parameters import BACK, begin_following, end_following, forget_followed
from playground.ui.shared.recovery import show_trouble
from playground.ui.shared.streamlit_workarounds import forget_shared_settings
from playground.ui.shared.words import show_words

OPEN = "open_page"
"""In the session: the page that was drawn last."""

SIDEBAR_WIDTH = 220
"""Pixels, as wide as the longest title of a page needs."""

FAVICON = Path(__file__).with_name("favicon.png")
"""The tab's icon, drawn from `favicon.svg`."""

_STYLE = Path(__file__).with_name("page.css")


def page(path: str) -> PageEntry:
    """Set up the page at `path`, a key of `PAGES`: browser tab, navigation, title and sentence."""
    entry = PAGES[path]
    opened = st.session_state.get(OPEN) != path
    if opened:
        st.session_state[OPEN] = path
        forget_experiment()
        forget_followed()
        forget_shared_settings()
    begin_following()
    if opened:
        note_link()
    begin(f"{entry.title} · Deep learning playground")
    st.title(entry.title, anchor=False)
    st.markdown(entry.idea)
    show_words(entry.terms)
    show_announcements()
    show_trouble()
    return entry


def begin(title: str) -> None:
    """Set up the browser tab, the page's style and the sidebar, before anything else is drawn."""
    st.set_page_config(
        page_title=title, page_icon=FAVICON, layout="wide", initial_sidebar_state=SIDEBAR_WIDTH
    )
    st.html(_STYLE)
    navigation()


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
        lost_server(key="lost_server")


def next_idea(path: str) -> None:
    """The end of the page at `path`: the way to the next one in the order of the sidebar, after the last one to Home.

    Then all widgets are drawn, and what the page's link asked for and did not get can be said.
    """
    say_unmet()
    paths = list(PAGES)
    following = paths[paths.index(path) + 1 :]
    with st.container(border=True, key="next_idea"):
        if following:
            entry = PAGES[following[0]]
            st.page_link(entry.file, label=f"Next: {entry.title}", icon=":material/arrow_forward:")
            st.caption(entry.idea)
        else:
            st.page_link(HOME, label="Back to all ideas", icon=":material/home:")
    browser_history(back=BACK, top=experiments_chosen(), key="browser_history")
    accessible_widgets(key="accessible_widgets")
    end_following()


def what_to_notice(text: str) -> None:
    """Two or three sentences in Markdown with the numbers that the page shows; its terms are explained on hover."""
    with st.container(border=True, key="what_to_notice"):
        st.markdown(f"**What to notice.** {text}", help=explain(terms_in(text)) or None)


def show_pytorch(program: str, note: str = "", name: str = "") -> None:
    """The runnable PyTorch program for what the page shows.

    `note` says where the page goes further than it, `name` tells several on one page apart.
    """
    title = "Show me the PyTorch"
    with st.expander(f"{title}: {name}" if name else title, icon=":material/code:"):
        if note:
            st.caption(note)
        st.code(program, language="python", wrap_lines=True)  # else a region that no key scrolls


def show_formula(latex: str, source: str, name: str = "") -> None:
    """A formula in LaTeX with the URL of its source; `name` tells several on one page apart."""
    with st.expander(f"The formula: {name}" if name else "The formula", icon=":material/function:"):
        st.latex(latex)
        st.caption(f"Source: [{source}]({source})")
