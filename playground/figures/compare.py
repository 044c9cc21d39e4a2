"""Runs laid over one another: smoothed loss above, accuracy below, as one Plotly figure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from playground.figures import theme
from playground.figures.train import AXES, SMOOTHING
from playground.formatting import format_accuracy, format_number
from playground.markdown import plotly_literal
from playground.runs.curves import Curve
from playground.runs.measures import MEASURES

LEGEND_ROW, LOSS_HEIGHT, TEST_HEIGHT, GAP, FOOT = 19, 220, 170, 24, 52
PANELS = LOSS_HEIGHT + GAP + TEST_HEIGHT
"""Heights in pixels."""

HEADING_POINTS = 41
END = 0.012
"""Of the x axis: room for the last mark, which would be cut in half."""

Trace = dict[str, Any]


def points_for(runs: int) -> int:
    """How many points so many runs may have together: an update of the figure stays near 15 kB."""
    return max(940 - 60 * runs, 300)


def comparison_figure(
    curves: Mapping[str, Curve],
    axis: str,
    window: tuple[float, float],
    log: bool = False,
    measure: str = "test",
) -> go.Figure:
    """One line a run in each of two panels with a common x axis; the hover box reads all runs at one place.

    A diamond on a run's loss is a change of its settings, which the hover box names near it.

    Args:
        curves: what the legend says of a run, to its curve.
        axis: a key of `AXES`.
        window: the ends of the x axis, so that nothing moves while curves grow.
        log: a logarithmic axis for the loss; a loss of 0 or less is left out.
        measure: a key of `MEASURES`, which accuracy the curves hold.
    """
    losses = {label: smoothed_loss(curve, log) for label, curve in curves.items()}
    accuracies = {
        label: curve.accuracies.assign(y=100 * curve.accuracies["accuracy"])
        for label, curve in curves.items()
    }
    traces = [
        *_heading("<b>loss, smoothed</b>", losses.values(), window, "y"),
        *(_loss(number, label, frame) for number, (label, frame) in enumerate(losses.items())),
        *(
            _changes(number, label, curve.changes, losses[label])
            for number, (label, curve) in enumerate(curves.items())
            if len(curve.changes) and len(losses[label])
        ),
        *_heading(f"<b>{MEASURES[measure]}</b>", accuracies.values(), window, "y2"),
        *(_accuracy(number, label, frame) for number, (label, frame) in enumerate(accuracies.items())),
    ]
    return theme.figure(
        traces,
        len(curves) * LEGEND_ROW + 16 + PANELS + FOOT,
        hoversubplots="axis",
        hoverdistance=40,
        uirevision=f"{axis} {window} {log}",
        showlegend=True,
        **_axes(axis, window, log_axis(losses.values()) if log else {}, measure),
    )


def _axes(axis: str, window: tuple[float, float], scale: Mapping[str, Any], measure: str) -> dict[str, Any]:
    """The common x axis, the loss's axis with its `scale`, and the accuracy's."""
    title = AXES[axis].lower()
    low, high = window[0], max(window[1], window[0] + 1e-6)
    return {
        "xaxis": {
            "anchor": "y2",
            "range": [low, high + END * (high - low)],
            "title": {"text": title},
            "unifiedhovertitle": {"text": f"{title}: %{{x:,.2~f}}"},
        },
        "yaxis": {
            "domain": [(TEST_HEIGHT + GAP) / PANELS, 1],
            "title": {"text": "loss, smoothed"},
            **scale,
        },
        "yaxis2": {"domain": [0, TEST_HEIGHT / PANELS], "title": {"text": f"{MEASURES[measure]} (%)"}},
    }


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
    return {"type": "log", "tickvals": ticks, "ticktext": [format_number(tick) for tick in ticks]}


def _loss(number: int, label: str, frame: pd.DataFrame) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": plotly_literal(label),
        "x": numbers(frame["x"]),
        "y": numbers(frame["y"]),
        "line": theme.line(number),
        "hovertemplate": f"%{{y:.3~g}}<extra>{plotly_literal(short_name(label))}</extra>",
    }


def _changes(number: int, label: str, changes: pd.DataFrame, losses: pd.DataFrame) -> Trace:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": plotly_literal(label),
        "x": numbers(changes["x"]),
        "y": numbers(np.interp(changes["x"], losses["x"], losses["y"])),
        "marker": {**theme.marker(number, size=12), "symbol": "diamond"},
        "text": [plotly_literal(text) for text in changes["text"]],
        "showlegend": False,
        "hovertemplate": f"%{{text}}<extra>{plotly_literal(short_name(label))} changed</extra>",
    }


def _accuracy(number: int, label: str, frame: pd.DataFrame) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": plotly_literal(label),
        "x": numbers(frame["x"]),
        "y": numbers(frame["y"]),
        "yaxis": "y2",
        "line": theme.line(number),
        "marker": theme.marker(number),
        "showlegend": False,
        "text": [format_accuracy(accuracy) for accuracy in frame["accuracy"]],
        "hovertemplate": f"%{{text}}<extra>{plotly_literal(short_name(label))}</extra>",
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
