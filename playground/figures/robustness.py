"""Bars before and after damage, a curve of what is left against its amount, and the images of a nudge."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.digits.narration import format_percent
from playground.figures.draw import enlarge
from playground.figures.mistakes import DIGITS, INK

Option = dict[str, Any]

BEFORE, AFTER, THIRD = "#8a90a3", "#d2691e", "#4a78e0"
"""Grey, orange and blue that stand out from a light ground and from a dark one."""

HEIGHT = 280
UP, DOWN, STILL = (255, 145, 40), (77, 163, 255), (40, 43, 54)
"""A pixel's sign: brighter, darker, unchanged."""


def paired_bars_option(
    before: ArrayLike, after: ArrayLike, dark: bool = False, names: tuple[str, str] = ("before", "after")
) -> Option:
    """Two bars a digit on a fixed axis from 0 to 100 %; the most probable one of each reading has its percentage.

    Args:
        before: `(10,)` probabilities.
        after: the same, damaged.
        dark: whether the page is dark.
        names: what the two are called in the legend.
    """
    both = [np.nan_to_num(100 * np.asarray(shares, dtype=float)) for shares in (before, after)]
    # Over the same digit or the next the two numbers would cover one another.
    apart = int(both[1].argmax()) - int(both[0].argmax())
    aside = 0 if abs(apart) > 1 else 16 if apart >= 0 else -16
    series = [
        _bars(name, percents, color, INK[dark], shift)
        for name, percents, color, shift in zip(names, both, (BEFORE, AFTER), (-aside, aside), strict=True)
    ]
    series[1]["itemStyle"]["decal"] = {
        "symbol": "rect", "color": "rgba(255, 255, 255, 0.35)", "dashArrayX": [1, 0], "dashArrayY": [2, 4],
        "rotation": -0.785,
    }  # fmt: skip
    return {
        "animation": False,
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "legend": {"top": 0, "left": "center", "itemWidth": 16},
        "grid": {"left": 44, "right": 20, "top": 48, "bottom": 40, "outerBoundsMode": "none"},
        "xAxis": {
            "type": "category", "data": DIGITS, "name": "digit", "nameLocation": "middle", "nameGap": 24,
            "axisTick": {"show": False}, "axisLabel": {"fontSize": 13, "interval": 0},
        },
        "yAxis": {"type": "value", "min": 0, "max": 100, "interval": 25, "axisLabel": {"formatter": "{value} %"}},
        "series": series,
    }  # fmt: skip


def _bars(name: str, percents: NDArray[np.float64], color: str, ink: str, shift: int) -> Option:
    top = int(percents.argmax())
    data: list[Any] = [round(float(percent), 2) for percent in percents]
    label = {"show": True, "position": "top", "fontSize": 11, "fontWeight": "bold", "color": ink}
    label |= {"formatter": format_percent(float(percents[top])), "offset": [shift, 0]}
    data[top] = {"value": data[top], "label": label}
    return {"type": "bar", "name": name, "data": data, "itemStyle": {"color": color}, "barGap": "5%"}


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
