"""'Same start, one change': copy a run's settings and seed, alter one thing, and lay both over one another."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from playground.digits.training import TrainingConfig
from playground.digits.training.config import FIELDS
from playground.digits.training.config_field import ConfigField
from playground.digits.training.variations import changed
from playground.errors import PlaygroundError
from playground.markdown import literal
from playground.notices.run_title import run_title
from playground.runs import launcher
from playground.runs.run import Run
from playground.runs.store import RunStore
from playground.ui.compare.chosen_runs import choose
from playground.ui.shared.announcements import announce


def one_change(store: RunStore, runs: Sequence[Run]) -> None:
    """The form; `runs` are those that may be copied, at least one."""
    by_id = {run.id: run for run in runs}
    with st.container(border=True, key="one_change"):
        st.markdown("**Same start, one change**")
        st.caption("Copies settings and seed, so both begin with the same weights and see the same images.")
        run_id = st.selectbox(
            "Copy",
            list(by_id),
            format_func=lambda key: run_title(by_id[key]),
            key="copied_run",
        )
        run = by_id[run_id]
        copied = _choose_copied(run)
        values = {name: getattr(copied, name) for name in FIELDS}
        effective = [name for name, entry in FIELDS.items() if not entry.inapplicable(values)]
        name = st.selectbox(
            "Change its", effective, format_func=lambda key: FIELDS[key].label, key="changed_field"
        )
        entry, now = FIELDS[name], getattr(copied, name)
        text = _choose_value(entry, now, run.id)
        if st.button(
            "Run it",
            type="primary",
            icon=":material/play_arrow:",
            key="run_change",
            width="stretch",
            help=f"Run {run.number} with another {entry.label.lower()}.",
        ):
            try:
                new = start_change(store, run, name, entry.parse(text), copied)
            except PlaygroundError as error:
                st.error(literal(error))
            else:
                announce(f"Run {new.number} begins: its curve grows beside that of run {run.number}.")
                st.rerun()


def _choose_copied(run: Run) -> TrainingConfig:
    """Which settings of a run that was changed while it trained; the changes themselves are not copied."""
    if run.latest_config == run.config:
        return run.config
    choices = {"began": "it began with", "latest": "it has after its changes"}
    chosen = st.radio(
        "Its settings that", list(choices), format_func=choices.get, key=f"copied_settings_{run.id}"
    )
    return run.config if chosen == "began" else run.latest_config


def start_change(
    store: RunStore, run: Run, name: str, value: Any, copied: TrainingConfig | None = None
) -> Run:
    """Queue the copy, of the settings `copied` or those that the run began with, and choose both runs.

    Raises:
        ConfigurationError: see `changed`.
        StoreError: the store cannot be written.
    """
    new = store.create(changed(copied or run.config, name, value), run.dataset, parent=run.id)
    launcher.wake(store)
    choose([run.id, new.id])
    return new


def _choose_value(entry: ConfigField, now: Any, run_id: str) -> str:
    """Another value as text: one of the choices, or typed, beginning with one of the examples."""
    key = f"changed_to_{entry.name}_{run_id}"
    label = f"from {literal(entry.show(now))} to"
    if entry.choices:
        others = [choice for value, choice in entry.choices.items() if value != now]
        each = entry.places is not None
        chosen = st.selectbox(
            label,
            others,
            key=key,
            accept_new_options=each,
            help=f"Or typed, one for each layer: {'-'.join(others[:2])}." if each else None,
        )
        return chosen or ""
    examples = [entry.format(value) for value in entry.parse_values(entry.examples) if value != now]
    return st.text_input(label, examples[-1], key=key)


def train_pair(store: RunStore, dataset: str) -> None:
    """Two first runs: the article's settings, and the same with ten times the learning rate."""
    first = store.create(TrainingConfig(), dataset)
    start_change(store, first, "learning_rate", 0.01)
