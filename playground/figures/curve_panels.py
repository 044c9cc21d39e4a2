"""Functions above and their slopes below, over one x axis, with one place on it marked: a Plotly figure.

The hover box reads all functions at one place: first the values, then the slopes, each under its name. A jump is drawn
as one: the line ends at an open dot, where the function does not take the value, and goes on at the other side. Where
curves coincide, the first is a broad line under the others.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from playground.concepts.curves import Coincidence, Curve
from playground.concepts.jumps import Jump
from playground.figures import theme

HEIGHT = 520
SPLIT = (0.38, 0.43)
"""Shares of the height at which the lower panel ends and the upper one begins."""
AXES = ("y", "y2")
"""Plotly's names of the y axes, the upper panel's first."""

BROADER, MOST_BROADENED = 3.5, 2
"""Pixels by which a line is broader than the next one that is drawn over it, and how often at most."""

Trace = dict[str, Any]


def panels_figure(
    x: Sequence[float],
    curves: Sequence[Curve],
    probe: float,
    *,
    axis: str,
    names: tuple[str, str],
    place: str = "x = %{x:.2~f}",
    limits: tuple[tuple[float, float], tuple[float, float]] | None = None,
    shaded: Sequence[tuple[float, float]] = (),
    coinciding: Sequence[Coincidence] = (),
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
        coinciding: those of `curves` that look like one.
    """
    upper, lower = limits or (None, None)
    looks = [(curve, _look(index, curve.label, coinciding)) for index, curve in enumerate(curves)]
    return theme.figure(
        [trace for panel, name in enumerate(names) for trace in _panel(name, x, looks, probe, panel)],
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


def _look(index: int, label: str, coinciding: Sequence[Coincidence]) -> Trace:
    """Colour, dashes and width of a line; of those that coincide the first is solid, and each is narrower than the last."""
    look = theme.line(index)
    for group in coinciding:
        if label in group.labels:
            order = group.labels.index(label)
            broader = min(len(group.labels) - 1 - order, MOST_BROADENED) * BROADER
            look |= {"width": look["width"] + broader} | ({} if order else {"dash": "solid"})
    return look


def _panel(
    name: str, x: Sequence[float], looks: Sequence[tuple[Curve, Trace]], probe: float, panel: int
) -> list[Trace]:
    """The traces of one panel in the order of the hover box."""
    traces = [_heading(name, x, curve, panel) for curve, _ in looks[:1]]
    for index, (curve, look) in enumerate(looks):
        traces += [
            _line(x, curve, look, panel),
            *_jumps(x, curve, look, panel),
            _symbol(probe, curve, index, panel),
        ]
    return traces


def _along(x: Sequence[float], curve: Curve, panel: int) -> Trace:
    """A line of `curve` in one panel: Plotly is told where `x` begins and its step, half of all numbers."""
    y = np.asarray(curve.slopes if panel else curve.values, dtype=np.float32)
    trace = {"type": "scatter", "mode": "lines", "yaxis": AXES[panel]}
    gaps = curve.slope_jumps if panel else curve.value_jumps
    corners = () if panel else curve.slope_jumps
    if gaps or corners:
        return {**trace, **_broken(np.asarray(x, dtype=float), y, gaps, [corner.place for corner in corners])}
    return {**trace, "x0": float(x[0]), "dx": (float(x[-1]) - float(x[0])) / (len(x) - 1), "y": y}


def _broken(x: np.ndarray, y: np.ndarray, gaps: Sequence[Jump], corners: Sequence[float]) -> Trace:
    """A line that is broken at `gaps`, where a point of its own lies, and that turns at `corners`."""
    places = [gap.place for gap in gaps]
    points = dict(zip(x.tolist(), y.tolist(), strict=True))
    points |= {place: float(np.interp(place, x, y)) for place in corners if place not in places}
    points |= {gap.place: gap.at for gap in gaps}
    path: list[tuple[float, float]] = []
    for place in sorted(points):
        alone = place in places
        path += [(place, math.nan)] * alone + [(place, points[place])] + [(place, math.nan)] * alone
    across, up = zip(*path, strict=True)
    return {"x": np.asarray(across), "y": np.asarray(up, dtype=np.float32)}


def _jumps(x: Sequence[float], curve: Curve, look: Trace, panel: int) -> list[Trace]:
    """The ends of the line at each jump, and a dotted line between its limits: open dots are values it does not take."""
    jumps = curve.slope_jumps if panel else curve.value_jumps
    if not jumps:
        return []
    shared = {
        "type": "scatter",
        "name": curve.label,
        "yaxis": AXES[panel],
        "showlegend": False,
        "hoverinfo": "skip",
    }
    ends = _ends(np.asarray(x, dtype=float), np.asarray(curve.slopes if panel else curve.values), jumps)
    dots = [dot for jump in jumps for dot in _dots(jump)]
    return [
        {**shared, "mode": "lines", **ends, "line": look},
        {
            **shared,
            "mode": "lines+markers",
            "x": [place for place, _, _ in dots],
            "y": [height for _, height, _ in dots],
            "line": {"color": look["color"], "dash": "dot", "width": 1},
            "marker": {
                "symbol": "circle",
                "size": 7,
                "color": [look["color"] if taken else theme.LIGHT.background for _, _, taken in dots],
                "line": {"color": look["color"], "width": 1.5},
            },
        },
    ]


def _ends(x: np.ndarray, y: np.ndarray, jumps: Sequence[Jump]) -> Trace:
    """From the last place before each jump to its limit, and from its limit to the next place."""
    across: list[float] = []
    up: list[float] = []
    for jump in jumps:
        before, after = np.searchsorted(x, jump.place) - 1, np.searchsorted(x, jump.place, side="right")
        if before >= 0:
            across += [float(x[before]), jump.place, math.nan]
            up += [float(y[before]), jump.before, math.nan]
        if after < len(x):
            across += [jump.place, float(x[after]), math.nan]
            up += [jump.after, float(y[after]), math.nan]
    return {"x": across, "y": up}


def _dots(jump: Jump) -> list[tuple[float, float, bool]]:
    """Place, height and whether the function takes it, of both limits; then of its own value where that is another."""
    taken = [math.isclose(limit, jump.at, abs_tol=1e-6) for limit in (jump.before, jump.after)]
    dots = [(jump.place, jump.before, taken[0]), (jump.place, jump.after, taken[1])]
    if not any(taken):
        dots.append((jump.place, jump.at, True))
    return [*dots, (jump.place, math.nan, True)]


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


def _line(x: Sequence[float], curve: Curve, look: Trace, panel: int) -> Trace:
    return {
        **_along(x, curve, panel),
        "name": curve.label,
        "line": look,
        "showlegend": panel == 0,
        "hovertemplate": "%{y:.4~g}",
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
