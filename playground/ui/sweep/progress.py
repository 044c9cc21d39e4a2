"""How far a sweep has come, with the buttons that stop it and let it go on."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from playground.formatting import counted
from playground.markdown import literal
from playground.runs import launcher
from playground.runs.run import Run
from playground.runs.store import RunStore
from playground.ui.compare.run_table import cancel_waiting
from playground.ui.shared.actions import action
from playground.ui.shared.confirmation import ask_first

MOST_MESSAGES = 2
"""How many different messages of failed runs are shown."""


@dataclass(frozen=True)
class SweepProgress:
    """The runs of a sweep, counted.

    Attributes:
        total: all runs.
        waiting: those in the queue.
        training: those that a worker has.
        resumable: those that ended early and can go on.
        share: of all steps those done, 0..1; a run that ended for good counts as whole.
    """

    total: int
    waiting: int
    training: int
    resumable: int
    share: float

    @classmethod
    def of(cls, runs: Sequence[Run]) -> "SweepProgress":
        """Count these runs."""
        unfinished = [run for run in runs if run.active or run.resumable]
        steps = sum(run.step / (run.total_steps or 1) for run in unfinished)
        return cls(
            total=len(runs),
            waiting=sum(run.state == "queued" for run in runs),
            training=sum(run.state == "running" for run in runs),
            resumable=sum(run.resumable for run in runs),
            share=min((len(runs) - len(unfinished) + steps) / max(len(runs), 1), 1.0),
        )

    @property
    def active(self) -> bool:
        """Whether a run waits or trains."""
        return bool(self.waiting or self.training)

    @property
    def done(self) -> int:
        """Runs that ended for good."""
        return self.total - self.waiting - self.training - self.resumable

    def __str__(self) -> str:
        doing = (
            f"{self.training} training, {self.waiting} waiting"
            if self.active
            else f"{self.resumable} can be resumed"
        )
        return f"{self.done} of {self.total} done, {doing}"


def show_progress(store: RunStore, runs: Sequence[Run]) -> None:
    """A bar with a button, or that all runs are done; why runs failed."""
    progress = SweepProgress.of(runs)
    if progress.done == progress.total:
        st.success(
            "The run is done." if progress.total == 1 else f"All {progress.total} runs are done.",
            icon=":material/check_circle:",
        )
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.progress(progress.share, str(progress))
        if progress.active:
            active = counted(progress.training + progress.waiting, "run")
            ask_first(
                "Stop all",
                f"{active} of this sweep will stop; what is learnt until then is kept, and Resume goes on.",
                f"Yes, stop {active}",
                action(_stop, store, runs, done=f"{active} will stop."),
                icon=":material/stop:",
                key="stop_all",
            )
        else:
            resumable = [run for run in runs if run.resumable]
            st.button(
                "Resume",
                icon=":material/play_arrow:",
                key="resume_all",
                on_click=action(_resume, store, resumable),
            )
    failures = dict.fromkeys(run.message for run in runs if run.state == "failed")
    for message in list(failures)[:MOST_MESSAGES]:
        st.error(literal(message))


def _stop(store: RunStore, runs: Sequence[Run]) -> None:
    cancel_waiting(store, [run.id for run in runs if run.state == "queued"])
    for run in runs:
        current = store.get(run.id)
        if current is not None and current.state == "running":
            store.request_stop(run.id)


def _resume(store: RunStore, runs: Sequence[Run]) -> None:
    for run in reversed(runs):
        store.request_resume(run.id)
    launcher.wake(store)
