"""A sweep as ECharts options: accuracy against the setting, as lines or as a heatmap, and the losses of all runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from playground.digits.training.config import FIELDS
from playground.digits.training.config_field import ConfigField
from playground.figures.compare import DASHES, LEGEND_ROW, SYMBOLS, smoothed_losses
from playground.runs.curves import Curve

Option = dict[str, Any]

FEW = 8
"""So many loss curves still have a legend; of more only the best one stands out."""

GRAY = "rgba(138, 141, 152, 0.55)"
BLUE = (52, 83, 209)
"""Blue on which white numbers are readable, in the light theme and in the dark one."""


@dataclass(frozen=True)
class SweepResult:
    """What one run of a sweep reached.

    Attributes:
        values: its value of each axis.
        accuracy: its best test accuracy, 0..1; None before the first test.
    """

    values: tuple[Any, ...]
    accuracy: float | None


def lines_option(axes: Mapping[str, Sequence[Any]], results: Sequence[SweepResult]) -> Option:
    """Accuracy in percent against the first setting, one line for each value of the second.

    Args:
        axes: one or two settings with their values; the axis shows all values from the beginning.
        results: of all runs, in any order.
    """
    (entry, across), *rest = _entries(axes)
    lines = rest[0][1] if rest else [None]
    reached = {result.values: 100 * result.accuracy for result in results if result.accuracy is not None}
    frame = pd.DataFrame({"x": across if entry.log_axis else [entry.format(value) for value in across]})
    series = []
    for number, value in enumerate(lines):
        name = rest[0][0].describe(value) if rest else "best test accuracy"
        keys = [(one,) if not rest else (one, value) for one in across]
        frame[f"y{number}"] = np.array([reached.get(key, np.nan) for key in keys], dtype=np.float32)
        series.append(_accuracy_line(number, name))
    return {
        "animation": False,
        "legend": {"orient": "vertical", "top": 0, "left": 0, "itemGap": 6, "itemWidth": 44, "show": bool(rest)},
        "grid": {"left": 40, "right": 24, "top": 12 + (LEGEND_ROW * len(lines) if rest else 0), "bottom": 22},
        "tooltip": {"trigger": "axis", "valueFormatter": "%.2f %%", "confine": True},
        "dataset": [{"source": frame}],
        "xAxis": _setting_axis(entry, across),
        "yAxis": {
            "type": "value", "name": "test accuracy (%)", "nameLocation": "middle", "nameGap": 42, "scale": True,
            "max": 100,
        },
        "series": series,
    }  # fmt: skip


def heatmap_option(axes: Mapping[str, Sequence[Any]], results: Sequence[SweepResult]) -> Option:
    """Two settings: a cell a combination, its accuracy in percent as number and as depth of colour."""
    (first, across), (second, up) = _entries(axes)
    known = [result.accuracy for result in results if result.accuracy is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    cells = []
    for result in results:
        x, y = (first.format(result.values[0]), second.format(result.values[1]))
        if result.accuracy is not None:
            share = (result.accuracy - low) / ((high - low) or 1.0)
            cells.append(_cell(x, y, result.accuracy, share, narrow=len(across) > 4))
    axis = {
        "type": "category",
        "nameLocation": "middle",
        "axisTick": {"show": False},
        "splitLine": {"show": False},
    }
    return {
        "animation": False,
        "tooltip": {"formatter": f"{first.label} {{@[0]}}, {second.label.lower()} {{@[1]}}: {{@[2]}} %"},
        "grid": {"left": 36, "right": 12, "top": 8, "bottom": 22},
        "xAxis": {
            **axis,
            "data": [first.format(value) for value in across],
            "name": first.label.lower(),
            "nameGap": 28,
        },
        "yAxis": {
            **axis,
            "data": [second.format(value) for value in up],
            "name": second.label.lower(),
            "nameGap": 58,
        },
        "series": [{"type": "heatmap", "name": "accuracy", "data": cells}],
    }


def loss_curves_option(curves: Mapping[str, Curve], epochs: int, best: str) -> Option:
    """The smoothed losses of all runs against epochs.

    Args:
        curves: name of a run to its curve.
        epochs: where the x axis ends.
        best: the name of the run that stands out when there are more than `FEW`.
    """
    if len(curves) <= FEW:
        series = [_loss_line(number, name) for number, name in enumerate(curves)]
        frame, rows = smoothed_losses(curves, log=True), len(curves)
    else:
        frame, rows = _best_and_others(curves, best), 2
        common = {"type": "line", "lineStyle": {"width": 1, "color": GRAY}, "itemStyle": {"color": GRAY}}
        bold = {
            "type": "line",
            "name": best,
            "encode": {"x": "x", "y": "best"},
            "lineStyle": {"width": 3.5},
            "z": 5,
        }
        series = [
            {**bold, "showSymbol": False},
            {**common, "name": "the others", "encode": {"x": "x", "y": "others"}, "showSymbol": False},
        ]
    return {
        "animation": False,
        "legend": {"orient": "vertical", "top": 0, "left": 0, "itemGap": 6, "itemWidth": 44},
        "grid": {"left": 40, "right": 18, "top": 16 + LEGEND_ROW * rows, "bottom": 22},
        "tooltip": {"trigger": "axis", "valueFormatter": "%.4f", "confine": True},
        "dataset": [{"source": frame}],
        "xAxis": {
            "type": "value", "name": "epochs", "nameLocation": "middle", "nameGap": 28, "min": 0, "max": max(epochs, 1),
        },
        "yAxis": {"type": "log", "name": "loss, smoothed (log)", "nameLocation": "middle", "nameGap": 42},
        "series": series,
    }  # fmt: skip


def _best_and_others(curves: Mapping[str, Curve], best: str) -> pd.DataFrame:
    """Columns `x`, `best` and `others`; an empty row ends each curve, so that forty are one short series."""
    gap = pd.DataFrame({"x": [np.nan], "best": [np.nan], "others": [np.nan]})
    parts = []
    for name, curve in curves.items():
        one = smoothed_losses({name: curve}, log=True)
        column = "best" if name == best else "others"
        parts += [pd.DataFrame({"x": one["x0"], column: one["y0"]}), gap]
    return pd.concat(parts)[["x", "best", "others"]].astype(np.float32)


def _entries(axes: Mapping[str, Sequence[Any]]) -> list[tuple[ConfigField, list[Any]]]:
    """Each setting with its values, numbers in order of size."""
    entries = []
    for name, values in axes.items():
        numbers = FIELDS[name].numeric and None not in values
        entries.append((FIELDS[name], sorted(values) if numbers else list(values)))
    return entries


def _setting_axis(entry: ConfigField, values: Sequence[Any]) -> Option:
    common = {"name": entry.label.lower(), "nameLocation": "middle", "nameGap": 28}
    if not entry.log_axis:
        return {**common, "type": "category"}
    ticks = [float(value) for value in values]
    return {
        **common, "type": "log", "min": min(ticks) / 1.3, "max": max(ticks) * 1.3,
        "axisTick": {"show": True, "customValues": ticks},
        "axisLabel": {"customValues": ticks, "hideOverlap": True}, "splitLine": {"show": False},
    }  # fmt: skip


def _accuracy_line(number: int, name: str) -> Option:
    return {
        "type": "line", "name": name, "connectNulls": True, "encode": {"x": "x", "y": f"y{number}"},
        "symbol": SYMBOLS[number % len(SYMBOLS)], "symbolSize": 11, "showSymbol": True,
        "lineStyle": {"width": 2.5, "type": DASHES[number % len(DASHES)]},
    }  # fmt: skip


def _loss_line(number: int, name: str) -> Option:
    return {
        "type": "line", "name": name, "encode": {"x": f"x{number}", "y": f"y{number}"},
        "symbol": SYMBOLS[number % len(SYMBOLS)], "showSymbol": False,
        "lineStyle": {"width": 2.5, "type": DASHES[number % len(DASHES)]},
    }  # fmt: skip


def _cell(x: str, y: str, accuracy: float, share: float, narrow: bool) -> Option:
    depth = 0.12 + 0.88 * share
    return {
        "value": [x, y, round(100 * accuracy, 2)],
        "itemStyle": {"color": f"rgba{(*BLUE, round(depth, 3))}", "borderColor": GRAY, "borderWidth": 1},
        "label": {
            "show": True, "formatter": f"{100 * accuracy:.1f}" + ("" if narrow else " %"), "fontSize": 11 if narrow else 13,
            "color": "#ffffff" if depth > 0.6 else "#8a8d98",
        },
    }  # fmt: skip
