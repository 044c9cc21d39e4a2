"""A curve of what damage leaves against its amount, bars of what a dropped layer leaves, and the images of a nudge."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.figures.draw import AFTER, BEFORE, enlarge
from playground.figures.mistakes import INK
from playground.formatting import format_percent

Option = dict[str, Any]

THIRD = "#4a78e0"
"""A blue beside `AFTER` and `BEFORE` that stands out from a light ground and from a dark one."""

HEIGHT = 280
UP, DOWN, STILL = (255, 145, 40), (77, 163, 255), (40, 43, 54)
"""A pixel's sign: brighter, darker, unchanged."""


def curve_option(
    amounts: Sequence[float],
    curves: dict[str, Sequence[float]],
    axis: str,
    current: float,
    *,
    dark: bool = False,
    marked: tuple[str, float] | None = None,
) -> Option:
    """Lines of percent against the amount of damage, with a line at the current one.

    Args:
        amounts: `n`, ascending.
        curves: name to `n` shares 0..1.
        axis: what the amount is.
        current: this moment's amount.
        dark: whether the page is dark.
        marked: name and place of a second line; None for none.
    """
    series = _lines(amounts, curves)
    lines = [_mark("now", current, INK[dark], "solid", distance=4)]
    if marked is not None:
        line = _mark(*marked, INK[dark], "dotted", distance=18)
        if marked[1] < 0.2 * amounts[-1]:  # a centred name would leave the chart
            line["label"]["align"] = "left"
        lines.append(line)
    # ECharts would round the lines' places to two digits.
    series[0]["markLine"] = {
        "symbol": "none",
        "silent": True,
        "animation": False,
        "precision": 5,
        "data": lines,
    }
    return {
        "animation": False,
        "tooltip": {"trigger": "axis"},
        "legend": {"top": 0, "left": "center", "itemWidth": 26},
        "grid": {"left": 44, "right": 14, "top": 64, "bottom": 40, "outerBoundsMode": "none"},
        "xAxis": {
            "type": "value", "min": float(amounts[0]), "max": float(amounts[-1]), "name": axis,
            "nameLocation": "middle", "nameGap": 24, "splitLine": {"show": False},
        },
        "yAxis": {"type": "value", "min": 0, "max": 100, "interval": 25, "axisLabel": {"formatter": "{value} %"}},
        "series": series,
    }  # fmt: skip


def _lines(amounts: Sequence[float], curves: dict[str, Sequence[float]]) -> list[Option]:
    """A line a curve, told apart by colour, dashes and symbols."""
    styles = [(AFTER, "solid", "circle"), (THIRD, "dashed", "diamond"), (BEFORE, "dotted", "triangle")]
    return [
        {
            "type": "line", "name": name, "symbol": symbol, "showSymbol": len(amounts) <= 12, "symbolSize": 8,
            "data": [[float(x), round(100 * float(y), 2)] for x, y in zip(amounts, shares, strict=True)],
            "lineStyle": {"color": color, "type": kind, "width": 2.5}, "itemStyle": {"color": color},
        }
        for (name, shares), (color, kind, symbol) in zip(curves.items(), styles, strict=False)
    ]  # fmt: skip


def _mark(name: str, place: float, color: str, kind: str, distance: int) -> Option:
    """A vertical line, its name `distance` pixels above it."""
    label = {"formatter": name, "color": color, "fontSize": 11, "position": "end", "distance": distance}
    return {"xAxis": place, "lineStyle": {"color": color, "type": kind, "width": 1.5}, "label": label}


def layer_bars_option(
    names: Sequence[str], shares: Sequence[float], chosen: int, dark: bool = False
) -> Option:
    """A bar a dropped layer: the accuracy that is left; the `chosen` one is orange and hatched."""
    bars = []
    for index, share in enumerate(shares):
        style: Option = {"color": AFTER if index == chosen else BEFORE}
        percent = 100 * float(share)
        label = {"show": True, "position": "insideLeft" if percent > 60 else "right", "fontSize": 12}
        label |= {
            "formatter": format_percent(percent),
            "color": "#ffffff" if percent > 60 else INK[dark],
            "fontWeight": "bold" if index == chosen else "normal",
        }
        bars.append({"value": round(percent, 2), "itemStyle": style, "label": label})
    return {
        "animation": False,
        "grid": {"left": 128, "right": 14, "top": 8, "bottom": 44, "outerBoundsMode": "none"},
        "xAxis": {
            "type": "value", "min": 0, "max": 100, "interval": 25, "name": "test images read right (%)",
            "nameLocation": "middle", "nameGap": 26,
        },
        "yAxis": {
            "type": "category", "data": list(names), "inverse": True, "axisTick": {"show": False},
            "axisLabel": {"fontSize": 12, "interval": 0, "width": 120, "overflow": "break"},
        },
        "series": [{"type": "bar", "name": "read right", "data": bars, "barMaxWidth": 40}],
    }  # fmt: skip


def gray_picture(image: ArrayLike, factor: int = 4) -> NDArray[np.uint8]:
    """`(28, 28)` floats in 0..1, enlarged, rounded to 256 levels for the screen alone."""
    return enlarge(np.rint(255 * np.asarray(image)).astype(np.uint8), factor)


def sign_picture(signs: ArrayLike, factor: int = 4) -> NDArray[np.uint8]:
    """`(28, 28)` of -1, 0 and 1 as `(28 * factor, 28 * factor, 3)`: orange brighter, blue darker, grey unchanged."""
    numbers = np.asarray(signs)[..., None]
    colors = np.where(numbers > 0, UP, np.where(numbers < 0, DOWN, STILL)).astype(np.uint8)
    return colors.repeat(factor, axis=0).repeat(factor, axis=1)
