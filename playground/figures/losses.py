"""Loss functions as ECharts options: fitted lines, probabilities with their gradient, and a slow start."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import torch

from playground.concepts.losses import LOSSES
from playground.concepts.losses.catalogue import KINDS
from playground.concepts.losses.outliers import Line
from playground.concepts.losses.slow_start import COMPARED, Training, gradients
from playground.concepts.losses.softmax_cross_entropy import CrossEntropy
from playground.figures.curve_panels import Curve, panels_figure
from playground.figures.theme import NEUTRAL, echarts_dash

POINTS = 201
TOP = {"number": 9.0, "score": 7.0, "probability": 5.0}
"""Where the value axis ends, so that the scale stands still while the target moves; twice as high where need be."""
STEEPEST = {"number": 6.0, "score": 1.2, "probability": 8.0}
"""Where the gradient axis ends, up and down."""

Option = dict[str, Any]


def losses_figure(
    names: Sequence[str],
    kind: str,
    prediction: float,
    target: float,
    parameters: Mapping[str, Mapping[str, float]],
) -> go.Figure:
    """Value and gradient of losses against the prediction, with one prediction marked.

    Args:
        names: keys of the catalogue, all of `kind`.
        kind: a key of `KINDS`.
        prediction: the place that is marked.
        target: what the prediction should be.
        parameters: the numbers of each loss, by its name.
    """
    axis = KINDS[kind]
    low, high = axis.low + axis.edge / 2, axis.high - axis.edge / 2
    places = round((high - low) / (axis.prediction_step / 2)) + 1  # two to a step of the slider
    x = torch.linspace(low, high, places, dtype=torch.float64)
    x = x.round(decimals=6)  # a kink lies at 0 itself
    goal, place = torch.tensor(target, dtype=torch.float64), torch.tensor([prediction], dtype=torch.float64)
    curves = []
    for name in names:
        entry, numbers = LOSSES[name], parameters.get(name, {})
        values, slopes = entry.along(x, goal, **numbers)
        here = [float(part) for part in entry.along(place, goal, **numbers)]
        curves.append(Curve(entry.label, values.tolist(), slopes.tolist(), (here[0], here[1])))
    top = _reaching(TOP[kind], [curve.at_probe[0] for curve in curves])
    steepest = _reaching(STEEPEST[kind], [curve.at_probe[1] for curve in curves])
    limits = ((0.0, top), (-steepest, steepest))
    return panels_figure(
        x.tolist(),
        curves,
        prediction,
        axis=axis.axis,
        names=("loss", "gradient"),
        limits=limits,
        place="prediction %{x:.3~f}",
    )


def _reaching(limit: float, marks: Sequence[float]) -> float:
    """`limit`, doubled until every mark is inside."""
    while any(abs(mark) > limit for mark in marks):
        limit *= 2
    return limit


def lines_option(
    points: Sequence[tuple[float, float]], lines: Mapping[str, Line], outlier: int | None
) -> Option:
    """The points, one of them marked, and the best line of each loss.

    Args:
        points: x and y.
        lines: by the loss's key.
        outlier: which point is marked, if any.
    """
    xs = [point[0] for point in points]
    ends = np.array([min(xs) - 0.5, max(xs) + 0.5])
    frame = pd.DataFrame({"x": ends})
    series: list[Option] = []
    for index, (name, line) in enumerate(lines.items()):
        label = LOSSES[name].label
        frame[label] = line.slope * ends + line.intercept
        series.append(
            {
                "type": "line",
                "name": label,
                "showSymbol": False,
                "encode": {"x": "x", "y": label},
                "lineStyle": {"width": 3, "type": echarts_dash(index)},
            }
        )
    ys = [point[1] for point in points]
    return {
        "animation": False,
        "dataset": [{"source": frame.astype("float32")}],
        "legend": {"top": 0},
        "tooltip": {"trigger": "item"},
        "grid": {"left": 44, "right": 16, "top": 36, "bottom": 40, "outerBoundsMode": "none"},
        **_plane((float(ends[0]), float(ends[1])), (min(-10.0, *ys), max(15.0, *ys))),
        "series": [*series, *_points(points, outlier)],
    }


def _points(points: Sequence[tuple[float, float]], outlier: int | None) -> list[Option]:
    """The points, and the outlier as a series of its own."""
    series: list[Option] = [
        {
            "type": "scatter",
            "name": "points",
            "data": [list(point) for index, point in enumerate(points) if index != outlier],
            "symbolSize": 11,
            "itemStyle": {"color": NEUTRAL},
        }
    ]
    if outlier is not None:
        series.append(
            {
                "type": "scatter",
                "name": "outlier",
                "data": [list(points[outlier])],
                "symbol": "diamond",
                "symbolSize": 20,
            }
        )
    return series


def _plane(across: tuple[float, float], up: tuple[float, float]) -> Option:
    """The axes of x and y with their ends."""
    return {
        "xAxis": {
            "type": "value",
            "name": "x",
            "nameLocation": "middle",
            "nameGap": 24,
            "min": across[0],
            "max": across[1],
            "axisLabel": {"showMinLabel": False, "showMaxLabel": False},
        },
        "yAxis": {
            "type": "value",
            "min": up[0],
            "max": up[1],
            "name": "y",
            "nameLocation": "middle",
            "nameGap": 28,
            "nameRotate": 0,
        },
    }


def cross_entropy_option(result: CrossEntropy, classes: Sequence[str]) -> Option:
    """Probabilities beside their targets, and below them the gradient of each logit."""
    frame = pd.DataFrame(
        {
            "class": list(classes),
            "probability p": result.probabilities.numpy(),
            "target y": result.targets.numpy(),
            "gradient": result.gradient.numpy(),
        }
    ).round(4)
    steepest = max(1.0, float(result.gradient.abs().max().ceil()))

    def bars(column: int, panel: int, **style: Any) -> Option:
        return {
            "type": "bar",
            "name": frame.columns[column],
            "xAxisIndex": panel,
            "yAxisIndex": panel,
            "encode": {"x": "class", "y": column},
            "label": {"show": True, "position": "top", "formatter": f"{{@[{column}]}}"},
            "barMaxWidth": 46,
            **style,
        }

    return {
        "animation": False,
        "dataset": [{"source": frame}],
        "legend": {"top": 0},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "grid": [
            {"left": 52, "right": 14, "top": 40, "height": 190, "outerBoundsMode": "none"},
            {"left": 52, "right": 14, "top": 266, "height": 150, "outerBoundsMode": "none"},
        ],
        "xAxis": [
            {
                "type": "category",
                "gridIndex": panel,
                "axisTick": {"show": False},
                "axisLabel": {"show": panel == 1},
                **({"axisLine": {"onZero": False}} if panel else {}),
            }
            for panel in (0, 1)
        ],
        "yAxis": [
            {
                "type": "value",
                "gridIndex": 0,
                "min": 0,
                "max": 1.1,
                "interval": 0.25,
                "name": "share",
                "nameLocation": "middle",
                "nameGap": 36,
                "axisLabel": {"showMaxLabel": False},
            },
            {
                "type": "value",
                "gridIndex": 1,
                "min": -steepest,
                "max": steepest,
                "interval": steepest / 2,
                "name": "gradient",
                "nameLocation": "middle",
                "nameGap": 36,
            },
        ],
        "series": [
            bars(1, 0),
            bars(
                2,
                0,
                itemStyle={
                    "decal": {"symbol": "rect", "dashArrayX": [2, 4], "dashArrayY": [4, 0], "rotation": 0.8}
                },
            ),
            bars(3, 1),
        ],
    }


def start_gradients_option(z: float) -> Option:
    """The gradient of both losses by the sum that goes into the sigmoid, with the start marked."""
    x = torch.linspace(-10, 10, POINTS, dtype=torch.float64)
    frame = pd.DataFrame({"z": x.numpy()})
    series: list[Option] = []
    for index, name in enumerate(COMPARED):
        label = LOSSES[name].label
        frame[label] = gradients(name, x).numpy()
        at = float(gradients(name, torch.tensor([z], dtype=torch.float64)))
        series.append(
            {
                "type": "line",
                "name": label,
                "showSymbol": False,
                "encode": {"x": "z", "y": label},
                "lineStyle": {"width": 2.5, "type": echarts_dash(index)},
            }
        )
        series.append(
            {
                "type": "scatter",
                "name": label,
                "data": [[z, at]],
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
    return _chart(frame, series, "sum z", (-10, 10), (0, 1.1))


def start_trainings_option(trainings: Mapping[str, Training]) -> Option:
    """The neuron's output over the epochs under both losses; the target is 0."""
    frame = pd.DataFrame()
    series = []
    for index, (name, training) in enumerate(trainings.items()):
        label = LOSSES[name].label
        frame["epoch"] = range(len(training.outputs))
        frame[label] = training.outputs.numpy()
        series.append(
            {
                "type": "line",
                "name": label,
                "showSymbol": False,
                "encode": {"x": "epoch", "y": label},
                "lineStyle": {"width": 2.5, "type": echarts_dash(index)},
            }
        )
    return _chart(frame, series, "epoch", (0, len(frame) - 1), (0, 1.1))


def _chart(
    frame: pd.DataFrame, series: list[Option], axis: str, x: tuple[float, float], y: tuple[float, float]
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
        },
        "yAxis": {"type": "value", "min": y[0], "max": y[1], "axisLabel": {"showMaxLabel": False}},
        "series": series,
    }
