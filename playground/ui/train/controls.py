"""The state and progress of a run, and the buttons that its state allows."""

from collections.abc import Callable

import streamlit as st

from playground.formatting import counted, format_number
from playground.markdown import literal
from playground.runs import launcher
from playground.runs.run import Run
from playground.runs.store import RunStore
from playground.ui.shared.actions import action

REQUESTED = {"pause": "Pausing ...", "stop": "Stopping ..."}


def show_progress(store: RunStore, run: Run) -> None:
    """State and progress of the run with its buttons."""
    if run.state == "queued":
        _show_queued(store, run)
    elif run.state == "running":
        _show_running(run)
    else:
        _show_inactive(run)
    if run.warning:
        st.warning(literal(run.warning))
    show_buttons(store, run)


def _show_queued(store: RunStore, run: Run) -> None:
    place = launcher.queue_position(store, run)
    if place > 1 or store.list(["running"]):
        st.info(f"Waiting for a free place: number {place} in the queue.", icon=":material/hourglass_top:")
    else:
        st.progress(_share(run), "Handing it to a training process ...")


def _show_running(run: Run) -> None:
    if run.step:
        speed = f"{run.images_per_second:,.0f} images a second"
        st.progress(_share(run), f"{_position(run)} · {speed} · {_time_left(run)}")
    else:
        st.progress(0.0, "Reading the data ...")


def _show_inactive(run: Run) -> None:
    match run.state:
        case "paused":
            st.progress(
                _share(run),
                f"Paused. {_position(run)}. It goes on from here, with the same numbers as if it had never paused.",
            )
        case "finished":
            reason = run.message or (
                "Its one epoch is done."
                if run.config.epochs == 1
                else f"All {run.config.epochs} epochs are done."
            )
            st.success(
                f"Finished: {counted(run.step, 'step')} in {format_number(run.seconds)} s of training. {literal(reason)}",
                icon=":material/check_circle:",
            )
        case "stopped":
            st.warning(
                literal(run.message) or f"Stopped at step {run.step:,}: what was learnt until then is kept."
            )
        case "interrupted":
            st.error(
                f"{literal(run.message)} Resume goes on from its last checkpoint.",
                title="The run was interrupted",
            )
        case "diverged":
            st.error(literal(run.message), title="The run diverged")
        case "imported":
            st.info("Imported from a file: there is no curve, but the network can be tested and drawn for.")
        case _:
            st.error(literal(run.message), title="The run failed")


def _position(run: Run) -> str:
    return f"Step {run.step:,} of {run.total_steps:,} · epoch {run.epoch} of {run.config.epochs}"


def _share(run: Run) -> float:
    """Steps done, 0..1."""
    return min(run.step / run.total_steps, 1.0) if run.total_steps else 0.0


def show_buttons(store: RunStore, run: Run) -> None:
    """Pause, Resume and Stop, as far as the run's state allows."""
    with st.container(horizontal=True, gap="small"):
        if run.active:
            requested = REQUESTED.get(run.command)
            _button(
                "Pause", ":material/pause:", store.request_pause, store, run, disabled=requested is not None
            )
            _button("Stop", ":material/stop:", store.request_stop, store, run, disabled=requested is not None)
            if requested:
                st.markdown(f":material/hourglass_top: {requested}")
        elif run.resumable:
            _button("Resume", ":material/play_arrow:", store.request_resume, store, run)
            if run.state in ("paused", "interrupted"):
                _button("Stop", ":material/stop:", store.request_stop, store, run)


def _button(
    label: str, icon: str, send: Callable[[str], bool], store: RunStore, run: Run, *, disabled: bool = False
) -> None:
    def request() -> None:
        send(run.id)
        launcher.wake(store)

    st.button(label, icon=icon, key=label.lower(), on_click=action(request), disabled=disabled)


def _time_left(run: Run) -> str:
    if run.seconds_left is None:
        return "measuring the speed"
    if run.seconds_left < 90:
        return f"{run.seconds_left:.0f} s left"
    return f"{run.seconds_left / 60:.0f} min left"
