"""Settings of the form that differ from the shown run's: what can change while it trains, and what needs a new run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from playground.digits.datasets import dataset_name
from playground.digits.training import TrainingConfig
from playground.digits.training.changes import describe_change, differences, live_settings
from playground.digits.training.config import FIELDS
from playground.markdown import literal
from playground.runs import launcher
from playground.runs.run import Run
from playground.runs.store import RunStore
from playground.ui.shared.actions import action
from playground.ui.shared.live import LivePart
from playground.ui.train.copy_settings import copy_buttons

_WORDS = {
    "batch_size": "A new batch size holds from the next batch on: the epoch goes on with the images that it has left.",
    "schedule": "A schedule goes on as in a run that had these settings from its beginning.",
}

_ANSWER = "change_answer"
"""In the session: what became of the last change that was asked for, to be said when the box is drawn."""


@dataclass(frozen=True)
class FormSettings:
    """What the form asks for: settings, a data set, and how a run with them is begun."""

    config: TrainingConfig
    data: str
    begin: Callable[[], None]


def changes_part(store: RunStore, run_id: str, form: FormSettings | None) -> LivePart:
    """The box, drawn again when the run is changed or ends; without valid settings of the form there is none."""
    return LivePart(partial(_draw, store, run_id, form), partial(_revision, store, run_id), "live_changes")


def new_run_part(store: RunStore, run_id: str, form: FormSettings | None) -> LivePart:
    """What needs a new run, and the settings of this one. They come and go, so that their place is below the form."""
    return LivePart(partial(_draw_new_run, store, run_id, form), partial(_revision, store, run_id), "new_run")


def _revision(store: RunStore, run_id: str) -> tuple[Any, ...]:
    run = store.get(run_id)
    return () if run is None else (run.state, run.deleted_at, len(run.changes))


def _draw_new_run(store: RunStore, run_id: str, form: FormSettings | None) -> None:
    run = store.get(run_id)
    if run is None or form is None:
        return
    copy_buttons(run)
    _offer_new_run(run, form, *differences(run.latest_config, form.config))


def _draw(store: RunStore, run_id: str, form: FormSettings | None) -> None:
    run = store.get(run_id)
    if answer := st.session_state.pop(_ANSWER, None):
        words, icon = answer
        st.toast(words, icon=icon, duration="long")
    if run is None or form is None or not run.changeable:
        return
    live, fixed = differences(run.latest_config, form.config)
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="live_changes"):
        _offer_change(store, run, live, needs_new_run=bool(fixed))


def _offer_change(store: RunStore, run: Run, live: Mapping[str, Any], *, needs_new_run: bool) -> None:
    """What would change, and the button; without a difference it says how to make one, in as much room."""
    text = describe_change(run.latest_config, live)
    words = " ".join(_WORDS[name] for name in live if name in _WORDS)
    with st.container(gap=None, key="change_words"):
        st.markdown(
            f"**Run {run.number}**: {text}"
            if live
            else f"**Run {run.number}** can be changed while it trains"
        )
        st.caption(_hint(run, bool(live), needs_new_run))
    st.button(
        f"Apply to run {run.number}",
        icon=":material/bolt:",
        key="apply_changes",
        disabled=not live,
        help=words or None,
        on_click=action(_apply, store, run, live, text),
    )


def _hint(run: Run, live: bool, needs_new_run: bool) -> str:
    if live:
        return (
            f"It goes on with this {'from its next step on' if run.active else 'as soon as it is resumed'}."
        )
    if needs_new_run:
        return "What you moved needs a new run: **Start training** begins it."
    *names, last = [FIELDS[name].label.lower() for name in live_settings()]
    return f"Move its {', '.join(names)} or {last}."


def _apply(store: RunStore, run: Run, live: Mapping[str, Any], text: str) -> None:
    if store.request_change(run.id, live):
        st.session_state[_ANSWER] = f"Run {run.number}: {text}.", ":material/bolt:"
        launcher.wake(store)
        return
    st.session_state[_ANSWER] = (
        f"Run {run.number} has ended meanwhile, so the change came too late. Start a new run with these settings.",
        ":material/error:",
    )


def _offer_new_run(run: Run, form: FormSettings, live: Mapping[str, Any], fixed: list[str]) -> None:
    """What cannot change in a run; of one that has ended, nothing can."""
    new = {name: getattr(form.config, name) for name in FIELDS if name in fixed}
    if not run.changeable:
        new |= live
    texts = [literal(describe_change(run.latest_config, new))] if new else []
    if form.data != run.dataset:
        texts.append(literal(f"data {dataset_name(run.dataset)} → {dataset_name(form.data)}"))
    if not texts:
        return
    why = "This needs a new run" if run.changeable else f"Run {run.number} is over, so this needs a new one"
    st.caption(f"{why}: {', '.join(texts)}.")
    st.button(
        "Start a new run with these",
        icon=":material/play_arrow:",
        key="start_changed",
        width="stretch",
        on_click=form.begin,
    )
