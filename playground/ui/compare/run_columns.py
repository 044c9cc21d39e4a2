"""The columns of the table of runs."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from playground.digits.datasets import dataset_name
from playground.digits.training.config import FIELDS
from playground.digits.training.variations import differing
from playground.runs.run import STATES, Run

Columns = dict[str, list[Any]]
"""Heading to one value a run."""


def table_of(runs: Sequence[Run]) -> pd.DataFrame:
    """One row a run: number, name, accuracy in percent, state, the settings that are not all alike, and seconds."""
    columns = {
        "Run": [run.number for run in runs],
        "Name": [run.name for run in runs],
        "Best accuracy": [_percent(run.best_accuracy) for run in runs],
        "State": [STATES[run.state] for run in runs],
        **_progress_column(runs),
        **_setting_columns(runs),
        **_data_column(runs),
        "Seconds": [run.seconds or None for run in runs],
    }
    return pd.DataFrame(columns).astype({"Best accuracy": float, "Seconds": float})


def _progress_column(runs: Sequence[Run]) -> Columns:
    """Steps done in percent, while a run waits or trains."""
    if not any(run.active for run in runs):
        return {}
    return {"Progress": [100 * run.step / run.total_steps if run.total_steps else 0.0 for run in runs]}


def _setting_columns(runs: Sequence[Run]) -> Columns:
    names = differing([run.config for run in runs])
    return {
        FIELDS[name].label: [FIELDS[name].format(getattr(run.config, name)) for run in runs] for name in names
    }


def _data_column(runs: Sequence[Run]) -> Columns:
    if len({run.dataset for run in runs}) < 2:
        return {}
    return {"Data": [dataset_name(run.dataset) for run in runs]}


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share
