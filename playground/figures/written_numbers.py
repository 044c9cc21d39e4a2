"""Numbers in the tooltips and on the logarithmic axes of ECharts, as sentences write them.

ECharts knows printf's notation alone, which writes 7.232e-6; so a tooltip shows a column of texts, and an axis of
powers of ten has a second axis with the names of the powers.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from playground.formatting import format_number

AS_TEXT = "{}, written"
"""The name of the column that the tooltip of a column shows; no reader sees it."""

LOGARITHM = "log10 of {}"
"""The name of the column that a logarithmic axis draws in the place of a column."""

MOST_POWERS = 7
"""Names on an axis of powers of ten."""

Option = dict[str, Any]


def tooltip_number(number: float) -> str:
    """Four significant digits."""
    return format_number(number, 4)


def with_written_numbers(option: Option, write: Callable[[float], str] = tooltip_number) -> Option:
    """The option, the tooltips of those series that read a dataset showing each number as `write` does.

    What a tooltip shows as text already stays.
    """
    frames = [dataset["source"] for dataset in option.get("dataset", ())]
    series = []
    for line in option["series"]:
        encode, place = line.get("encode", {}), line.get("datasetIndex", 0)
        shown = encode.get("tooltip", encode.get("y"))
        if "data" in line or not frames or shown is None or not is_numeric_dtype(frames[place][shown]):
            series.append(line)
            continue
        written = AS_TEXT.format(shown)
        frames[place] = frames[place].assign(**{written: _texts(frames[place][shown], write)})
        series.append({**line, "encode": {**encode, "tooltip": written}})
    if not frames:
        return option
    return {**option, "dataset": [{"source": frame} for frame in frames], "series": series}


def _texts(numbers: pd.Series, write: Callable[[float], str]) -> pd.Series:
    """None where there is no number: the tooltip leaves it out, as the line does."""
    texts = [None if math.isnan(number) else write(number) for number in numbers.astype(float)]
    return pd.Series(texts, index=numbers.index, dtype=object)


def written_points(points: Iterable[Sequence[float]], template: str = "({}, {})") -> Option:
    """For a series: these points as data, each with the words that its tooltip shows.

    Args:
        points: x and y of each.
        template: the words, with a place for each of the two numbers.
    """
    data = [[float(x), float(y), template.format(tooltip_number(x), tooltip_number(y))] for x, y in points]
    return {"data": data, "encode": {"x": 0, "y": 1, "tooltip": 2}}


def header(name: str, decimals: int = 0) -> Option:
    """For an axis: the first line of its tooltip says `step 548` in place of `548.00`."""
    return {"axisPointer": {"label": {"precision": decimals, "formatter": f"{name} {{value}}"}}}


def with_logarithms(frame: pd.DataFrame, columns: list[str], largest: float = np.inf) -> pd.DataFrame:
    """The frame with a column `LOGARITHM` for each of these; what is 0 or less, or above `largest`, is left out."""
    numbers = frame[columns].where(lambda column: (column > 0) & (column < largest))
    return frame.assign(**numbers, **np.log10(numbers).rename(columns=LOGARITHM.format))


def powers_of_ten(low: float, high: float, **settings: Any) -> list[Option]:
    """Two upright axes: the one of the logarithms that are drawn, and beside it the names of the powers.

    Args:
        low: the smallest number drawn, above 0.
        high: the largest one.
        settings: of the first axis, such as its name.
    """
    first, last = math.floor(math.log10(low) + 1e-9), math.ceil(math.log10(high) - 1e-9)
    step = max(1, -(-(last - first) // MOST_POWERS))
    last = first + step * max(1, -(-(last - first) // step))
    numbers = {"type": "value", "min": first, "max": last, "interval": step, "axisLabel": {"show": False}}
    names = {
        "type": "category",
        "position": "left",
        "boundaryGap": False,
        "data": [format_number(float(f"1e{power}")) for power in range(first, last + 1)],
        "axisLabel": {"interval": step - 1},
        "axisTick": {"show": False},
        "axisLine": {"show": False},
        "splitLine": {"show": False},
        "axisPointer": {"show": False},
    }
    return [{**numbers, **settings}, names]
