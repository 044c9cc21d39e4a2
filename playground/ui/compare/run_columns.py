"""The columns of the table of runs."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from playground.digits.datasets import dataset_name
from playground.digits.training.config import FIELDS
from playground.digits.training.variations import differing
from playground.notices.changes import short_changes
from playground.runs.run import STATES, Run

VALIDATION, TEST = "Validation accuracy", "Test accuracy"

Columns = dict[str, list[Any]]
"""Heading to one value a run."""


def table_of(runs: Sequence[Run]) -> pd.DataFrame:
    """One row a run: number, name, accuracies of the kept network in percent, state, the settings that are not all alike, and seconds."""
    columns = {
        "Run": [run.number for run in runs],
        "Name": [run.name for run in runs],
        **_validation_column(runs),
        TEST: [_percent(run.test_accuracy) for run in runs],
        "State": [STATES[run.state] for run in runs],
        **_progress_column(runs),
        **_setting_columns(runs),
        **_change_column(runs),
        **_data_column(runs),
        "Seconds": [run.seconds or None for run in runs],
    }
    numbers = [name for name in (VALIDATION, TEST, "Seconds") if name in columns]
    return pd.DataFrame(columns).astype(dict.fromkeys(numbers, float))


def _validation_column(runs: Sequence[Run]) -> Columns:
    """Where any run has a validation part: by this one chooses."""
    if all(run.validation_accuracy is None for run in runs):
        return {}
    return {VALIDATION: [_percent(run.validation_accuracy) for run in runs]}


def _progress_column(runs: Sequence[Run]) -> Columns:
    """Steps done in percent, while a run waits or trains."""
    if not any(run.active for run in runs):
        return {}
    return {"Progress": [100 * run.step / run.total_steps if run.total_steps else 0.0 for run in runs]}


def _setting_columns(runs: Sequence[Run]) -> Columns:
    names = differing([run.config for run in runs])
    return {
        FIELDS[name].label: [FIELDS[name].show(getattr(run.config, name)) for run in runs] for name in names
    }


def _change_column(runs: Sequence[Run]) -> Columns:
    """What was changed while a run trained, where any was."""
    texts = [short_changes(run) for run in runs]
    return {"Changed on the way": texts} if any(texts) else {}


def _data_column(runs: Sequence[Run]) -> Columns:
    if len({run.dataset for run in runs}) < 2:
        return {}
    return {"Data": [dataset_name(run.dataset) for run in runs]}


def _percent(share: float | None) -> float | None:
    """Below 1 never as much as is written 100.00 %."""
    return None if share is None else 100.0 if share == 1 else min(100 * share, 99.99)
