"""What a training does with a mistake in it, beside the right one, as an ECharts option."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from playground.figures.theme import echarts_dash
from playground.figures.written_numbers import header

Option = dict[str, Any]


def mistake_option(wrong: Sequence[float], right: Sequence[float]) -> Option:
    """The losses `(steps,)` of two trainings over their steps."""
    frame = pd.DataFrame({"step": range(len(wrong)), "the mistake": wrong, "mended": right})
    return {
        "animation": False,
        "dataset": [{"source": frame.astype("float32")}],
        "legend": {"top": 0, "left": 0},
        "tooltip": {"trigger": "axis", "confine": True},
        "grid": {"left": 8, "right": 16, "top": 36, "bottom": 28, "containLabel": True},
        "xAxis": {
            "type": "value",
            "name": "step",
            "nameLocation": "middle",
            "nameGap": 26,
            "min": 0,
            "max": len(wrong) - 1,
            **header("step"),
        },
        "yAxis": {"type": "value", "min": 0},
        "series": [
            {
                "type": "line",
                "name": name,
                "showSymbol": False,
                "encode": {"x": "step", "y": name},
                "lineStyle": {"width": 2.5, "type": echarts_dash(index)},
            }
            for index, name in enumerate(("the mistake", "mended"))
        ],
    }
