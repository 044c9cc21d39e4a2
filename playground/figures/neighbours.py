"""The map of training images by their likeness, a glyph each, with a drawing among them."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from playground.figures.mistakes import INK

Option = dict[str, Any]

DIGIT_COLORS = (
    "#4a78e0", "#d1495b", "#0f8b6d", "#b07a12", "#8f5fd6", "#2389ad", "#c24c93", "#6f8a1f", "#84899a", "#d2691e",
)  # fmt: skip
"""One a digit, each at least 3 to 1 against the light ground and the dark one; the glyph says the digit too."""

STAR = "path://M50 2 L62 38 L98 38 L69 60 L80 96 L50 74 L20 96 L31 60 L2 38 L38 38 Z"
STAR_COLOR = "#ffc933"
HEIGHT = 480
MARGIN = 0.06


def neighbour_map_option(
    layout: ArrayLike, labels: ArrayLike, place: ArrayLike, neighbours: ArrayLike, dark: bool = False
) -> Option:
    """An ECharts option of at most about 1,000 points.

    Args:
        layout: `(N, 2)` in -1..1.
        labels: `(N,)` digits.
        place: `(2,)`, where the drawing lies.
        neighbours: `(k,)` indices of its nearest images: a line goes to each, and a ring is round it.
        dark: whether the page is dark.
    """
    points, digits = np.asarray(layout, dtype=float), np.asarray(labels)
    star = [round(float(value), 3) for value in np.asarray(place)]
    rings = [_point(points[index]) for index in np.asarray(neighbours)]
    axis = {"type": "value", "min": -1 - MARGIN, "max": 1 + MARGIN, "show": False}
    return {
        "animation": False,
        "tooltip": {"formatter": "{a}", "confine": True},
        "grid": {"left": 4, "right": 4, "top": 4, "bottom": 4, "outerBoundsMode": "none"},
        "xAxis": axis,
        "yAxis": axis,
        "series": [
            *[_glyphs(digit, points[digits == digit]) for digit in range(10)],
            {
                "type": "lines", "coordinateSystem": "cartesian2d", "name": "nearest", "silent": True,
                "data": [{"coords": [star, ring]} for ring in rings], "z": 3, "tooltip": {"show": False},
                "lineStyle": {"color": INK[dark], "width": 1.2, "opacity": 0.7},
            },
            {
                "type": "scatter", "name": "one of the nearest", "silent": True, "data": rings, "z": 4,
                "symbol": "circle", "symbolSize": 15, "tooltip": {"show": False},
                "itemStyle": {"color": "rgba(0, 0, 0, 0)", "borderColor": INK[dark], "borderWidth": 1.5},
            },
            {
                "type": "scatter", "name": "your drawing", "data": [star], "symbol": STAR, "symbolSize": 30, "z": 6,
                "itemStyle": {"color": STAR_COLOR, "borderColor": "#1b2033", "borderWidth": 2},
            },
        ],
    }  # fmt: skip


def _glyphs(digit: int, points: np.ndarray) -> Option:
    """The images of one digit, each written as that digit; the circle below is there for the pointer alone."""
    return {
        "type": "scatter", "name": f"a training image of a {digit}", "data": [_point(point) for point in points],
        "symbol": "circle", "symbolSize": 11, "itemStyle": {"color": "rgba(0, 0, 0, 0)"},
        "label": {
            "show": True, "formatter": str(digit), "color": DIGIT_COLORS[digit], "fontSize": 12, "fontWeight": "bold",
            "textBorderWidth": 0,
        },
        "emphasis": {"label": {"fontSize": 18}},
    }  # fmt: skip


def _point(values: np.ndarray) -> list[float]:
    return [round(float(value), 3) for value in values]
