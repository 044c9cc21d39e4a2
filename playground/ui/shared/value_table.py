"""A small table with the values of several functions at one place."""

from collections.abc import Mapping

import streamlit as st

from playground.formatting import format_number


def show_value_table(place: str, columns: tuple[str, str], rows: Mapping[str, tuple[float, float]]) -> None:
    """One row a function: its name and its two numbers, with four significant digits; nothing without a function.

    Args:
        place: where the functions are evaluated, the heading of their names.
        columns: the headings of the numbers.
        rows: the two numbers of each function.
    """
    if rows:
        lines = [
            f"| {name} | {format_number(first, 4)} | {format_number(second, 4)} |"
            for name, (first, second) in rows.items()
        ]
        st.markdown("\n".join([f"| {place} | {columns[0]} | {columns[1]} |", "| --- | --: | --: |", *lines]))
