"""The map of training images by their likeness, a glyph each, with a drawing among them."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from playground.figures import theme

DIGIT_COLORS = (
    "#4a78e0",
    theme.LIGHT.series[1],
    theme.LIGHT.series[2],
    "#b07a12",
    "#8f5fd6",
    "#2389ad",
    "#c24c93",
    "#6f8a1f",
    "#84899a",
    "#d2691e",
)
"""One a digit, each at least 3 to 1 against the light background and the dark one; the glyph says the digit too."""

STAR_COLOR = "#ffc933"
HEIGHT = 480
"""Of the box round the map, in pixels."""
MARGIN = 0.06


def neighbour_map_figure(
    layout: ArrayLike, labels: ArrayLike, place: ArrayLike, neighbours: ArrayLike
) -> go.Figure:
    """The map: its legend shows one digit alone, a box zooms into a crowd.

    Args:
        layout: `(N, 2)` in -1..1.
        labels: `(N,)` digits.
        place: `(2,)`, where the drawing lies.
        neighbours: `(k,)` indices of its nearest images: a line goes to each, and a ring is round it.
    """
    points, digits = np.asarray(layout, dtype=np.float32), np.asarray(labels)
    star, near = np.asarray(place, dtype=np.float32), points[np.asarray(neighbours)]
    axis = {"range": [-1 - MARGIN, 1 + MARGIN], "visible": False}
    return theme.figure(
        [
            *(_glyphs(digit, points[digits == digit]) for digit in range(10)),
            _lines(star, near),
            _rings(near),
            _star(star),
        ],
        HEIGHT - 12,
        hovermode="closest",
        uirevision="map",
        margin={"l": 4, "r": 4, "t": 4, "b": 30},
        legend={"itemsizing": "constant"},
        xaxis=axis,
        yaxis=axis,
    )


def _glyphs(digit: int, points: np.ndarray) -> dict[str, Any]:
    """The images of one digit, each written as that digit; the dot under it gives the legend its colour."""
    color = DIGIT_COLORS[digit]
    return {
        "type": "scatter",
        "mode": "text+markers",
        "name": str(digit),
        "x": points[:, 0],
        "y": points[:, 1],
        "text": str(digit),
        "textfont": {"color": color, "size": 12, "weight": "bold"},
        "marker": {"color": color, "size": 2},
        "hovertemplate": f"a training image of a {digit}<extra></extra>",
    }


def _lines(star: np.ndarray, near: np.ndarray) -> dict[str, Any]:
    """From the star to each neighbour: three rows a line, the last one empty."""
    rows = np.full((3 * len(near), 2), np.nan, dtype=np.float32)
    rows[0::3], rows[1::3] = star, near
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "nearest",
        "x": rows[:, 0],
        "y": rows[:, 1],
        "line": {"color": theme.LIGHT.text, "width": 1.2},
        "opacity": 0.7,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _rings(near: np.ndarray) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "one of the nearest",
        "x": near[:, 0],
        "y": near[:, 1],
        "marker": {"symbol": "circle-open", "size": 17, "color": theme.LIGHT.text, "line": {"width": 1.5}},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _star(star: np.ndarray) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "your drawing",
        "x": star[:1],
        "y": star[1:],
        "marker": {
            "symbol": "star",
            "size": 22,
            "color": STAR_COLOR,
            "line": {"color": theme.LIGHT.text, "width": 2},
        },
        "hovertemplate": "your drawing<extra></extra>",
        "showlegend": False,
    }
