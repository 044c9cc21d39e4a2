"""What a page shows when the database of runs is damaged or was deleted: the reason, and what can be done."""

import time

import streamlit as st

from playground.errors import DatabaseLostError, StoreError
from playground.runs.database import begin_again, copy_path
from playground.settings import home_directory


def show_ways_out(error: DatabaseLostError) -> None:
    """Show what is wrong and offer to restore the copy or to begin with an empty database."""
    st.error(str(error), title="The runs cannot be read")
    copy = copy_path(home_directory())
    with st.container(horizontal=True):
        if copy.exists():
            made = time.strftime("%d %B, %H:%M", time.localtime(copy.stat().st_mtime))
            st.button(
                f"Restore the copy of {made}",
                type="primary",
                icon=":material/restore:",
                key="restore_copy",
                on_click=_recover,
                args=(True,),
            )
        st.button(
            "Begin an empty one",
            icon=":material/add:",
            key="begin_empty",
            on_click=_recover,
            args=(False,),
            help="The damaged file is set aside, not deleted.",
        )


def _recover(from_copy: bool) -> None:
    try:
        aside = begin_again(home_directory(), from_copy=from_copy)
    except StoreError as error:
        st.error(str(error))
        return
    st.toast(f"The damaged file is kept as {aside.name}." if aside else "The runs are back.")
