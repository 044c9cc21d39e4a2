"""A small table of numbers to edit; what is changed stands in the address, a row at a time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

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
    """The table as the visitor left it, without unfinished rows.

    What the session holds under `name`, rows or None for `frame`, is taken over once: so an experiment sets the table.

    Args:
        name: the key in the address.
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
        st.session_state[base] = _table(_rows_in_address(name), frame, ranges, grows)
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
    _tell(name, edited, frame)
    return edited


def _rows_in_address(name: str) -> list[list[float]] | None:
    """What the address says, a number where it says none being NaN; None: nothing."""
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


def _tell(name: str, edited: pd.DataFrame, frame: pd.DataFrame) -> None:
    """The address names the rows, unless they are those to begin with."""
    same = edited.shape == frame.shape and bool((edited.to_numpy() == frame.to_numpy()).all())
    rows = [] if same else [" ".join(f"{number:.12g}" for number in row) for row in edited.to_numpy()]
    if rows and rows != st.query_params.get_all(name):
        st.query_params[name] = rows
    elif not rows and name in st.query_params:
        del st.query_params[name]
