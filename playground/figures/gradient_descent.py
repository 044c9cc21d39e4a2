"""A descent over its steps as ECharts options: each coordinate on the way to its target, and the loss."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from playground.concepts.descent import Trajectory
from playground.concepts.surfaces import Surface
from playground.figures.theme import LIGHT, echarts_dash
from playground.figures.written_numbers import (
    LOGARITHM,
    header,
    powers_of_ten,
    with_logarithms,
)

MAX_POINTS = 501
"""More than a chart has pixels beside another one, and half of what a thousand steps would weigh on the line."""
CLOSED_FORM_POINTS = 20
FLOOR = 1e-12
"""A logarithmic axis goes no lower: there are only the roundings of float32."""
FAR = 30.0
"""Times the start's own size; a diverging descent is drawn no farther."""
FLOAT32_MAX = float(np.finfo(np.float32).max)

Option = dict[str, Any]


def coordinates_option(
    trajectory: Trajectory, surface: Surface, closed_form: Trajectory | None = None
) -> Option:
    """Each coordinate of the point over the steps, its target as a faint line, the closed form as circles.

    Args:
        trajectory: at most `MAX_POINTS` of its steps are drawn, as long as they are `near`.
        surface: names the coordinates and knows the target: the minimum nearest to the end.
        closed_form: the same descent without a loop.
    """
    last = near(trajectory)
    steps = _spread(last, MAX_POINTS)
    frame = pd.DataFrame({"step": steps})
    target = surface.nearest_minimum(trajectory.points[steps[-1]])
    series = []
    for index, name in enumerate(surface.coordinates):
        frame[name] = trajectory.points[steps, index].numpy()
        line = _line(name, index)
        if target is not None:
            line["markLine"] = _target(float(target[index]))
        series.append(line)
    option = _frame(last, frame)
    if closed_form is not None:
        marks = _spread(last, CLOSED_FORM_POINTS)
        names = [f"{name}, closed form" for name in surface.coordinates]
        option["dataset"].append(
            {"source": _marks(marks, dict(zip(names, closed_form.points[marks].T, strict=True)))}
        )
        series += [_circles(name, index) for index, name in enumerate(names)]
        option["legend"]["data"] = [*surface.coordinates, names[0]]
    return {**option, "series": series}


def near(trajectory: Trajectory) -> int:
    """The last step that is not yet `FAR` times as far out as the start and the first step: beyond, all else is flat."""
    points = trajectory.points[: trajectory.last_finite + 1].double().abs().amax(dim=1)
    beyond = points > FAR * points[:2].max().clamp(min=1.0)
    return max(int(beyond.int().argmax()) - 1, 1) if bool(beyond.any()) else trajectory.last_finite


def losses_option(trajectories: Mapping[str, Trajectory], closed_form: Trajectory | None = None) -> Option:
    """The loss of one descent or of several over their steps; logarithmic unless a loss is below 0.

    A logarithmic chart draws columns named `log10 of ...`, so that its axis can be marked in powers of ten.

    Args:
        trajectories: display name to descent; together at most about `MAX_POINTS` of their steps are drawn.
        closed_form: the first descent without a loop, drawn as circles.
    """
    steps = _spread(
        max(trajectory.steps for trajectory in trajectories.values()), MAX_POINTS // len(trajectories)
    )
    frame = pd.DataFrame({"step": steps})
    for name, trajectory in trajectories.items():
        losses = np.full(len(steps), np.nan)
        own = steps[steps <= trajectory.last_finite]
        losses[: len(own)] = trajectory.losses[own].double().numpy()
        frame[name] = np.where(np.isfinite(losses), losses, np.nan)
    logarithmic = not bool((frame < 0).any(axis=None))
    column = LOGARITHM.format if logarithmic else str
    series = [_contestant(name, index, column(name)) for index, name in enumerate(trajectories)]
    sources = [frame]
    if closed_form is not None:
        marks = _spread(next(iter(trajectories.values())).last_finite, CLOSED_FORM_POINTS)
        sources.append(_marks(marks, {"closed form": closed_form.losses[marks]}))
        series.append(_circles("closed form", 0, column("closed form")))
    option = _frame(int(steps[-1]), frame)
    if logarithmic:
        sources = [_with_logarithms(source) for source in sources]
        option["yAxis"] = _powers_of_ten(frame)
    return {**option, "dataset": [{"source": source} for source in sources], "series": series}


def rates_option(trajectories: Mapping[str, Trajectory]) -> Option:
    """The learning rate of each step that was taken, of descents whose rates a schedule moves; display name to descent."""
    last = max(trajectory.steps for trajectory in trajectories.values()) - 1
    steps = _spread(last, MAX_POINTS // len(trajectories))
    frame = pd.DataFrame({"step": steps})
    for name, trajectory in trajectories.items():
        assert trajectory.rates is not None
        frame[name] = trajectory.rates[steps].numpy()
    option = _frame(max(last, 1), frame)
    option["yAxis"] = {"type": "value", "min": 0}
    return {**option, "series": [_contestant(name, index) for index, name in enumerate(trajectories)]}


def _spread(last: int, count: int) -> np.ndarray:
    """At most `count` of the steps 0 to `last`, evenly spread, the first and the last among them."""
    return np.unique(np.linspace(0, last, min(count, last + 1)).round().astype(int))


def _marks(steps: np.ndarray, columns: Mapping[str, Any]) -> pd.DataFrame:
    return pd.DataFrame({"step": steps, **{name: np.asarray(values) for name, values in columns.items()}})


def _line(name: str, index: int, column: str | None = None) -> Option:
    return {
        "type": "line",
        "name": name,
        "showSymbol": False,
        "datasetIndex": 0,
        "encode": {"x": "step", "y": column or name, "tooltip": name},
        "lineStyle": {"width": 2.5, "type": echarts_dash(index)},
    }


def _contestant(name: str, index: int, column: str | None = None) -> Option:
    """A line in the theme's own colour, which is the descent's on the map too and follows a switch of the theme at once."""
    return _line(name, index + index // len(LIGHT.series), column)


def _circles(name: str, index: int, column: str | None = None) -> Option:
    return {
        "type": "scatter",
        "name": name,
        "datasetIndex": 1,
        "symbol": "circle",
        "symbolSize": 8,
        "encode": {"x": "step", "y": column or name, "tooltip": name},
        "itemStyle": {"color": "transparent", "borderColor": "#808080", "borderWidth": 1.5},
        "silent": index > 0,
    }


def _target(value: float) -> Option:
    return {
        "silent": True,
        "symbol": "none",
        "data": [{"yAxis": value}],
        "label": {"show": False},
        "lineStyle": {"type": "dotted", "width": 1.5},
    }


def _with_logarithms(frame: pd.DataFrame) -> pd.DataFrame:
    """A loss of exactly 0, where a descent has arrived, has no logarithm and is left out."""
    return with_logarithms(frame, [*frame.columns.drop("step")], FLOAT32_MAX).astype(np.float32)


def _powers_of_ten(frame: pd.DataFrame) -> list[Option]:
    losses = frame.drop(columns="step").to_numpy(dtype=float)
    losses = losses[losses > 0]
    low, high = (losses.min(), losses.max()) if len(losses) else (1.0, 1.0)
    return powers_of_ten(max(low, FLOOR), max(high, 10 * FLOOR))


def _frame(last: int, frame: pd.DataFrame) -> Option:
    return {
        "animation": False,
        "legend": {"top": 0, "left": 0, "type": "scroll"},
        "grid": {"left": 8, "right": 16, "top": 36, "bottom": 28, "containLabel": True},
        "tooltip": {"trigger": "axis", "confine": True},
        "dataset": [{"source": frame.astype(np.float32)}],
        "xAxis": {
            "type": "value",
            "name": "step",
            "nameLocation": "middle",
            "nameGap": 26,
            "min": 0,
            "max": last,
            **header("step"),
        },
        "yAxis": {"type": "value", "scale": True},
    }
