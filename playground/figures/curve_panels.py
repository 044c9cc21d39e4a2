"""Functions above and their slopes below, over one x axis, with one place on it marked: ECharts options."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

DASHES: tuple[Any, ...] = ("solid", "dashed", "dotted", [14, 4, 3, 4], [2, 6], [20, 6])
SYMBOLS = ("circle", "rect", "diamond", "triangle", "pin", "arrow")
NEUTRAL = "rgba(128, 128, 128, 0.9)"
"""Readable on a light and on a dark background."""
HEIGHT = 500

Option = dict[str, Any]


@dataclass(frozen=True)
class Curve:
    """One function: values and slopes at the places of the shared axis, and at the place that is marked."""

    label: str
    values: Sequence[float]
    slopes: Sequence[float]
    at_probe: tuple[float, float]


def panels_option(
    x: Sequence[float],
    curves: Sequence[Curve],
    probe: float,
    *,
    axis: str,
    names: tuple[str, str],
    limits: tuple[tuple[float, float], tuple[float, float]] | None = None,
    shaded: Sequence[tuple[float, float]] = (),
) -> Option:
    """Two aligned panels; a function has the same colour, dash and symbol in both.

    Args:
        x: the places, ascending.
        curves: what to draw.
        probe: the place that is marked.
        axis: the name of the x axis.
        names: of the two y axes.
        limits: of the two y axes; None to fit.
        shaded: parts of the x axis to shade in the lower panel.
    """
    frame = pd.DataFrame({"x": x}, dtype="float32")
    series: list[Option] = []
    for index, curve in enumerate(curves):
        for panel, (numbers, place) in enumerate(
            zip((curve.values, curve.slopes), curve.at_probe, strict=True)
        ):
            column = f"{curve.label}{' slope' if panel else ''}"
            frame[column] = pd.Series(numbers, dtype="float32")
            series.append(_line(curve.label, column, index, panel))
            series.append(_dot(curve.label, index, panel, (probe, place)))
    if series:
        series[0]["markLine"] = series[2]["markLine"] = _marker(probe)
        series[2]["markArea"] = {
            "silent": True, "itemStyle": {"color": "rgba(128, 128, 128, 0.14)"},
            "data": [[{"xAxis": low}, {"xAxis": high}] for low, high in shaded],
        }  # fmt: skip
    low, high = round(float(x[0]), 2), round(float(x[-1]), 2)  # the axis ends in whole steps
    top, bottom = limits or (None, None)
    return {
        "animation": False,
        "dataset": [{"source": frame}],
        "legend": {"top": 0, "type": "scroll", "data": [curve.label for curve in curves]},
        "tooltip": {"trigger": "axis"},
        "axisPointer": {"link": [{"xAxisIndex": "all"}]},
        "grid": [
            {"left": 56, "right": 14, "top": 36, "height": 218, "outerBoundsMode": "none"},
            {"left": 56, "right": 14, "top": 282, "height": 160, "outerBoundsMode": "none"},
        ],
        "xAxis": [_x_axis(0, low, high, ""), _x_axis(1, low, high, axis)],
        "yAxis": [_y_axis(0, names[0], top), _y_axis(1, names[1], bottom)],
        "series": series,
    }


def _line(label: str, column: str, index: int, panel: int) -> Option:
    return {
        "type": "line", "name": label, "showSymbol": False, "xAxisIndex": panel, "yAxisIndex": panel,
        "encode": {"x": "x", "y": column}, "lineStyle": {"width": 2.5, "type": DASHES[index % len(DASHES)]},
    }  # fmt: skip


def _dot(label: str, index: int, panel: int, place: tuple[float, float]) -> Option:
    """The same name as its line, so that the legend shows and hides both."""
    finite = abs(place[1]) < 1e30
    return {
        "type": "scatter", "name": label, "xAxisIndex": panel, "yAxisIndex": panel,
        "data": [list(place)] if finite else [], "symbol": SYMBOLS[index % len(SYMBOLS)], "symbolSize": 12,
        "tooltip": {"show": False}, "silent": True, "z": 5,
    }  # fmt: skip


def _marker(probe: float) -> Option:
    return {
        "silent": True, "symbol": "none", "animation": False, "label": {"show": False},
        "lineStyle": {"color": NEUTRAL, "type": "dotted", "width": 1.5}, "data": [{"xAxis": probe}],
    }  # fmt: skip


def _x_axis(panel: int, low: float, high: float, name: str) -> Option:
    return {
        "type": "value", "gridIndex": panel, "min": low, "max": high, "name": name, "nameLocation": "middle",
        "nameGap": 26, "axisLabel": {"show": panel == 1},
    }  # fmt: skip


def _y_axis(panel: int, name: str, limits: tuple[float, float] | None) -> Option:
    bounds = {} if limits is None else {"min": limits[0], "max": limits[1]}
    return {
        "type": "value", "gridIndex": panel, "name": name, "nameLocation": "middle", "nameGap": 40, "scale": True, **bounds,
    }  # fmt: skip
