"""One run on the Train page: its state, its curves while they grow, and its result."""

import time
from functools import partial

import streamlit as st

from playground.digits.training import TrainingConfig
from playground.errors import PlaygroundError
from playground.runs import launcher
from playground.runs.run import ACTIVE_STATES, Run
from playground.runs.store import RunStore
from playground.ui.compare.downloads import downloads
from playground.ui.shared import frame
from playground.ui.shared.actions import action
from playground.ui.shared.live import LivePart, watch
from playground.ui.shared.networks import model_key
from playground.ui.shared.pages import PAGES
from playground.ui.shared.query_parameters import read_choice, write_choice
from playground.ui.train import curves as run_curves
from playground.ui.train.controls import show_progress

FIRST_POINT_SECONDS = 0.4


def begin(store: RunStore, config: TrainingConfig, dataset: str) -> None:
    """Queue a run before the page is drawn again, so that its first point comes the sooner."""
    try:
        run = store.create(config, dataset)
        launcher.wake(store)
    except PlaygroundError as error:
        st.error(str(error))
        return
    write_choice("run", run.id)
    _await_first_point(store, run.id)


def _await_first_point(store: RunStore, run_id: str) -> None:
    """Wait a moment for a worker that is ready: its first point then comes with the page, not half a second later."""
    deadline = time.monotonic() + FIRST_POINT_SECONDS
    while time.monotonic() < deadline:
        run = store.get(run_id)
        if run is None or run.step or run.state not in ACTIVE_STATES:
            return
        time.sleep(0.02)


def show_chosen_run(store: RunStore) -> None:
    """The run in the URL, else the one that this session showed last, else an invitation."""
    run_id = read_choice("run")
    run = store.get(run_id) if run_id else None
    if run is not None:
        write_choice("run", run.id)
    _choose_run(store, run)
    if run is not None:
        show_run(store, run)
        return
    if run_id:
        st.info("That run is not here any more. Press Start for a new one.", icon=":material/info:")
    st.info(
        "Press **Start training**: the loss curve grows here while you watch.", icon=":material/show_chart:"
    )
    run_curves.show_empty()
    frame.what_to_notice(
        "Before it has learnt anything the network guesses among ten digits: a loss of ln 10 = 2.30 and "
        "about 10 % right. The article's settings bring it near 98 % on MNIST."
    )


def _choose_run(store: RunStore, shown: Run | None) -> None:
    """A list of all runs, so that an earlier one can be shown again."""
    runs = {run.id: run for run in store.list()}
    if shown is not None:
        runs.setdefault(shown.id, shown)
    if not runs:
        return

    def go() -> None:
        if (
            chosen := st.session_state["shown_run"]
        ) in runs:  # after a rename the browser sends the old label
            write_choice("run", chosen)

    st.session_state["shown_run"] = shown.id if shown is not None else None
    st.selectbox(
        "Run",
        list(runs),
        format_func=lambda key: _title(runs[key]),
        key="shown_run",
        on_change=go,
        placeholder="Look at an earlier run",
    )


def _title(run: Run) -> str:
    """A label that stays the same while the run changes: the browser sends the label."""
    return f"{run.number} · {run.name}" + (" (in the bin)" if run.deleted_at else "")


def show_run(store: RunStore, run: Run) -> None:
    """The run, redrawn when it changes: polled twice a second while it waits or trains, less often afterwards."""
    run_id = run.id
    if run.deleted_at is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(":material/delete: This run is in the bin.", width="content")
            st.button(
                "Undo", icon=":material/undo:", key="undo_delete", on_click=action(store.restore, run.id)
            )
    progress, *charts = [
        LivePart(
            partial(_draw_progress, store, run_id, run.active),
            partial(_progress_revision, store, run_id),
            "progress",
        ),
        *run_curves.parts(store, run_id),
        LivePart(partial(_draw_result, store, run_id), partial(_result_revision, store, run_id), "result"),
    ]
    progress.show()
    loss_place = st.container()  # above the switches, which have to be there first: they say how to draw it
    run_curves.choose_view()
    for place, part in zip((loss_place, *[st.container() for _ in charts[1:]]), charts, strict=True):
        with place:
            part.show()
    watch([progress, *charts], every=0.5 if run.active else 2.0)
    if not run.active:
        _show_actions(store, run)


def _progress_revision(store: RunStore, run_id: str) -> tuple[int, int]:
    run = store.get(run_id)
    if run is None:
        return (-1, 0)
    return run.revision, launcher.queue_position(store, run) if run.state == "queued" else 0


def _draw_progress(store: RunStore, run_id: str, was_active: bool) -> None:
    run = store.get(run_id)
    if run is None or run.active != was_active:
        st.rerun()
    show_progress(store, run)


def _result_revision(store: RunStore, run_id: str) -> tuple[bool, float | None]:
    """A stopped run is tested after it has stopped."""
    run = store.get(run_id)
    return (False, None) if run is None or run.active else (True, run.test_accuracy)


def _draw_result(store: RunStore, run_id: str) -> None:
    run = store.get(run_id)
    if run is None or run.active or run.test_accuracy is None:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="large"):
        st.metric("Test accuracy", f"{run.test_accuracy:.2%}", width=150)
        if run.best_accuracy is not None and run.best_epoch:
            st.metric("Best, after epoch", f"{run.best_accuracy:.2%} · {run.best_epoch}", width=190)
        with st.container(gap="small"):
            _link("draw", "Draw with this model", {"model": model_key(run.id)})
            _link("mistakes", "See its mistakes", {"run": run.id})
            _link("compare", "Compare with other runs", {"runs": run.id})


def _show_actions(store: RunStore, run: Run) -> None:
    """Rename, download or delete a run that is not active."""
    with st.expander("Rename, download, delete", icon=":material/inventory_2:"):
        name = st.text_input("Name", run.name, key=f"name_{run.id}", max_chars=200)
        if name.strip() not in ("", run.name):
            store.rename(run.id, name)
            st.rerun()
        downloads(store, run)
        if run.deleted_at is None:
            st.button(
                "Delete this run",
                icon=":material/delete:",
                key="delete_run",
                on_click=action(store.delete, run.id),
                help="It stays in the bin for a day.",
            )


def _link(page: str, label: str, query: dict[str, str]) -> None:
    if page in PAGES:
        st.page_link(PAGES[page].file, label=label, icon=PAGES[page].icon, query_params=query)
