"""One run on the Train page: its state, its curves while they grow, and its result."""

import time
from collections.abc import Callable
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground.digits.datasets import shows_digits
from playground.digits.training import TrainingConfig
from playground.digits.training.program import program_of
from playground.errors import PlaygroundError
from playground.formatting import format_accuracy
from playground.markdown import literal
from playground.notices.kept_network import describe_kept
from playground.notices.run_title import run_title
from playground.notices.training import GUESSING
from playground.runs import launcher
from playground.runs.changes import in_force
from playground.runs.run import ACTIVE_STATES, Run
from playground.runs.store import MAX_NAME, RunStore
from playground.ui.compare.downloads import downloads, renaming
from playground.ui.shared import frame
from playground.ui.shared.actions import action
from playground.ui.shared.live import LivePart, watch
from playground.ui.shared.networks import model_key
from playground.ui.shared.pages import PAGES
from playground.ui.shared.query_parameters import read_choice, write_choice
from playground.ui.shared.streamlit_workarounds import while_known
from playground.ui.train import curves as run_curves
from playground.ui.train.change_history import history_part
from playground.ui.train.controls import show_progress
from playground.ui.train.live_changes import FormSettings, changes_part, new_run_part

FIRST_POINT_SECONDS = 0.4


def begin(store: RunStore, config: TrainingConfig, dataset: str) -> None:
    """Queue a run before the page is drawn again, so that its first point comes the sooner."""
    try:
        run = store.create(config, dataset)
        launcher.wake(store)
    except PlaygroundError as error:
        st.error(literal(error))
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


def show_chosen_run(store: RunStore, form: FormSettings | None, new_run: DeltaGenerator) -> None:
    """The run in the URL, else the one that this session showed last, else an invitation.

    Args:
        store: where it is.
        form: the settings of the form; None: they are not valid.
        new_run: where it is said which of them need a new one.
    """
    run_id = read_choice("run")
    run = store.get(run_id) if run_id else None
    if run is not None:
        write_choice("run", run.id)
    _choose_run(store, run)
    if run is not None:
        show_run(store, run, form, new_run)
        return
    if run_id:
        st.info("That run is not here any more. Press Start for a new one.", icon=":material/info:")
    st.info(
        "Press **Start training**: the loss curve grows here while you watch.", icon=":material/show_chart:"
    )
    run_curves.show_empty()
    frame.what_to_notice(
        f"Before it has learnt anything the network guesses among its ten outputs: a loss of ln 10 = {GUESSING} and "
        "about 10 % right. The article's settings bring it near 98 % on MNIST."
    )


def _choose_run(store: RunStore, shown: Run | None) -> None:
    """A list of all runs, so that an earlier one can be shown again."""
    runs = {run.id: run for run in store.list()}
    if shown is not None:
        runs.setdefault(shown.id, shown)
    if not runs:
        return

    def show_selected() -> None:
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
        on_change=while_known("shown_run", show_selected),
        placeholder="Look at an earlier run",
    )


def _title(run: Run) -> str:
    """Its label in the list of runs."""
    return run_title(run) + (" (deleted)" if run.deleted_at else "")


def show_run(store: RunStore, run: Run, form: FormSettings | None, new_run: DeltaGenerator) -> None:
    """The run, redrawn when it changes: polled twice a second while it waits or trains, less often afterwards."""
    run_id = run.id
    if run.deleted_at is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(":material/delete: This run is deleted.", width="content")
            st.button("Undo", icon=":material/undo:", key="undo_delete", on_click=_restoring(store, run))
    progress, *charts, result = [
        LivePart(
            partial(_draw_progress, store, run_id, run.active),
            partial(_progress_revision, store, run_id),
            "progress",
        ),
        *run_curves.parts(store, run_id),
        LivePart(partial(_draw_result, store, run_id), partial(_result_revision, store, run_id), "result"),
    ]
    box, history = changes_part(store, run_id, form), history_part(store, run_id)
    below_form = new_run_part(store, run_id, form)
    with new_run:
        below_form.show()
    with st.container(key="run_progress"):
        progress.show()
    loss_place = st.container()  # above the switches, which have to be there first: they say how to draw it
    with st.container(gap=None, key="run_outcome"):
        box.show()
        result.show()  # in the box's place, when there is nothing to be changed any more
    run_curves.choose_view()
    for place, part in zip((loss_place, *[st.container() for _ in charts[1:]]), charts, strict=True):
        with place:
            part.show()
    history.show()  # last: what it adds while a run trains moves nothing
    watch([progress, history, box, result, below_form, *charts], every=0.5 if run.active else 2.0)
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
    with st.container(horizontal=True, vertical_alignment="center"):
        st.metric("Test accuracy", format_accuracy(run.test_accuracy), width=150)
        with st.container(gap="xsmall", key="run_result"):
            with st.container(horizontal=True, gap="small"):
                if shows_digits(run.dataset):
                    _link("draw", "Draw with this model", {"model": model_key(run.id)})
                _link("mistakes", "See its mistakes", {"run": run.id})
                _link("compare", "Compare with other runs", {"runs": run.id})
            if kept := describe_kept(run):
                st.caption(kept)


def _show_actions(store: RunStore, run: Run) -> None:
    """Rename, download or delete a run that is not active."""
    if run.deleted_at is not None:  # where the click was: the same at the top of the run may be a screen away
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/delete: Run {run.number} is deleted.", width="content")
            st.button("Undo", icon=":material/undo:", key="undo_delete_here", on_click=_restoring(store, run))
    with st.expander("Rename, download, delete", icon=":material/inventory_2:"):
        st.text_input(
            "Name",
            run.name,
            key=f"name_{run.id}",
            max_chars=MAX_NAME,
            on_change=while_known(f"name_{run.id}", renaming(store, run)),
        )
        downloads(store, run)
        if run.deleted_at is None:
            st.button(
                "Delete this run",
                icon=":material/delete:",
                key="delete_run",
                on_click=action(store.delete, run.id, done=f"Run {run.number} is deleted."),
                help="It can be brought back for a day.",
            )


def _restoring(store: RunStore, run: Run) -> Callable[[], None]:
    return action(store.restore, run.id, done=f"Run {run.number} is back.")


def _link(page: str, label: str, query: dict[str, str]) -> None:
    if page in PAGES:
        st.page_link(PAGES[page].file, label=label, icon=PAGES[page].icon, query_params=query)


def show_changed_program(store: RunStore) -> None:
    """The program of the shown run, where it was changed: the page's own program is that of the form."""
    run_id = read_choice("run")
    run = store.get(run_id) if run_id else None
    if run is not None and (changes := in_force(run.changes)):
        program = program_of(run.config, run.dataset, run.threads or 1, changes)
        frame.show_pytorch(program, name=f"run {run.number}, with its changes")
