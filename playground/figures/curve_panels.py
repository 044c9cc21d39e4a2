"""Functions above and their slopes below, over one x axis, with one place on it marked: a Plotly figure.

The hover box reads all functions at one place: first the values, then the slopes, each under its name.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from playground.figures import theme

HEIGHT = 520
SPLIT = (0.38, 0.43)
"""Shares of the height at which the lower panel ends and the upper one begins."""
AXES = ("y", "y2")
"""Plotly's names of the y axes, the upper panel's first."""

Trace = dict[str, Any]


@dataclass(frozen=True)
class Curve:
    """One function: values and slopes at the places of the shared axis, and at the place that is marked."""

    label: str
    values: Sequence[float]
    slopes: Sequence[float]
    at_probe: tuple[float, float]


def panels_figure(
    x: Sequence[float],
    curves: Sequence[Curve],
    probe: float,
    *,
    axis: str,
    names: tuple[str, str],
    place: str = "x = %{x:.2f}",
    limits: tuple[tuple[float, float], tuple[float, float]] | None = None,
    shaded: Sequence[tuple[float, float]] = (),
) -> go.Figure:
    """Two aligned panels; a function has the same colour, dash and symbol in both.

    Args:
        x: the places, ascending, evenly spread.
        curves: what to draw.
        probe: the place that is marked.
        axis: the name of the x axis; as long as it is the same, zoom is kept.
        names: of the two y axes.
        place: the first line of the hover box, in Plotly's template language.
        limits: of the two y axes; None to fit.
        shaded: parts of the x axis to shade in the lower panel.
    """
    upper, lower = limits or (None, None)
    traces = []
    for panel, name in enumerate(names):
        traces += [_heading(name, x, curve, panel) for curve in curves[:1]]
        for index, curve in enumerate(curves):
            traces += [_line(x, curve, index, panel), _symbol(probe, curve, index, panel)]
    return theme.figure(
        traces,
        HEIGHT,
        hoversubplots="axis",
        uirevision=axis,
        legend={"maxheight": 0.25},
        xaxis={
            "anchor": "y2",
            "range": [float(x[0]), float(x[-1])],
            "title": {"text": axis},
            "unifiedhovertitle": {"text": place},
        },
        yaxis={"domain": [SPLIT[1], 1], "title": {"text": names[0]}, "range": upper},
        yaxis2={"domain": [0, SPLIT[0]], "title": {"text": names[1]}, "range": lower},
        shapes=[*(_marker(probe, panel) for panel in (0, 1)), *(_shading(*part) for part in shaded)],
    )


def _along(x: Sequence[float], curve: Curve, panel: int) -> Trace:
    """A line of `curve` in one panel: Plotly is told where `x` begins and its step, half of all numbers."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x0": float(x[0]),
        "dx": (float(x[-1]) - float(x[0])) / (len(x) - 1),
        "y": np.asarray(curve.slopes if panel else curve.values, dtype=np.float32),
        "yaxis": AXES[panel],
    }


def _heading(name: str, x: Sequence[float], curve: Curve, panel: int) -> Trace:
    """An unseen line, for a line of its own in the hover box; along `curve`, so that it moves no axis."""
    return {
        **_along(x, curve, panel),
        "name": name,
        "line": {"width": 0},
        "opacity": 0,
        "showlegend": False,
        "hovertemplate": f"<b>{name}</b><extra></extra>",
    }


def _line(x: Sequence[float], curve: Curve, index: int, panel: int) -> Trace:
    return {
        **_along(x, curve, panel),
        "name": curve.label,
        "line": theme.line(index),
        "showlegend": panel == 0,
        "hovertemplate": "%{y:.4f}",
    }


def _symbol(probe: float, curve: Curve, index: int, panel: int) -> Trace:
    """At the marked place, if there is a value."""
    at = curve.at_probe[panel]
    shown = math.isfinite(at)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": curve.label,
        "x": [probe] if shown else [],
        "y": [at] if shown else [],
        "yaxis": AXES[panel],
        "marker": theme.marker(index, 11),
        "showlegend": False,
        "hoverinfo": "skip",
    }


def _marker(probe: float, panel: int) -> dict[str, Any]:
    """A dotted line at the marked place."""
    return {
        "type": "line",
        "x0": probe,
        "x1": probe,
        "y0": 0,
        "y1": 1,
        "yref": f"{AXES[panel]} domain",
        "line": {"color": theme.LIGHT.muted, "dash": "dot", "width": 1.5},
    }


def _shading(low: float, high: float) -> dict[str, Any]:
    """A part of the lower panel."""
    return {
        "type": "rect",
        "x0": low,
        "x1": high,
        "y0": 0,
        "y1": 1,
        "yref": f"{AXES[1]} domain",
        "line": {"width": 0},
        "fillcolor": theme.LIGHT.zero,
        "opacity": 0.3,
        "layer": "below",
    }
