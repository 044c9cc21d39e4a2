"""Softmax cross-entropy as an ECharts option: the probabilities above, the gradient of each logit below."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from playground.concepts.losses.softmax_cross_entropy import CrossEntropy
from playground.figures.written_numbers import with_written_numbers

Option = dict[str, Any]

GRID = {"left": 52, "right": 14, "outerBoundsMode": "none"}
BARS = 3
"""For each class: probability, target, gradient."""
STRIPES = {"symbol": "rect", "dashArrayX": [2, 4], "dashArrayY": [4, 0], "rotation": 0.8}
"""The pattern of the targets, which tells them from the probabilities without colour."""


def cross_entropy_option(result: CrossEntropy, classes: Sequence[str]) -> Option:
    """Probabilities beside their targets, and below them the gradient of each logit."""
    frame = pd.DataFrame(
        {
            "class": list(classes),
            "probability p": result.probabilities.numpy(),
            "target y": result.targets.numpy(),
            "gradient": result.gradient.numpy(),
        }
    )
    steepest = max(1.0, float(result.gradient.abs().max().ceil()))
    option = {
        "animation": False,
        "dataset": [{"source": frame}],
        "legend": {"top": 0},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "grid": [
            {**GRID, "top": 40, "height": "41%"},
            {**GRID, "top": "58%", "height": "32.5%"},
        ],
        "xAxis": [
            _classes(0, axisLabel={"show": False}),
            _classes(1, axisLabel={"show": True}, axisLine={"onZero": False}),
        ],
        "yAxis": [
            _values(0, "share", (0, 1.1), 0.25, axisLabel={"showMaxLabel": False}),
            _values(1, "gradient", (-steepest, steepest), steepest / 2),
        ],
        "series": [
            _bars(frame, 1, 0),
            _bars(frame, 2, 0, itemStyle={"decal": STRIPES}),
            _bars(frame, 3, 1),
        ],
    }
    return with_written_numbers(option)


def _classes(panel: int, **settings: Any) -> Option:
    """The axis of the classes in one panel."""
    return {"type": "category", "gridIndex": panel, "axisTick": {"show": False}, **settings}


def _values(panel: int, name: str, ends: tuple[float, float], interval: float, **settings: Any) -> Option:
    """The upright axis of one panel."""
    return {
        "type": "value",
        "gridIndex": panel,
        "min": ends[0],
        "max": ends[1],
        "interval": interval,
        "name": name,
        "nameLocation": "middle",
        "nameGap": 36,
        **settings,
    }


def _bars(frame: pd.DataFrame, column: int, panel: int, **settings: Any) -> Option:
    """One bar a class, with its number: a label finds a column by its place alone, that of the texts behind those of the numbers."""
    return {
        "type": "bar",
        "name": frame.columns[column],
        "xAxisIndex": panel,
        "yAxisIndex": panel,
        "encode": {"x": "class", "y": frame.columns[column]},
        "label": {"show": True, "position": "top", "formatter": f"{{@[{column + BARS}]}}"},
        "barMaxWidth": 46,
        **settings,
    }
