"""Every number that a figure shows under the pointer is written as sentences write numbers."""

import inspect
import re
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from playground import figures
from playground.figures.written_numbers import AS_TEXT, powers_of_ten, with_written_numbers, written_points
from playground.formatting import format_number

MODULES = sorted(path.stem for path in Path(figures.__file__).parent.glob("*.py") if path.stem != "__init__")
PRINTF = re.compile(r"%[.\d]*[efg]|valueFormatter|1e\{value\}")
D3 = re.compile(r"%\{y:(?!\.\d~g\})")
"""A number of Plotly's own: `.N~g` is what the component writes as sentences do."""


@pytest.mark.parametrize("module", MODULES)
def test_no_figure_has_a_notation_of_its_own(module):
    source = inspect.getsource(import_module(f"playground.figures.{module}"))
    assert not PRINTF.findall(source)
    assert not D3.findall(source)


def _option(values, **encode):
    frame = pd.DataFrame({"x": range(len(values)), "loss": values, "drawn": values})
    line = {"type": "line", "encode": {"x": "x", "y": "drawn", **encode}}
    return {"dataset": [{"source": frame}], "series": [line]}


def test_a_tooltip_shows_texts_and_the_line_the_numbers():
    option = with_written_numbers(_option([7.232e-6, -1.5, np.nan], tooltip="loss"))
    (dataset,), (line,) = option["dataset"], option["series"]
    assert line["encode"] == {"x": "x", "y": "drawn", "tooltip": AS_TEXT.format("loss")}
    assert dataset["source"][AS_TEXT.format("loss")].tolist() == ["7.232×10⁻⁶", "−1.5", None]


def test_what_is_text_already_stays():
    once = with_written_numbers(_option([0.5]), lambda percent: f"{percent} of all")
    twice = with_written_numbers(once)
    assert twice["dataset"][0]["source"][AS_TEXT.format("drawn")].tolist() == ["0.5 of all"]
    assert twice["series"] == once["series"]


def test_a_chart_without_a_table_stays_as_it_is():
    option = {"series": [{"type": "scatter", **written_points([(-0.5, 2)])}]}
    assert with_written_numbers(option) == option
    assert option["series"][0]["data"] == [[-0.5, 2.0, "(−0.5, 2)"]]


@pytest.mark.parametrize(
    ("low", "high"), [(1.0, 1.0), (0.001, 1000.0), (3e-7, 2.3), (1e-300, 1e8), (5.0, 6.0)]
)
def test_an_axis_of_powers_covers_its_numbers_and_names_its_ticks(low, high):
    numbers, names = powers_of_ten(low, high)
    assert numbers["min"] <= np.log10(low) <= np.log10(high) <= numbers["max"]
    assert names["data"] == [
        format_number(float(f"1e{power}")) for power in range(numbers["min"], numbers["max"] + 1)
    ]
