"""Networks small enough to learn on the page: a little at each tick, with pause, single steps and a new start.

The work stays in the server, but no tick takes longer than `WORK`: others are answered in between. What takes longer
than seconds is a run, in a process of its own (`playground.runs`).
"""

import time
from collections.abc import Callable, Hashable
from typing import Protocol, TypeVar

import streamlit as st

from playground.ui.shared.streamlit_workarounds import fragment_in_container

TICK = 0.25
"""Seconds between two looks while it learns."""
WORK = 0.1
"""Seconds of learning in each of them."""


class Learner(Protocol):
    """What can learn step by step."""

    @property
    def finished(self) -> bool:
        """Whether no further step is useful."""

    def step(self) -> None:
        """Learn one step."""


AnyLearner = TypeVar("AnyLearner", bound=Learner)


def learn_live(
    name: str,
    settings: Hashable,
    begin: Callable[[], AnyLearner],
    draw: Callable[[AnyLearner, bool], None],
    most_steps: int = 60,
) -> None:
    """The buttons, and what `draw` makes of the learner, again and again while it learns.

    Args:
        name: the learner's key in the session.
        settings: another value begins again.
        begin: makes a learner.
        draw: writes the elements; it is told whether the learner is learning.
        most_steps: in one tick, so that a fast learner can be followed with the eyes.
    """
    if st.session_state.get(f"{name}_settings") != settings:
        st.session_state[f"{name}_settings"] = settings
        _begin(name, begin)
    running = st.session_state[f"{name}_runs"]
    fragment = fragment_in_container(_tick, run_every=TICK if running else None)
    fragment(name, begin, draw, most_steps, running)


def _begin(name: str, begin: Callable[[], Learner]) -> None:
    st.session_state[name], st.session_state[f"{name}_runs"] = begin(), False


def _run(name: str, running: bool) -> None:
    st.session_state[f"{name}_runs"] = running


def _tick(
    name: str,
    begin: Callable[[], AnyLearner],
    draw: Callable[[AnyLearner, bool], None],
    most_steps: int,
    running: bool,
) -> None:
    """Learn for a moment, then draw. `running` is whether this fragment was started with a timer."""
    learner = st.session_state[name]
    if st.session_state[f"{name}_runs"]:
        until = time.monotonic() + WORK
        for _ in range(most_steps):
            if learner.finished or time.monotonic() > until:
                break
            learner.step()
        if learner.finished:
            _run(name, False)
    if st.session_state[f"{name}_runs"] != running:
        st.rerun()  # a fragment's timer is set where the fragment is started
    _buttons(name, begin, learner, running)
    draw(learner, running)


def _buttons(name: str, begin: Callable[[], Learner], learner: Learner, running: bool) -> None:
    with st.container(horizontal=True):
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
                disabled=learner.finished,
            )
        st.button(
            "One step",
            icon=":material/skip_next:",
            key="one_step",
            on_click=learner.step,
            disabled=running or learner.finished,
        )
        st.button(
            "Start again", icon=":material/restart_alt:", key="again", on_click=_begin, args=(name, begin)
        )
