"""Runs laid over one another: smoothed loss above, test accuracy below, as one Plotly figure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from playground.figures import theme
from playground.figures.train import AXES, SMOOTHING
from playground.runs.curves import Curve

LEGEND_ROW, LOSS_HEIGHT, TEST_HEIGHT, GAP, FOOT = 19, 220, 170, 24, 52
"""Heights in pixels."""

HEADING_POINTS = 41

Trace = dict[str, Any]


def points_for(runs: int) -> int:
    """How many points so many runs may have together: an update of the figure stays near 15 kB."""
    return max(940 - 60 * runs, 300)


def comparison_figure(
    curves: Mapping[str, Curve], axis: str, window: tuple[float, float], log: bool = False
) -> go.Figure:
    """One line a run in each of two panels with a common x axis; the hover box reads all runs at one place.

    Args:
        curves: what the legend says of a run, to its curve.
        axis: a key of `AXES`.
        window: the ends of the x axis, so that nothing moves while curves grow.
        log: a logarithmic axis for the loss; a loss of 0 or less is left out.
    """
    panels = LOSS_HEIGHT + GAP + TEST_HEIGHT
    losses = {label: smoothed_loss(curve, log) for label, curve in curves.items()}
    tests = {label: curve.tests.assign(y=100 * curve.tests["accuracy"]) for label, curve in curves.items()}
    return theme.figure(
        [
            *_heading("<b>loss, smoothed</b>", losses.values(), window, "y"),
            *(_loss(number, label, frame) for number, (label, frame) in enumerate(losses.items())),
            *_heading("<b>test accuracy</b>", tests.values(), window, "y2"),
            *(_accuracy(number, label, frame) for number, (label, frame) in enumerate(tests.items())),
        ],
        len(curves) * LEGEND_ROW + 16 + panels + FOOT,
        hoversubplots="axis",
        hoverdistance=40,
        uirevision=f"{axis} {window} {log}",
        showlegend=True,
        xaxis={
            "anchor": "y2",
            "range": [window[0], max(window[1], window[0] + 1e-6)],
            "title": {"text": AXES[axis].lower()},
            "unifiedhovertitle": {"text": f"{AXES[axis].lower()}: %{{x:.5~g}}"},
        },
        yaxis={
            "domain": [(TEST_HEIGHT + GAP) / panels, 1],
            "title": {"text": "loss, smoothed"},
            **(log_axis(losses.values()) if log else {}),
        },
        yaxis2={"domain": [0, TEST_HEIGHT / panels], "title": {"text": "test accuracy (%)"}},
    )


def smoothed_loss(curve: Curve, log: bool = False) -> pd.DataFrame:
    """Columns `x` and `y` of a run's smoothed loss; with `log`, losses of 0 or less are missing."""
    loss = curve.losses["loss"].replace([np.inf, -np.inf], np.nan)
    smoothed = loss.ewm(alpha=1 - SMOOTHING).mean()
    return pd.DataFrame({"x": curve.losses["x"], "y": smoothed.where(smoothed > 0) if log else smoothed})


def numbers(values: Sequence[float] | pd.Series) -> np.ndarray:
    """Float32, which travels as four bytes a number."""
    return np.asarray(values, dtype=np.float32)


def short_name(label: str) -> str:
    """What a hover box calls a run whose legend entry says 'Run 3: learning rate 0.01'."""
    return label.split(":", maxsplit=1)[0]


def log_axis(frames: Iterable[pd.DataFrame]) -> dict[str, Any]:
    """A logarithmic axis with ticks at 1, 2 and 5 of each power of ten, or at the powers alone where many are spanned."""
    losses = pd.concat([pd.Series(dtype=float), *(frame["y"] for frame in frames)]).dropna()
    decades = float(np.log10(losses.max() / losses.min())) if len(losses) else 0.0
    steps = (1, 2, 5) if decades <= 2 else (1,)
    ticks = [float(f"{step}e{power}") for power in range(-12, 6) for step in steps]
    return {"type": "log", "tickvals": ticks, "tickformat": "~g"}


def _loss(number: int, label: str, frame: pd.DataFrame) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": label,
        "x": numbers(frame["x"]),
        "y": numbers(frame["y"]),
        "line": theme.line(number),
        "hovertemplate": f"%{{y:.4f}}<extra>{short_name(label)}</extra>",
    }


def _accuracy(number: int, label: str, frame: pd.DataFrame) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": label,
        "x": numbers(frame["x"]),
        "y": numbers(frame["y"]),
        "yaxis": "y2",
        "line": theme.line(number),
        "marker": theme.marker(number),
        "showlegend": False,
        "hovertemplate": f"%{{y:.2f}} %<extra>{short_name(label)}</extra>",
    }


def _heading(
    text: str, frames: Iterable[pd.DataFrame], window: tuple[float, float], y_axis: str
) -> list[Trace]:
    """An unseen line, for a line of its own in the hover box; at the height of a point, so that it moves no axis."""
    heights = pd.concat([pd.Series(dtype=float), *(frame["y"] for frame in frames)]).dropna()
    if heights.empty:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": text,
            "x": numbers(np.linspace(*window, HEADING_POINTS)),
            "y": numbers(np.full(HEADING_POINTS, heights.iloc[0])),
            "yaxis": y_axis,
            "line": {"width": 0},
            "opacity": 0,
            "showlegend": False,
            "hovertemplate": f"{text}<extra></extra>",
        }
    ]
