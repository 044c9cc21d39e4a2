"""The table on a page of its own; typing into its cells is tested in a browser (`tests/browser/test_losses.py`)."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.elements import only

BEGIN = [(0.0, 1.5), (2.0, -3.0)]


def _page(grows: bool) -> None:
    import pandas as pd
    import streamlit as st

    from playground.ui.shared.edited_table import NumberRange, edited_table

    frame = pd.DataFrame([(0.0, 1.5), (2.0, -3.0)], columns=["x", "y"])
    if st.checkbox("Shown", True, key="shown"):
        st.table(edited_table("points", frame, [NumberRange(-9, 9), NumberRange(-5, 5)], grows=grows))


def _open(*rows: str, grows: bool = True) -> AppTest:
    at = AppTest.from_function(_page, kwargs={"grows": grows})
    if rows:
        at.query_params["points"] = list(rows)
    at.run()
    assert not at.exception
    return at


def _rows(at: AppTest) -> list[tuple[float, ...]]:
    table: pd.DataFrame = only(at.table).value
    return list(table.itertuples(index=False, name=None))


def _in_address(at: AppTest) -> list[tuple[float, ...]]:
    rows = at.query_params["points"]
    return [tuple(float(word) for word in row.split()) for row in ([rows] if isinstance(rows, str) else rows)]


def test_it_begins_with_its_numbers_and_leaves_the_address_alone():
    at = _open()
    assert _rows(at) == BEGIN
    assert "points" not in at.query_params


@pytest.mark.parametrize("rows", [["1 2"], ["0 1.5", "2 4"], ["-9 5", "9 -5", "0.125 1e-3"]])
def test_rows_come_from_the_address_and_stay_there(rows):
    at = _open(*rows)
    assert _rows(at) == [tuple(float(word) for word in row.split()) for row in rows]
    at.run()
    assert _in_address(at) == _rows(at)


@pytest.mark.parametrize(
    "rows",
    [
        ["abc"],
        ["1"],
        ["1 2 3"],
        ["1 nan"],
        ["1 inf"],
        ["1 1e400"],
        ["10 0"],
        ["0 1.5", "0 6"],
        ["0 0"] * 51,
    ],
)
def test_what_could_not_have_been_typed_is_left_out_as_a_whole(rows):
    at = _open(*rows)
    assert _rows(at) == BEGIN
    assert "points" not in at.query_params


def test_a_table_that_does_not_grow_takes_as_many_rows_as_it_has():
    assert _rows(_open("1 1", grows=False)) == BEGIN
    assert _rows(_open("1 1", "2 2", grows=False)) == [(1.0, 1.0), (2.0, 2.0)]


def test_an_experiment_sets_it_once():
    at = _open("1 1")
    at.session_state["points"] = [(3.0, 3.0)]
    at.run()
    assert _rows(at) == [(3.0, 3.0)]
    assert _in_address(at) == [(3.0, 3.0)]
    at.run()
    assert _rows(at) == [(3.0, 3.0)]
    at.session_state["points"] = None
    at.run()
    assert _rows(at) == BEGIN
    assert "points" not in at.query_params


def test_it_is_found_again_by_the_address_after_it_was_gone():
    at = _open("1 1")
    at.checkbox(key="shown").uncheck().run()
    assert not at.table
    at.checkbox(key="shown").check().run()
    assert _rows(at) == [(1.0, 1.0)]
