"""What was changed while a run trained, below its curves."""

from functools import partial
from typing import Any

import streamlit as st

from playground.notices.changes import change_lines
from playground.runs.store import RunStore
from playground.ui.shared.live import LivePart

MOST = 3
"""So many changes are seen at once; earlier ones are folded away."""


def history_part(store: RunStore, run_id: str) -> LivePart:
    """The list, drawn again when a change is asked for, comes into force, or comes too late."""

    def revision() -> tuple[Any, ...]:
        run = store.get(run_id)
        return () if run is None else (run.state, tuple(change.step for change in run.changes))

    return LivePart(partial(_draw, store, run_id), revision, "change_history")


def _draw(store: RunStore, run_id: str) -> None:
    run = store.get(run_id)
    lines = change_lines(run) if run is not None else []
    if not lines:
        return
    earlier, newest = lines[:-MOST], lines[-MOST:]
    st.markdown("**Changed while it trained**\n" + _list(newest))
    if earlier:
        with st.expander(f"{len(earlier)} earlier changes" if len(earlier) > 1 else "An earlier change"):
            st.markdown(_list(earlier))


def _list(lines: list[str]) -> str:
    return "".join(f"\n- {line}" for line in lines)
