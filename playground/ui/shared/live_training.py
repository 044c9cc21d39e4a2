"""Networks small enough to be trained on the page: some steps at each tick, with pause, single steps and restart.

The work stays in the server, but no tick takes longer than `WORK`: others are answered in between. What takes longer
than seconds is a run, in a process of its own (`playground.runs`).
"""

import time
from collections.abc import Callable, Hashable
from typing import Protocol, TypeVar

import streamlit as st

from playground.ui.shared import columns
from playground.ui.shared.streamlit_workarounds import fragment_in_container

TICK = 0.25
"""Seconds between two ticks while it trains."""
WORK = 0.1
"""Seconds of training in each of them."""
MOST_STEPS = 60
"""In each of them, so that a fast one can be followed with the eyes."""


class Trainer(Protocol):
    """What trains a network step by step."""

    @property
    def finished(self) -> bool:
        """Whether no further step is useful."""

    def step(self) -> None:
        """Train one step."""


AnyTrainer = TypeVar("AnyTrainer", bound=Trainer)


def train_live(
    name: str,
    settings: Hashable,
    begin: Callable[[], AnyTrainer],
    draw: Callable[[AnyTrainer, bool], None],
) -> None:
    """The buttons, and what `draw` makes of the trainer, again and again while it trains.

    Args:
        name: the trainer's key in the session.
        settings: another value makes another trainer.
        begin: makes a trainer that has done no step.
        draw: writes the elements; its second argument is whether the trainer is running.
    """
    if st.session_state.get(f"{name}_settings") != settings:
        st.session_state[f"{name}_settings"] = settings
        _restart(name, begin)
    running = st.session_state[f"{name}_runs"]
    fragment = fragment_in_container(_tick, run_every=TICK if running else None)
    fragment(name, begin, draw, running)


def _restart(name: str, begin: Callable[[], Trainer]) -> None:
    st.session_state[name], st.session_state[f"{name}_runs"] = begin(), False


def _run(name: str, running: bool) -> None:
    st.session_state[f"{name}_runs"] = running


def _tick(
    name: str,
    begin: Callable[[], AnyTrainer],
    draw: Callable[[AnyTrainer, bool], None],
    running: bool,
) -> None:
    """Train for `WORK` seconds, then draw. `running` is whether this fragment was started with a timer."""
    trainer = st.session_state[name]
    if st.session_state[f"{name}_runs"]:
        until = time.monotonic() + WORK
        for _ in range(MOST_STEPS):
            if trainer.finished or time.monotonic() > until:
                break
            trainer.step()
        if trainer.finished:
            _run(name, False)
    if st.session_state[f"{name}_runs"] != running:
        st.rerun()  # a fragment's timer is set where the fragment is started
    _buttons(name, begin, trainer, running)
    draw(trainer, running)


def _buttons(name: str, begin: Callable[[], Trainer], trainer: Trainer, running: bool) -> None:
    with columns.switches(horizontal=True):
        # Two buttons, not one that switches: its callback might be called twice (see streamlit_workarounds.py).
        if running:
            st.button(
                "Pause",
                icon=":material/pause:",
                type="primary",
                key="pause",
                on_click=_run,
                args=(name, False),
            )
        else:
            st.button(
                "Train",
                icon=":material/play_arrow:",
                type="primary",
                key="train",
                on_click=_run,
                args=(name, True),
                disabled=trainer.finished,
            )
        st.button(
            "One step",
            icon=":material/skip_next:",
            key="one_step",
            on_click=trainer.step,
            disabled=running or trainer.finished,
        )
        st.button(
            "Start again", icon=":material/restart_alt:", key="again", on_click=_restart, args=(name, begin)
        )
