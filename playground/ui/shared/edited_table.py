"""A small table of numbers to edit; what is changed stands in the URL, a query parameter for each row."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from playground.ui.shared.query_parameters import mark_read

MAX_ROWS = 50


@dataclass(frozen=True)
class NumberRange:
    """What a column takes: its least and its largest number, and the step between two of them; None: any."""

    low: float
    high: float
    step: float | None = None

    def __contains__(self, number: float) -> bool:
        return self.low <= number <= self.high  # NaN is in no range


def edited_table(
    name: str, frame: pd.DataFrame, ranges: Sequence[NumberRange], *, grows: bool = False
) -> pd.DataFrame:
    """The table as the visitor edited it, without unfinished rows.

    An experiment sets the table by `st.session_state[name]`, rows or None for `frame`, which is read once and removed.

    Args:
        name: the query parameter, and the key in the session.
        frame: the numbers to begin with.
        ranges: what each column takes.
        grows: whether rows may be added and deleted.
    """
    base, version = f"{name}_base", f"{name}_version"
    key = f"{name}_table_{st.session_state.get(version, 0)}"
    if name in st.session_state:
        st.session_state[version] = st.session_state.get(version, 0) + 1
        key = f"{name}_table_{st.session_state[version]}"
        st.session_state[base] = _table(st.session_state.pop(name), frame, ranges, grows)
    elif key not in st.session_state:  # it is drawn for the first time, or again
        st.session_state[base] = _table(_rows_in_url(name), frame, ranges, grows)
    settings = {
        label: st.column_config.NumberColumn(
            min_value=own.low, max_value=own.high, step=own.step, required=True
        )
        for label, own in zip(frame, ranges, strict=True)
    }
    edited = st.data_editor(
        st.session_state[base],
        key=key,
        hide_index=True,
        num_rows="dynamic" if grows else "fixed",
        column_config=settings,
    )
    edited = edited.dropna().reset_index(drop=True)
    _write_url(name, edited, frame)
    return edited


def _rows_in_url(name: str) -> list[list[float]] | None:
    """The rows in the URL, with NaN for what is no number; None where there are none."""
    mark_read(name)
    rows = st.query_params.get_all(name)
    return [[_number(word) for word in row.split()] for row in rows] or None


def _number(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        return math.nan


def _table(
    rows: Sequence[Sequence[float]] | None, frame: pd.DataFrame, ranges: Sequence[NumberRange], grows: bool
) -> pd.DataFrame:
    """`rows` as a table like `frame`; `frame` itself where they are none that could have been typed into it."""
    if rows is None or not (1 <= len(rows) <= MAX_ROWS if grows else len(rows) == len(frame)):
        return frame
    fits = all(
        len(row) == len(ranges) and all(number in own for number, own in zip(row, ranges, strict=True))
        for row in rows
    )
    return pd.DataFrame(rows, columns=frame.columns, dtype="float64") if fits else frame


def _write_url(name: str, edited: pd.DataFrame, frame: pd.DataFrame) -> None:
    """Write the rows into the URL, or remove them where they are the default."""
    same = edited.shape == frame.shape and bool((edited.to_numpy() == frame.to_numpy()).all())
    rows = [] if same else [" ".join(f"{number:.12g}" for number in row) for row in edited.to_numpy()]
    if rows and rows != st.query_params.get_all(name):
        st.query_params[name] = rows
    elif not rows and name in st.query_params:
        del st.query_params[name]
