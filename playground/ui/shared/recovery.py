"""What every page shows when the database of runs is damaged, gone, or has less than it had, and what can be done."""

import time
from functools import partial
from pathlib import Path

import streamlit as st

from playground.errors import DatabaseLostError, PlaygroundError
from playground.formatting import counted
from playground.markdown import literal
from playground.runs.copies import Copy, list_copies
from playground.runs.keeping import is_whole, trouble_of
from playground.settings import home_directory
from playground.ui.shared.announcements import announce
from playground.ui.shared.confirmation import ask_first

_SHOWN = "trouble_shown"
"""In the session: whether the page's head has said what is wrong."""


def show_trouble() -> None:
    """At the head of a page: what is wrong with the database, if anything is, with the ways out."""
    trouble = trouble_of(home_directory())
    st.session_state[_SHOWN] = bool(trouble)
    if trouble:
        _show(trouble)


def show_ways_out(error: DatabaseLostError) -> None:
    """In the place of the runs: what is wrong, with the ways out unless the page's head has them."""
    if st.session_state.get(_SHOWN):
        st.info(
            "The runs cannot be read at the moment: see the head of this page.",
            icon=":material/arrow_upward:",
        )
    else:
        _show(str(error))


def _show(trouble: str) -> None:
    home = home_directory()
    copies = list_copies(home)
    st.error(literal(trouble), title="Something is wrong with the saved runs", icon=":material/database:")
    with st.container(horizontal=True, vertical_alignment="bottom", key="ways_out"):
        if copies:
            fullest = max(
                range(len(copies)), key=lambda place: (copies[place].runs, copies[place].rows, -place)
            )
            chosen = st.selectbox(
                "Copy", copies, index=fullest, format_func=_describe, key="which_copy", width=420
            )
            st.button(
                "Restore this copy",
                type="primary",
                icon=":material/restore:",
                key="restore_copy",
                on_click=_recover,
                args=(chosen.path,),
                help="What can be read of the present file is added, and the file itself is kept.",
            )
        if is_whole(home):
            st.button(
                "Go on without what is missing",
                icon=":material/check:",
                key="accept_loss",
                on_click=_accept,
                help="The copies stay where they are.",
            )
        ask_first(
            "Begin an empty one",
            "All runs disappear from these pages, for everybody. The present file and the newest copy are set aside, "
            "not deleted.",
            "Yes, begin an empty one",
            partial(_recover, None),
            icon=":material/add:",
            key="begin_empty",
        )


def _describe(copy: Copy) -> str:
    made = time.strftime("%d %B, %H:%M", time.localtime(copy.made_at))
    return f"{made}: {counted(copy.runs, 'run')}, {counted(copy.rows, 'recorded row')}"


def _recover(copy: Path | None) -> None:
    from playground.runs.recovery import replace_damaged  # it imports PyTorch, which many pages do without
    from playground.ui.shared.run_store import run_store

    try:
        aside = replace_damaged(home_directory(), from_copy=copy is not None, copy=copy)
        run_store()  # the run that trained goes on, whichever page this is
    except PlaygroundError as error:
        st.toast(literal(error), icon=":material/error:", duration="long")
        return
    back = "The runs are back." if copy is not None else "The database is empty now."
    announce(f"{back} The former file is kept as {aside.name}." if aside else back)


def _accept() -> None:
    from playground.runs.recovery import accept_as_it_is

    try:
        accept_as_it_is(home_directory())
    except PlaygroundError as error:
        st.toast(literal(error), icon=":material/error:", duration="long")
