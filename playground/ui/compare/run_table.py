"""The table of all runs, in which those to be laid over one another are ticked."""

import hashlib
import time
from collections.abc import Sequence
from functools import partial

import streamlit as st

from playground.formatting import counted
from playground.runs.run import Run
from playground.runs.store import RunStore
from playground.ui.compare.chosen_runs import choose, chosen_ids
from playground.ui.compare.run_columns import TEST, VALIDATION, table_of
from playground.ui.shared.actions import action
from playground.ui.shared.announcements import announce
from playground.ui.shared.confirmation import ask_first
from playground.ui.shared.live import live

ROWS = 6
"""How many rows are seen before the table scrolls."""

_JUST_DELETED, _SHOWN, _SHOWN_TICKS = "just_deleted", "run_table_shown", "run_table_ticks"
_FORMATS = {
    "Run": st.column_config.NumberColumn(width=50, format="%d", pinned=True),
    "Name": st.column_config.TextColumn(width="medium"),
    VALIDATION: st.column_config.NumberColumn(
        format="%.2f %%",
        help="Of the network that the run keeps: the epoch that is best by it. Choose by this one.",
    ),
    TEST: st.column_config.NumberColumn(
        format="%.2f %%",
        help="Of the network that the run keeps: what to expect of images that it never saw.",
    ),
    "Progress": st.column_config.ProgressColumn(width="small", format="%d %%", min_value=0, max_value=100),
    "Seconds": st.column_config.NumberColumn(format="%.1f"),
}


def run_table(store: RunStore) -> None:
    """The table with its buttons, drawn again whenever any run changes."""
    every = 0.5 if store.list(["queued", "running"]) else 2.0
    live(partial(_draw, store), store.revision, "run_table", every)


def _draw(store: RunStore) -> None:
    runs = store.list()
    ids = [run.id for run in runs]
    chosen = chosen_ids(runs)
    if runs:
        key = st.session_state[_SHOWN] = _table_key(ids, chosen)
        st.session_state[_SHOWN_TICKS] = chosen
        st.dataframe(
            table_of(runs),
            key=key,
            hide_index=True,
            column_config=_FORMATS,
            height=37 + 35 * min(len(runs), ROWS),
            on_select=partial(_take_ticks, ids, key),
            selection_mode="multi-row",
            selection_default={"selection": {"rows": [ids.index(run_id) for run_id in chosen]}},
            placeholder="",
            alt=f"Table of {len(runs)} runs, {len(chosen)} of them ticked.",
        )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if runs:
            st.caption(f"{len(chosen)} of {len(runs)} ticked", width="content")
        _buttons(store, runs, chosen)


def _buttons(store: RunStore, runs: Sequence[Run], chosen: Sequence[str]) -> None:
    waiting = [run.id for run in runs if run.state == "queued"]
    if chosen:
        number = "the ticked run" if len(chosen) == 1 else f"the {len(chosen)} ticked runs"
        st.button(
            f"Delete {number}",
            icon=":material/delete:",
            key="delete_runs",
            on_click=action(_delete, store, list(chosen)),
        )
    if waiting:
        number = "the waiting run" if len(waiting) == 1 else f"all {len(waiting)} waiting runs"
        question = (
            "The run that waits is stopped before it begins"
            if len(waiting) == 1
            else f"The {len(waiting)} runs that wait are stopped before they begin"
        )
        ask_first(
            f"Cancel {number}",
            f"{question}; those that train already go on. Each can be resumed later on the Train page.",
            f"Yes, cancel {number}",
            action(_cancel, store, waiting),
            icon=":material/cancel:",
            key="cancel_waiting",
        )
    undo_button(store)


def undo_button(store: RunStore) -> None:
    """What the last click deleted, as far as it is still in the trash."""
    trash = {run.id: run for run in store.list(deleted=True)}
    deleted = [trash[run_id] for run_id in st.session_state.get(_JUST_DELETED, []) if run_id in trash]
    if not deleted:
        return
    what = f"Run {deleted[0].number} is" if len(deleted) == 1 else f"{len(deleted)} runs are"
    st.markdown(f":material/delete: {what} deleted.", width="content")
    st.button(
        "Undo",
        icon=":material/undo:",
        key="undo_delete",
        type="primary",
        on_click=action(restore, store, [run.id for run in deleted]),
    )


def cancel_waiting(store: RunStore, ids: Sequence[str]) -> None:
    """Take runs out of the queue; one that began to train meanwhile is left alone."""
    for run_id in ids:
        store.change_state(run_id, "queued", state="stopped", message="It was cancelled while it waited.")


def _cancel(store: RunStore, ids: Sequence[str]) -> None:
    cancel_waiting(store, ids)
    announce(f"{counted(len(ids), 'waiting run')} cancelled.")
    st.rerun()


def restore(store: RunStore, ids: Sequence[str]) -> None:
    """Restore runs from the trash and tick them."""
    for run_id in ids:
        store.restore(run_id)
    announce(f"{_named(store, ids)} back.")
    choose([*chosen_ids(store.list()), *(run_id for run_id in ids if run_id not in chosen_ids(store.list()))])
    st.rerun()


def _delete(store: RunStore, ids: Sequence[str]) -> None:
    for run_id in ids:
        store.delete(run_id)
    st.session_state[_JUST_DELETED] = list(ids)
    st.session_state[_SHOWN] = ""
    announce(f"{_named(store, ids)} deleted. Undo is in reach for a day.")
    choose([])
    st.rerun()


def _named(store: RunStore, ids: Sequence[str]) -> str:
    """'Run 3 is', '2 runs are'."""
    if len(ids) > 1:
        return f"{len(ids)} runs are"
    run = store.get(ids[0])
    return "The run is" if run is None else f"Run {run.number} is"


def _take_ticks(ids: Sequence[str], key: str) -> None:
    # The browser also reports the ticks that a table began with, and late: perhaps of a table that is gone.
    if key != st.session_state.get(_SHOWN) or key not in st.session_state:
        return
    ticked = [ids[row] for row in sorted(st.session_state[key]["selection"]["rows"]) if row < len(ids)]
    if set(ticked) != set(st.session_state[_SHOWN_TICKS]):
        choose(ticked)
        st.session_state.pop(_JUST_DELETED, None)
        st.rerun()


def _table_key(ids: Sequence[str], chosen: Sequence[str]) -> str:
    """A new key, and so a table with fresh ticks, when rows came or went, or something else than a tick chose runs."""
    digest = hashlib.sha1(",".join(ids).encode(), usedforsecurity=False).hexdigest()[:8]
    key = f"runs_{digest}_{st.session_state.get('run_table_turn', 0)}"
    state = st.session_state.get(key)
    if state is None:
        return key
    ticked = {ids[row] for row in state["selection"]["rows"] if row < len(ids)}
    if ticked == set(chosen):
        return key
    st.session_state["run_table_turn"] = time.monotonic_ns()
    return f"runs_{digest}_{st.session_state['run_table_turn']}"
