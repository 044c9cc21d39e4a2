"""'Same start, one change': copy a run's settings and seed, alter one thing, and lay both over one another."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from playground.digits.training import TrainingConfig
from playground.digits.training.config import FIELDS
from playground.digits.training.config_field import ConfigField
from playground.digits.training.variations import changed
from playground.errors import PlaygroundError
from playground.runs import launcher
from playground.runs.run import Run
from playground.runs.store import RunStore
from playground.ui.compare.chosen_runs import choose


def one_change(store: RunStore, runs: Sequence[Run]) -> None:
    """The form; `runs` are those that may be copied, at least one."""
    by_id = {run.id: run for run in runs}
    with st.container(border=True, key="one_change"):
        st.markdown("**Same start, one change**")
        st.caption("Copies settings and seed, so both begin with the same weights and see the same images.")
        run_id = st.selectbox(
            "Copy",
            list(by_id),
            format_func=lambda key: f"Run {by_id[key].number}: {by_id[key].name}",
            key="copied_run",
        )
        run = by_id[run_id]
        name = st.selectbox(
            "Change its", list(FIELDS), format_func=lambda key: FIELDS[key].label, key="changed_field"
        )
        entry, now = FIELDS[name], getattr(run.config, name)
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
                start_change(store, run, name, entry.parse(text))
            except PlaygroundError as error:
                st.error(str(error))
            else:
                st.rerun()


def start_change(store: RunStore, run: Run, name: str, value: Any) -> Run:
    """Queue the copy, and choose both runs.

    Raises:
        ConfigurationError: see `changed`.
        StoreError: the store cannot be written.
    """
    new = store.create(changed(run.config, name, value), run.dataset, parent=run.id)
    launcher.wake(store)
    choose([run.id, new.id])
    return new


def _choose_value(entry: ConfigField, now: Any, run_id: str) -> str:
    """Another value as text: one of the choices, or typed, beginning with one of the examples."""
    key = f"changed_to_{entry.name}_{run_id}"
    label = f"from {entry.format(now)} to"
    if entry.choices:
        others = [choice for value, choice in entry.choices.items() if value != now]
        return st.selectbox(label, others, key=key)
    examples = [entry.format(value) for value in entry.parse_values(entry.examples) if value != now]
    return st.text_input(label, examples[-1], key=key)


def train_pair(store: RunStore, dataset: str) -> None:
    """Two first runs: the article's settings, and the same with ten times the learning rate."""
    first = store.create(TrainingConfig(), dataset)
    start_change(store, first, "learning_rate", 0.01)
