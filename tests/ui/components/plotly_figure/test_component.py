import math
from pathlib import Path

import pytest
import streamlit

from playground.ui.components.plotly_figure.component import Click, library, read_click


def test_plotly_comes_from_a_file_of_streamlit():
    file = Path(streamlit.__file__).parent / "static/static/js" / library()
    assert "window.Plotly=" in file.read_text("utf-8")


def test_a_click_is_read():
    sent = {"x": 1.5, "y": 2, "name": "ReLU", "customdata": [1]}
    assert read_click(sent) == Click(1.5, 2.0, "ReLU", [1])
    assert read_click({"x": "3", "y": "5"}) == Click("3", "5", "", None)


@pytest.mark.parametrize(
    "x", [None, True, math.nan, math.inf, [1], {"a": 1}, 10**400], ids=lambda value: type(value).__name__
)
def test_what_is_no_place_is_no_click(x):
    assert read_click({"x": x, "y": 0.0}) is None
    assert read_click({"x": 0.0, "y": x}) is None


@pytest.mark.parametrize("value", [None, 3, "x", [], {}])
def test_what_is_no_point_is_no_click(value):
    assert read_click(value) is None
