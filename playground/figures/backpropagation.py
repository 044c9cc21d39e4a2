"""The training of a small network as ECharts options: the loss so far, and what the network makes of its inputs."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from playground.concepts.backpropagation.small_net_training import SmallNetTrainer
from playground.figures.theme import LIGHT

MAX_POINTS = 400
CURVE_POINTS = 81
GRID = 31
SPAN = 1.2
"""How far the picture goes beyond the points, which lie within -1 to 1."""

CLASS_COLORS = LIGHT.series[:2]
"""Of the points: darker than their side of the plane, in either theme."""

Option = dict[str, Any]


def losses_option(losses: Sequence[float]) -> Option:
    """The mean squared error over the steps, thinned to at most `MAX_POINTS`."""
    steps = np.unique(np.linspace(0, len(losses) - 1, min(len(losses), MAX_POINTS)).round().astype(int))
    finite = [losses[step] if np.isfinite(losses[step]) else None for step in steps]
    frame = pd.DataFrame({"step": steps, "loss": pd.Series(finite, dtype="float32")})
    return {
        "animation": False,
        "dataset": [{"source": frame}],
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 52, "right": 16, "top": 16, "bottom": 40, "outerBoundsMode": "none"},
        "xAxis": {
            "type": "value",
            "name": "step",
            "nameLocation": "middle",
            "nameGap": 24,
            "max": int(max(len(losses) - 1, 1)),
        },
        "yAxis": {"type": "value", "name": "", "min": 0},
        "series": [
            {
                "type": "line",
                "name": "loss",
                "showSymbol": len(losses) == 1,
                "encode": {"x": "step", "y": "loss"},
                "lineStyle": {"width": 2.5},
            }
        ],
    }


def answers_option(learner: SmallNetTrainer, dark: bool = False) -> Option:
    """What the network says now: a curve through the points to fit, or the plane in two colours with its border."""
    return _plane(learner, dark) if learner.task.inputs == 2 else _curve(learner)


def _curve(learner: SmallNetTrainer) -> Option:
    x = torch.linspace(-SPAN, SPAN, CURVE_POINTS, dtype=torch.float64)
    curve = pd.DataFrame({"x": x.numpy(), "network": learner.answers(x[:, None]).float().numpy()})
    points = pd.DataFrame(
        {"x": learner.task.points[:, 0].numpy(), "target": learner.task.targets.float().numpy()}
    )
    return {
        "animation": False,
        "dataset": [{"source": curve}, {"source": points}],
        "legend": {"top": 0},
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 44, "right": 16, "top": 32, "bottom": 40, "outerBoundsMode": "none"},
        "xAxis": {
            "type": "value",
            "name": "x",
            "nameLocation": "middle",
            "nameGap": 24,
            "min": -SPAN,
            "max": SPAN,
            "axisLabel": {"showMinLabel": False, "showMaxLabel": False},
        },
        "yAxis": {"type": "value", "min": -1.5, "max": 1.5},
        "series": [
            {
                "type": "line",
                "name": "network",
                "showSymbol": False,
                "datasetIndex": 0,
                "encode": {"x": "x", "y": "network"},
                "lineStyle": {"width": 3},
            },
            {
                "type": "scatter",
                "name": "target",
                "datasetIndex": 1,
                "encode": {"x": "x", "y": "target"},
                "symbol": "diamond",
                "symbolSize": 10,
            },
        ],
    }


def _plane(learner: SmallNetTrainer, dark: bool) -> Option:
    side = torch.linspace(-SPAN, SPAN, GRID, dtype=torch.float64)
    grid = torch.cartesian_prod(side, side)
    answers = learner.answers(grid).clamp(-9, 9).nan_to_num(0.5)
    ticks = [f"{float(value):.2f}".replace("-0.00", "0.00") for value in side]
    cells = [[index // GRID, index % GRID, round(float(answer), 3)] for index, answer in enumerate(answers)]
    return {
        "animation": False,
        "tooltip": {"trigger": "item"},
        "legend": {"top": 0, "data": ["class 0", "class 1"]},
        "grid": {"left": 36, "right": 16, "top": 32, "bottom": 40, "outerBoundsMode": "none"},
        "xAxis": [_ticks(ticks, "x₁"), _numbers()],
        "yAxis": [_ticks(ticks, ""), _numbers()],
        "visualMap": {
            "show": False,
            "min": 0,
            "max": 1,
            "seriesIndex": 0,
            "inRange": {"color": _colors(dark)},
        },
        "series": [
            {"type": "heatmap", "name": "network", "data": cells, "progressive": 0},
            *(_dots(learner, index) for index in (0, 1)),
        ],
    }


def _ticks(ticks: list[str], name: str) -> Option:
    return {
        "type": "category",
        "data": ticks,
        "name": name,
        "nameLocation": "middle",
        "nameGap": 24,
        "axisLabel": {"interval": 4},
        "axisTick": {"show": False},
    }


def _numbers() -> Option:
    """A second axis in numbers, unseen, for the points: a heatmap's own axes are categories."""
    half_a_cell = SPAN / (GRID - 1)
    return {"type": "value", "min": -SPAN - half_a_cell, "max": SPAN + half_a_cell, "show": False}


def _dots(learner: SmallNetTrainer, index: int) -> Option:
    points: Tensor = learner.task.points[learner.task.targets == index]
    return {
        "type": "scatter",
        "name": f"class {index}",
        "xAxisIndex": 1,
        "yAxisIndex": 1,
        "symbol": ("circle", "diamond")[index],
        "symbolSize": (9, 12)[index],
        "data": points.tolist(),
        "itemStyle": {"color": CLASS_COLORS[index], "borderColor": "#ffffff", "borderWidth": 1.5},
    }


def _colors(dark: bool) -> list[str]:
    """From class 0 over the border to class 1; the border itself stands out against both sides."""
    if dark:
        return ["#33407f", "#2b3354", "#d9dcea", "#54303c", "#7d3342"]
    return ["#8fa3ee", "#d5dcfa", "#4a4f63", "#f8d6da", "#ea9aa5"]
