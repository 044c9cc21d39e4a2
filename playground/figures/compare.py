"""Runs laid over one another: smoothed loss above, test accuracy below, as one ECharts option."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from playground.figures.train import AXES, SMOOTHING
from playground.runs.curves import Curve

Option = dict[str, Any]

DASHES: tuple[Any, ...] = ("solid", "dashed", "dotted", [14, 4, 3, 4])
SYMBOLS = ("circle", "diamond", "triangle", "rect", "emptyCircle", "emptyTriangle")
COLORS = 6
"""How many colours the theme has; the next run takes the first again, with another dash and symbol."""

LEGEND_ROW, LOSS_HEIGHT, TEST_HEIGHT, GAP, FOOT = 18, 220, 170, 34, 52
"""Heights in pixels."""


def points_for(runs: int) -> int:
    """How many points so many runs may have together: an update of the chart stays near 15 kB."""
    return max(1000 - 60 * runs, 300)


def comparison_height(runs: int) -> int:
    """The height in pixels that the chart of so many runs needs."""
    return runs * LEGEND_ROW + 16 + LOSS_HEIGHT + GAP + TEST_HEIGHT + FOOT


def comparison_option(
    curves: Mapping[str, Curve], axis: str, window: tuple[float, float], log: bool = False
) -> Option:
    """One line a run in each of two pictures with a common x axis.

    Args:
        curves: what the legend says of a run, to its curve.
        axis: a key of `AXES`.
        window: the ends of the x axis, so that nothing moves while curves grow.
        log: a logarithmic axis for the loss; a loss of 0 or less is left out.
    """
    x = {"type": "value", "min": window[0], "max": max(window[1], window[0] + 1e-6)}
    foot = {"name": AXES[axis].lower(), "nameLocation": "middle", "nameGap": 26}
    y = {"nameLocation": "middle", "nameGap": 42, "scale": True}
    return {
        "animation": False,
        "legend": {
            "orient": "vertical", "top": 0, "left": 0, "itemGap": 6, "itemWidth": 44,
            "textStyle": {"fontSize": 13},
        },
        "grid": _grids(len(curves)),
        "axisPointer": {"link": [{"xAxisIndex": "all"}]},
        "tooltip": {"trigger": "axis", "valueFormatter": "%.4f", "confine": True},
        "dataset": [{"source": smoothed_losses(curves, log)}, {"source": _tests(curves)}],
        "xAxis": [
            {**x, "gridIndex": 0, "axisLabel": {"show": False}},
            {**x, **foot, "gridIndex": 1, "axisLabel": {"hideOverlap": True}},
        ],
        "yAxis": [
            {**y, "gridIndex": 0, "type": "log" if log else "value", "name": "loss, smoothed"},
            {**y, "gridIndex": 1, "type": "value", "name": "test accuracy (%)"},
        ],
        "series": [
            *(_line(number, label, "loss") for number, label in enumerate(curves)),
            *(_line(number, label, "accuracy") for number, label in enumerate(curves)),
        ],
    }  # fmt: skip


def _grids(runs: int) -> list[Option]:
    """Where both pictures stand, below a legend of so many rows."""
    top = runs * LEGEND_ROW + 16
    sides = {"left": 40, "right": 18}
    return [
        {**sides, "top": top, "height": LOSS_HEIGHT},
        {**sides, "top": top + LOSS_HEIGHT + GAP, "height": TEST_HEIGHT},
    ]


def _line(number: int, label: str, what: str) -> Option:
    """A series; ECharts gives both series of one name the same colour and legend entry."""
    turn = number // COLORS
    line: Option = {
        "type": "line", "name": label, "encode": {"x": f"x{number}", "y": f"y{number}"},
        "symbol": SYMBOLS[(number + turn) % len(SYMBOLS)],
        "lineStyle": {"width": 2.5, "type": DASHES[number % len(DASHES)]},
    }  # fmt: skip
    if what == "loss":
        return {**line, "showSymbol": False}
    picture = {"datasetIndex": 1, "xAxisIndex": 1, "yAxisIndex": 1}
    return {**line, **picture, "symbolSize": 9, "tooltip": {"valueFormatter": "%.2f %%"}}


def smoothed_losses(curves: Mapping[str, Curve], log: bool = False) -> pd.DataFrame:
    """Columns `x0`, `y0`, `x1`, ... of the curves in order; with `log`, losses of 0 or less are missing."""
    columns = {}
    for number, curve in enumerate(curves.values()):
        loss = curve.losses["loss"].replace([np.inf, -np.inf], np.nan)
        smoothed = loss.ewm(alpha=1 - SMOOTHING).mean()
        columns[f"x{number}"] = curve.losses["x"]
        columns[f"y{number}"] = smoothed.where(smoothed > 0) if log else smoothed
    return _side_by_side(columns)


def _tests(curves: Mapping[str, Curve]) -> pd.DataFrame:
    columns = {}
    for number, curve in enumerate(curves.values()):
        columns[f"x{number}"] = curve.tests["x"]
        columns[f"y{number}"] = 100 * curve.tests["accuracy"]
    return _side_by_side(columns)


def _side_by_side(columns: Mapping[str, pd.Series]) -> pd.DataFrame:
    """One frame for all runs, shorter ones filled up with NaN: a frame for each would cost 1 KB more each."""
    series = [values.reset_index(drop=True).rename(name) for name, values in columns.items()]
    return pd.concat(series, axis=1).astype(np.float32) if series else pd.DataFrame()
