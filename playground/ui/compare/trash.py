"""Deleted runs: for a day they can be restored."""

import streamlit as st

from playground.formatting import format_accuracy
from playground.runs.run import STATES, Run
from playground.runs.store import RunStore
from playground.ui.compare.run_table import restore
from playground.ui.shared.actions import action

MANY = 20
"""Deleted runs that are listed one by one."""


def deleted_runs(store: RunStore) -> None:
    """The trash, with a way back for each run."""
    trash = store.list(deleted=True)
    if not trash:
        return
    with st.expander(f"Deleted runs ({len(trash)})", icon=":material/delete:"):
        st.caption("They are removed by themselves a day after they were deleted.")
        for run in trash[:MANY]:
            with st.container(horizontal=True, vertical_alignment="center"):
                accuracy = format_accuracy(run.best_accuracy)
                facts = ", ".join(filter(None, [STATES[run.state].lower(), accuracy]))
                st.markdown(f"Run {run.number}: {run.name} ({facts})", width="stretch")
                st.button(
                    "Restore",
                    icon=":material/undo:",
                    key=f"restore_{run.id}",
                    on_click=action(restore, store, [run.id]),
                )
                st.button(
                    "Delete for good",
                    icon=":material/delete_forever:",
                    key=f"purge_{run.id}",
                    on_click=action(_purge, store, run),
                )
        if len(trash) > MANY:
            st.caption(f"And {len(trash) - MANY} older ones.")


def _purge(store: RunStore, run: Run) -> None:
    if not store.purge(run.id):
        st.toast(f"Run {run.number} is still ending: try again in a second.", icon=":material/hourglass_top:")
