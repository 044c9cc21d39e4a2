"""A neuron that starts out wrong, as ECharts options: the gradients of both losses, and both trainings."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import torch

from playground.concepts.losses import LOSSES
from playground.concepts.losses.slow_start import COMPARED, Training, gradients
from playground.figures.theme import NEUTRAL, echarts_dash
from playground.figures.written_numbers import header, written_points

POINTS = 201

Option = dict[str, Any]


def start_gradients_option(z: float) -> Option:
    """The gradient of both losses by the sum that goes into the sigmoid, with the start marked."""
    x = torch.linspace(-10, 10, POINTS, dtype=torch.float64)
    frame = pd.DataFrame({"z": x.numpy()})
    series: list[Option] = []
    for index, name in enumerate(COMPARED):
        label = LOSSES[name].label
        frame[label] = gradients(name, x).numpy()
        at = float(gradients(name, torch.tensor([z], dtype=torch.float64)))
        series.append(_line(label, "z", index))
        series.append(
            {
                "type": "scatter",
                "name": label,
                **written_points([(z, at)], template="{1}"),
                "symbolSize": 12,
                "symbol": ("circle", "diamond")[index],
            }
        )
    series[0]["markLine"] = {
        "silent": True,
        "symbol": "none",
        "label": {"formatter": "start"},
        "data": [{"xAxis": z}],
        "lineStyle": {"color": NEUTRAL, "type": "dotted"},
    }
    return _chart(frame, series, "sum z", (-10, 10), header("z =", 2))


def start_trainings_option(trainings: Mapping[str, Training]) -> Option:
    """The neuron's output over the epochs under both losses; the target is 0."""
    frame = pd.DataFrame()
    series = []
    for index, (name, training) in enumerate(trainings.items()):
        label = LOSSES[name].label
        frame["epoch"] = range(len(training.outputs))
        frame[label] = training.outputs.numpy()
        series.append(_line(label, "epoch", index))
    return _chart(frame, series, "epoch", (0, len(frame) - 1), header("epoch"))


def _line(label: str, axis: str, index: int) -> Option:
    """The column `label` over the column `axis`; `index` decides the dash."""
    return {
        "type": "line",
        "name": label,
        "showSymbol": False,
        "encode": {"x": axis, "y": label},
        "lineStyle": {"width": 2.5, "type": echarts_dash(index)},
    }


def _chart(
    frame: pd.DataFrame, series: list[Option], axis: str, x: tuple[float, float], first_line: Option
) -> Option:
    return {
        "animation": False,
        "dataset": [{"source": frame.astype("float32")}],
        "legend": {"top": 0, "type": "scroll"},
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 44, "right": 16, "top": 36, "bottom": 42, "outerBoundsMode": "none"},
        "xAxis": {
            "type": "value",
            "name": axis,
            "nameLocation": "middle",
            "nameGap": 26,
            "min": x[0],
            "max": x[1],
            **first_line,
        },
        "yAxis": {"type": "value", "min": 0, "max": 1.1, "axisLabel": {"showMaxLabel": False}},
        "series": series,
    }
