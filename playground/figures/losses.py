"""Loss functions with their gradients as a Plotly figure, and the lines that they fit as an ECharts option."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import torch

from playground.concepts.curves import Coincidence, Curve, Function, coincidences, sample
from playground.concepts.losses import LOSSES
from playground.concepts.losses.catalogue import KINDS
from playground.concepts.losses.outliers import Line
from playground.figures.curve_panels import panels_figure
from playground.figures.theme import NEUTRAL, echarts_dash
from playground.figures.written_numbers import written_points

TOP = {"number": 9.0, "score": 7.0, "probability": 5.0}
"""Where the value axis ends, so that the scale stands still while the target moves; twice as high where need be."""
STEEPEST = {"number": 6.0, "score": 1.2, "probability": 8.0}
"""Where the gradient axis ends, up and down."""

Option = dict[str, Any]


def loss_curves(
    names: Sequence[str],
    kind: str,
    prediction: float,
    target: float,
    parameters: Mapping[str, Mapping[str, float]],
) -> list[Curve]:
    """Each loss with its gradient against the prediction.

    Args:
        names: keys of the catalogue, all of `kind`.
        kind: a key of `KINDS`.
        prediction: the place that is marked.
        target: what the prediction should be.
        parameters: the numbers of each loss, by its name.
    """
    x, goal = torch.tensor(_places(kind), dtype=torch.float64), torch.tensor(target, dtype=torch.float64)

    def function(name: str) -> Function:
        entry, numbers = LOSSES[name], parameters.get(name, {})
        return lambda places: entry.along(places, goal, **numbers)

    return [sample(LOSSES[name].label, function(name), x, prediction) for name in names]


def losses_figure(curves: Sequence[Curve], kind: str, prediction: float) -> go.Figure:
    """Value and gradient of losses against the prediction, with one prediction marked.

    Args:
        curves: of `loss_curves`.
        kind: a key of `KINDS`.
        prediction: the place that is marked.
    """
    return panels_figure(
        _places(kind),
        curves,
        prediction,
        axis=KINDS[kind].axis,
        names=("loss", "gradient"),
        limits=_limits(curves, kind),
        place="prediction %{x:.3~f}",
        coinciding=coinciding_losses(curves, kind),
    )


def coinciding_losses(curves: Sequence[Curve], kind: str) -> list[Coincidence]:
    """Those of `loss_curves` that look like one in the figure."""
    (_, top), (low, high) = _limits(curves, kind)
    return coincidences(curves, (top, high - low))


def _limits(curves: Sequence[Curve], kind: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """The ends of both axes."""
    top = _reaching(TOP[kind], [curve.at_probe[0] for curve in curves])
    steepest = _reaching(STEEPEST[kind], [curve.at_probe[1] for curve in curves])
    return (0.0, top), (-steepest, steepest)


def _places(kind: str) -> list[float]:
    """The predictions that are drawn, two to a step of the slider; what lies at 0 lies at 0 itself."""
    axis = KINDS[kind]
    low, high = axis.low + axis.edge / 2, axis.high - axis.edge / 2
    return np.linspace(low, high, round((high - low) / (axis.prediction_step / 2)) + 1).round(6).tolist()


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
            **written_points(point for index, point in enumerate(points) if index != outlier),
            "symbolSize": 11,
            "itemStyle": {"color": NEUTRAL},
        }
    ]
    if outlier is not None:
        series.append(
            {
                "type": "scatter",
                "name": "outlier",
                **written_points([points[outlier]]),
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
