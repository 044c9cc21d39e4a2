"""The confusion matrix, a cell of which can be chosen, and the accuracy of each digit beside its rows.

Both are ECharts: it colours each cell's number by itself and reports the clicked cell by its index, whereas a heatmap of
Plotly has one font colour, and one colour scale for right and wrong predictions.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from playground.figures import theme
from playground.formatting import format_percent

Option = dict[str, Any]

CHOSEN = "#f2a900"
LINE = "rgba(138, 141, 152, 0.28)"
DIGITS = [str(digit) for digit in range(10)]
GRID = {"left": 46, "right": 6, "top": 6, "bottom": 44, "outerBoundsMode": "none"}
"""Margins of both charts in pixels, labels included: a digit's bar stands beside its row."""


def confusion_matrix_option(confusion: ArrayLike, chosen: tuple[int, int], dark: bool = False) -> Option:
    """A row a true digit, a column what it is read as: right answers blue, mistakes red, `chosen` in a frame.

    The depth of the colour is the share of the row, for a mistake compared with the largest one, on the square
    root's scale: the commonest mistake stands out, however good the network is.

    Args:
        confusion: `(10, 10)` counts; row the true digit.
        chosen: (true digit, predicted digit).
        dark: whether the page is dark.
    """
    counts = np.asarray(confusion)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    largest = shares[~np.eye(10, dtype=bool)].max() or 1.0
    depths = np.sqrt(np.where(np.eye(10, dtype=bool), shares, 0.9 * shares / largest))
    cells = [
        _cell(cell, int(counts[cell]), float(shares[cell]), float(depths[cell]), theme.text(dark))
        for cell in np.ndindex(10, 10)
    ]
    axis = {
        "type": "category",
        "data": DIGITS,
        "nameLocation": "middle",
        "axisTick": {"show": False},
        "axisLine": {"show": False},
        "splitLine": {"show": False},
        "axisLabel": {"fontSize": 13, "interval": 0},
    }
    unchanged = {"itemStyle": {"borderColor": LINE, "borderWidth": 1}}
    return {
        "animation": False,
        "tooltip": {"formatter": "a true {@[1]} read as {@[0]}: {@[2]} images, {@[3]} % of the {@[1]}s"},
        "grid": GRID,
        "xAxis": {**axis, "name": "read as", "nameGap": 24},
        "yAxis": {**axis, "name": "true digit", "nameGap": 26, "inverse": True},
        "series": [
            {
                "type": "heatmap",
                "name": "images",
                "data": cells,
                "selectedMode": "single",
                "select": unchanged,
                "emphasis": {"itemStyle": {"borderColor": CHOSEN, "borderWidth": 2}},
            },
            {
                "type": "heatmap",
                "name": "chosen",
                "data": [[chosen[1], chosen[0], 0]],
                "silent": True,
                "itemStyle": {"color": "rgba(0, 0, 0, 0)", "borderColor": CHOSEN, "borderWidth": 4},
            },
        ],
    }


def cell_at(index: int) -> tuple[int, int] | None:
    """The (true digit, predicted digit) of the matrix's data item `index`; None when it has no such item."""
    return divmod(index, 10) if 0 <= index < 100 else None


def digit_accuracy_option(
    accuracies: Sequence[float | None], hardest: int | None, dark: bool = False
) -> Option:
    """A bar a digit, in percent; the `hardest` one is hatched and red.

    Args:
        accuracies: ten shares 0..1; None for a digit without images.
        hardest: the digit with the lowest one.
        dark: whether the page is dark.
    """
    bars = [_bar(share, digit == hardest, theme.text(dark)) for digit, share in enumerate(accuracies)]
    return {
        "animation": False,
        "tooltip": {"formatter": "{b}: {@[0]} % read right"},
        "grid": {**GRID, "right": 14},
        "xAxis": {
            "type": "value",
            "min": 0,
            "max": 100,
            "interval": 50,
            "name": "read right (%)",
            "nameLocation": "middle",
            "nameGap": 24,
        },
        "yAxis": {
            "type": "category",
            "data": DIGITS,
            "inverse": True,
            "name": "true digit",
            "nameLocation": "middle",
            "nameGap": 26,
            "axisTick": {"show": False},
            "axisLabel": {"fontSize": 13, "interval": 0},
        },
        "series": [{"type": "bar", "name": "read right", "data": bars, "barWidth": "74%"}],
    }


def _cell(cell: tuple[int, ...], count: int, share: float, depth: float, foreground: str) -> Option:
    """One item of the matrix; the name is what ECharts tells selected items by, so each has its own."""
    true, predicted = cell
    red, green, blue = theme.CORRECT if true == predicted else theme.INCORRECT
    color = "#ffffff" if depth > 0.65 else foreground
    return {
        "name": f"{true} as {predicted}",
        "value": [predicted, true, count, round(100 * share, 2)],
        "itemStyle": {
            "color": f"rgba({red}, {green}, {blue}, {depth:.3f})",
            "borderColor": LINE,
            "borderWidth": 1,
        },
        "label": {"show": count > 0, "formatter": "{@[2]}", "fontSize": 12, "color": color},
    }


def _bar(share: float | None, hardest: bool, foreground: str) -> Option:
    """One bar; its percentage stands inside, at its left end, unless the bar is short."""
    if share is None:
        return {"value": None}
    percent = 100 * share
    style: Option = {
        "color": f"rgb{theme.INCORRECT if hardest else theme.CORRECT}",
        "borderRadius": [0, 4, 4, 0],
    }
    if hardest:
        style["decal"] = {
            "symbol": "rect",
            "color": "rgba(255, 255, 255, 0.28)",
            "dashArrayX": [1, 0],
            "dashArrayY": [3, 6],
            "rotation": -0.785,
        }
    label: Option = {"show": True, "fontSize": 12, "formatter": format_percent(percent), "position": "right"}
    label["color"] = foreground
    if percent > 45:
        label |= {"position": "insideLeft", "color": "#ffffff"}
        label |= {"textBorderColor": style["color"], "textBorderWidth": 3}
    elif hardest:
        label["formatter"] += ", the hardest"
    if hardest:
        label["fontWeight"] = "bold"
    return {"value": round(percent, 2), "itemStyle": style, "label": label}
