"""Accuracy against the amount of noise or ablation, bars of ablated layers, and the images of an adversarial perturbation."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from playground.figures import theme
from playground.figures.draw import AFTER, BEFORE, enlarge
from playground.formatting import format_percent

Option = dict[str, Any]

HEIGHT = 280
CURVE_HEIGHT = 320
UP, DOWN, STILL = (255, 145, 40), (77, 163, 255), (40, 43, 54)
"""A pixel's sign: brighter, darker, unchanged."""


def curve_figure(
    amounts: Sequence[float],
    curves: Mapping[str, Sequence[float]],
    axis: str,
    current: float,
    *,
    marked: tuple[str, float] | None = None,
) -> go.Figure:
    """Lines of percent against the amount of noise, ablation or perturbation, with a line at the current one.

    Args:
        amounts: `n`, ascending.
        curves: name to `n` shares 0..1.
        axis: what the amount is.
        current: this moment's amount.
        marked: name and place of a second line; None for none.
    """
    marks = [_mark("now", current, "solid", 0)]
    if marked is not None:
        marks.append(_mark(*marked, "dot", 14))
    return theme.figure(
        [_curve(number, name, amounts, shares) for number, (name, shares) in enumerate(curves.items())],
        CURVE_HEIGHT,
        uirevision=axis,
        showlegend=True,
        margin={"t": 64},
        legend={"y": 1.16},
        xaxis={
            "range": [float(amounts[0]), float(amounts[-1])],
            "title": {"text": axis},
            "unifiedhovertitle": {"text": f"{axis}: %{{x:~g}}"},
        },
        yaxis={"range": [-2, 102], "dtick": 25, "ticksuffix": " %"},
        shapes=[shape for shape, _ in marks],
        annotations=[name for _, name in marks],
    )


def _curve(number: int, name: str, amounts: Sequence[float], shares: Sequence[float]) -> dict[str, Any]:
    """A line, distinguished by colour, dashes and symbols; of many amounts the symbols would hide it."""
    return {
        "type": "scatter",
        "mode": "lines+markers" if len(amounts) <= 12 else "lines",
        "name": name,
        "x": [float(amount) for amount in amounts],
        "y": [round(100 * float(share), 2) for share in shares],
        "line": theme.line(number),
        "marker": theme.marker(number),
        "cliponaxis": False,  # the first and the last symbol are whole
        "text": [format_percent(100 * float(share)) for share in shares],
        "hovertemplate": "%{text}",
    }


def _mark(name: str, place: float, dash: str, distance: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """A vertical line, and its name `distance` pixels above it."""
    line = {
        "type": "line",
        "x0": place,
        "x1": place,
        "y0": 0,
        "y1": 1,
        "yref": "y domain",
        "line": {"color": theme.LIGHT.text, "dash": dash, "width": 1.5},
    }
    label = {
        "text": name,
        "x": place,
        "y": 1,
        "yref": "y domain",
        "yanchor": "bottom",
        "yshift": distance,
        "showarrow": False,
        "font": {"size": 12},
    }
    return line, label


def layer_bars_option(names: Sequence[str], shares: Sequence[float], chosen: int) -> Option:
    """A bar an ablated layer: the accuracy that is left; the `chosen` one is orange and hatched."""
    bars = []
    for index, share in enumerate(shares):
        style: Option = {"color": AFTER if index == chosen else BEFORE}
        percent = 100 * float(share)
        label = {"show": True, "position": "insideLeft" if percent > 60 else "right", "fontSize": 12}
        label |= {
            "formatter": format_percent(percent),
            **({"color": "#ffffff"} if percent > 60 else {}),  # outside of its bar in the page's own colour
            "fontWeight": "bold" if index == chosen else "normal",
        }
        bars.append({"value": round(percent, 2), "itemStyle": style, "label": label})
    return {
        "animation": False,
        "grid": {"left": 128, "right": 14, "top": 8, "bottom": 44, "outerBoundsMode": "none"},
        "xAxis": {
            "type": "value",
            "min": 0,
            "max": 100,
            "interval": 25,
            "name": "test images read right (%)",
            "nameLocation": "middle",
            "nameGap": 26,
        },
        "yAxis": {
            "type": "category",
            "data": list(names),
            "inverse": True,
            "axisTick": {"show": False},
            "axisLabel": {"fontSize": 12, "interval": 0, "width": 120, "overflow": "break"},
        },
        "series": [{"type": "bar", "name": "read right", "data": bars, "barMaxWidth": 40}],
    }


def gray_picture(image: ArrayLike, factor: int = 4) -> NDArray[np.uint8]:
    """`(28, 28)` floats in 0..1, enlarged, rounded to 256 levels for the screen alone."""
    return enlarge(np.rint(255 * np.asarray(image)).astype(np.uint8), factor)


def sign_picture(signs: ArrayLike, factor: int = 4) -> NDArray[np.uint8]:
    """`(28, 28)` of -1, 0 and 1 as `(28 * factor, 28 * factor, 3)`: orange brighter, blue darker, grey unchanged."""
    numbers = np.asarray(signs)[..., None]
    colors = np.where(numbers > 0, UP, np.where(numbers < 0, DOWN, STILL)).astype(np.uint8)
    return colors.repeat(factor, axis=0).repeat(factor, axis=1)
