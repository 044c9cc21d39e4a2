import math
from pathlib import Path

import pytest
import streamlit

from playground.ui.components.plotly_figure.component import library, read_place


def test_plotly_comes_from_a_file_of_streamlit():
    file = Path(streamlit.__file__).parent / "static/static/js" / library()
    assert "window.Plotly=" in file.read_text("utf-8")


def test_a_place_is_read():
    assert read_place(1.5) == 1.5
    assert read_place(-2) == -2.0


@pytest.mark.parametrize(
    "value",
    [None, True, math.nan, math.inf, "3", [1], {"x": 1}, 10**400],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_place_is_no_click(value):
    assert read_place(value) is None
