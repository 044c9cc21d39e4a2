"""Deleted runs: for a day they can be restored."""

import streamlit as st

from playground.markdown import literal
from playground.notices.run_title import run_title
from playground.runs.run import STATES, Run
from playground.runs.store import RunStore
from playground.ui.compare.run_table import restore
from playground.ui.shared.actions import action
from playground.ui.shared.announcements import announce
from playground.ui.shared.confirmation import ask_first

MANY = 20
"""Deleted runs that are listed one by one."""


def deleted_runs(store: RunStore) -> None:
    """The trash, with a way back for each run."""
    trash = store.list(deleted=True)
    if not trash:
        return
    with st.expander(f"Deleted runs ({len(trash)})", icon=":material/delete:"):
        st.caption("They are removed by themselves after a day in which the playground was running.")
        for run in trash[:MANY]:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{literal(run_title(run))} · {STATES[run.state].lower()}", width="stretch")
                st.button(
                    "Restore",
                    icon=":material/undo:",
                    key=f"restore_{run.id}",
                    on_click=action(restore, store, [run.id]),
                )
                ask_first(
                    "Delete for good",
                    f"Run {run.number}, its curves and its networks will be gone. This cannot be undone.",
                    f"Yes, delete run {run.number} for good",
                    action(_purge, store, run),
                    icon=":material/delete_forever:",
                    key=f"purge_{run.id}",
                )
        if len(trash) > MANY:
            st.caption(f"And {len(trash) - MANY} older ones.")


def _purge(store: RunStore, run: Run) -> None:
    if store.purge(run.id):
        announce(f"Run {run.number} is gone for good.")
    else:
        announce(f"Run {run.number} is still ending: try again in a second.", ":material/hourglass_top:")
