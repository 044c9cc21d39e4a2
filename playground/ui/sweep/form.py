"""Which settings a sweep varies, and from where it starts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from playground.digits.datasets import DATASETS, datasets_on_disk
from playground.digits.training import TrainingConfig
from playground.digits.training.config import FIELDS
from playground.digits.training.config_field import ConfigField
from playground.digits.training.variations import MAX_RUNS, grid
from playground.errors import ConfigurationError
from playground.formatting import counted
from playground.markdown import literal
from playground.notices.run_title import run_title
from playground.runs.run import Run
from playground.ui.shared.choice import choose_one, choose_several
from playground.ui.shared.streamlit_workarounds import label_or_key

ARTICLE = "article"
NONE = "none"
FIRST, SECOND = "learning_rate", "batch_size"
"""The settings that the page varies before a choice."""

RECENT = 30
"""How many of the newest runs a sweep may start from."""


def default_settings() -> dict[str, str]:
    """The value of each widget in a new session, by its key."""
    examples = {f"sweep_{name}": FIELDS[name].examples for name in (FIRST, SECOND)}
    return {"sweep_first": FIRST, "sweep_second": SECOND, **examples}


@dataclass(frozen=True)
class SweepPlan:
    """What Start would put into the queue."""

    axes: Mapping[str, Sequence[Any]]
    configs: Sequence[TrainingConfig]
    dataset: str


def choose_sweep(runs: Sequence[Run]) -> SweepPlan | None:
    """The controls; None when they make no grid, after saying why."""
    texts = _choose_axes()
    with st.expander("Start from, and data", icon=":material/tune:"):
        base, dataset = _choose_base(runs), _choose_data()
    try:
        axes = {name: FIELDS[name].parse_values(text) for name, text in texts.items()}
        plan = SweepPlan(axes, grid(base, axes), dataset)
    except ConfigurationError as error:
        st.error(literal(error))
        return None
    sizes = " × ".join(str(len(values)) for values in axes.values())
    runs_planned = f"**{counted(len(plan.configs), 'run')}**"
    number = f"{sizes} = {runs_planned}" if len(axes) > 1 else runs_planned
    epochs = f"{counted(base.epochs, 'epoch')} each" if "epochs" not in axes else "with the epochs that vary"
    st.markdown(f"{number}, {epochs}, on {literal(DATASETS[dataset].label)}.")
    st.caption(f"All begin with the same seed. At most {MAX_RUNS} runs at once.")
    return plan


def _choose_axes() -> dict[str, str]:
    """One or two settings, and their values as text."""
    labels = {name: entry.label for name, entry in FIELDS.items()}
    first = choose_one("Setting", labels, FIRST, "sweep_first", widget=st.selectbox)
    texts = {first: _choose_values(FIELDS[first])}
    others = {NONE: "None", **{name: label for name, label in labels.items() if name != first}}
    usual = SECOND if SECOND in others else NONE
    second = choose_one("Second setting", others, usual, "sweep_second", widget=st.selectbox)
    if second != NONE:
        texts[second] = _choose_values(FIELDS[second])
    return texts


def _choose_values(entry: ConfigField) -> str:
    key = f"sweep_{entry.name}"
    if entry.choices:
        keys = choose_several(
            f"{entry.label}: values",
            {str(value).lower(): label for value, label in entry.choices.items()},
            [str(value).lower() for value in entry.parse_values(entry.examples)],
            key,
            widget=st.multiselect,
        )
        return ", ".join(keys)
    return st.text_input(
        f"{entry.label}: values",
        entry.examples,
        key=key,
        bind="query-params",
        help=f"Several, separated by {'semicolons' if entry.kind == 'text' else 'commas'}.",
    )


def _choose_base(runs: Sequence[Run]) -> TrainingConfig:
    labels, configs = {ARTICLE: "the article's, with a validation part"}, {ARTICLE: TrainingConfig()}
    for run in runs[:RECENT]:
        name = run_title(run)
        changed = run.latest_config != run.config
        labels[run.id], configs[run.id] = name + (", as it began" if changed else ""), run.config
        if changed:
            key = f"{run.id}_changed"
            labels[key], configs[key] = f"{name}, after its changes", run.latest_config
    chosen = st.selectbox(
        "All other settings", list(labels), key="sweep_base", format_func=label_or_key(labels)
    )
    return configs.get(chosen, TrainingConfig())


def _choose_data() -> str:
    keys = [entry.key for entry in datasets_on_disk()]
    return choose_one(
        "Data",
        {key: DATASETS[key].label for key in keys},
        keys[0],
        "sweep_data",
        widget=st.selectbox,
    )
