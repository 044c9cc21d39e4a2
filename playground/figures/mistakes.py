"""The confusion matrix, a cell of which can be chosen, and the accuracy of each class beside its rows.

Both are ECharts: it frames the cell under the pointer and reports the clicked one by its index, whereas a heatmap of
Plotly has no frame, and one colour scale for right and wrong predictions.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from playground.digits.datasets.entry import DIGITS
from playground.figures import theme
from playground.formatting import format_accuracy, format_percent
from playground.markdown import echarts_literal
from playground.notices.class_names import are_digits, kind, named

Option = dict[str, Any]

CHOSEN = "#f2a900"
LINE = "rgba(138, 141, 152, 0.28)"
GRID = {"left": 46, "right": 6, "top": 6, "bottom": 44, "outerBoundsMode": "none"}
"""Margins of both charts in pixels, labels included: a class's bar stands beside its row."""
NAME_WIDTH = 84
"""Pixels that the name of a class takes at most; a longer one is cut."""
_PERCENT: Option = {
    "type": "value",
    "min": 0,
    "max": 100,
    "interval": 50,
    "name": "read right (%)",
    "nameLocation": "middle",
    "nameGap": 24,
}


def confusion_matrix_option(
    confusion: ArrayLike, chosen: tuple[int, int], classes: Sequence[str] = DIGITS
) -> Option:
    """A row a true class, a column what it is read as: right answers blue, mistakes red, `chosen` in a frame.

    The depth of the colour is the share of the row, for a mistake compared with the largest one, on the square
    root's scale: the commonest mistake stands out, however good the network is.

    Args:
        confusion: `(10, 10)` counts; row the true class.
        chosen: (true class, predicted class).
        classes: the names of the K first rows and columns, which are shown.
    """
    classes = tuple(map(echarts_literal, classes))
    axis = {
        "type": "category",
        "data": list(classes),
        "nameLocation": "middle",
        "axisTick": {"show": False},
        "axisLine": {"show": False},
        "splitLine": {"show": False},
    }
    return {
        "animation": False,
        "tooltip": {"formatter": "true {b}: {@[2]} images, {@[3]} of its row"},
        "grid": _grid(classes),
        "xAxis": {**axis, "name": "read as", **_below(classes)},
        "yAxis": {**axis, **_beside(classes), "inverse": True},
        "series": [_cells(confusion, classes), _frame(chosen)],
    }


_IN_THE_PAGES_COLOUR: Option = {"position": ["50%", "50%"], "align": "center", "verticalAlign": "middle"}
"""In the middle of a cell, and yet for ECharts not inside of it: it takes the page's colour for the words, and another
one as soon as the theme is switched; words inside would have the colour that suits the cell without the page behind it."""


def cell_at(index: int, size: int = len(DIGITS)) -> tuple[int, int] | None:
    """The (true class, predicted class) of the data item `index` of a matrix of `size` rows; None for no item."""
    return divmod(index, size) if 0 <= index < size**2 else None


def class_accuracy_option(
    accuracies: Sequence[float | None],
    hardest: int | None,
    classes: Sequence[str] = DIGITS,
) -> Option:
    """A bar a class, in percent; the `hardest` one is hatched and red.

    Args:
        accuracies: ten shares 0..1; None for a class without images.
        hardest: the class with the lowest one.
        classes: the names of the first ones, which are shown.
    """
    classes = tuple(map(echarts_literal, classes))
    bars = [
        _bar(label, share, label == hardest, roomy=are_digits(classes))
        for label, share in enumerate(accuracies[: len(classes)])
    ]
    return {
        "animation": False,
        "tooltip": {"formatter": "{b}: {@[2]} read right"},
        "grid": {**_grid(classes), "right": 14},
        "xAxis": _PERCENT,
        "yAxis": {
            "type": "category",
            "data": list(classes),
            "inverse": True,
            "nameLocation": "middle",
            "axisTick": {"show": False},
            **_beside(classes),
        },
        "series": [{"type": "bar", "name": "read right", "data": bars, "barWidth": "74%"}],
    }


def _grid(classes: Sequence[str]) -> Option:
    """The margins, wide enough for the names of the classes."""
    return GRID if are_digits(classes) else {**GRID, "left": NAME_WIDTH + 32, "bottom": NAME_WIDTH + 26}


def _beside(classes: Sequence[str]) -> Option:
    """The labels of the rows."""
    label: Option = {"fontSize": 13, "interval": 0}
    if are_digits(classes):
        return {"name": "true digit", "nameGap": 26, "axisLabel": label}
    label |= {"fontSize": 12, "width": NAME_WIDTH, "overflow": "truncate"}
    return {"name": f"true {kind(classes)}", "nameGap": NAME_WIDTH + 12, "axisLabel": label}


def _below(classes: Sequence[str]) -> Option:
    """The labels of the columns; names stand upright."""
    if are_digits(classes):
        return {"nameGap": 24, "axisLabel": {"fontSize": 13, "interval": 0}}
    label = {"fontSize": 12, "interval": 0, "rotate": 90, "width": NAME_WIDTH, "overflow": "truncate"}
    return {"nameGap": NAME_WIDTH + 8, "axisLabel": label}


def _cells(confusion: ArrayLike, classes: Sequence[str]) -> Option:
    size = len(classes)
    counts = np.asarray(confusion)[:size, :size]
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    largest = shares[~np.eye(size, dtype=bool)].max(initial=0.0) or 1.0
    depths = np.sqrt(np.where(np.eye(size, dtype=bool), shares, 0.9 * shares / largest))
    data = [
        _cell(
            cell,
            int(counts[cell]),
            float(shares[cell]),
            float(depths[cell]),
            classes=classes,
        )
        for cell in np.ndindex(size, size)
    ]
    return {
        "type": "heatmap",
        "name": "images",
        "data": data,
        "selectedMode": "single",
        "select": {"itemStyle": {"borderColor": LINE, "borderWidth": 1}},
        "emphasis": {"itemStyle": {"borderColor": CHOSEN, "borderWidth": 2}},
    }


def _frame(chosen: tuple[int, int]) -> Option:
    return {
        "type": "heatmap",
        "name": "chosen",
        "data": [[chosen[1], chosen[0], 0]],
        "silent": True,
        "itemStyle": {"color": "rgba(0, 0, 0, 0)", "borderColor": CHOSEN, "borderWidth": 4},
    }


def _cell(cell: tuple[int, ...], count: int, share: float, depth: float, *, classes: Sequence[str]) -> Option:
    """One item of the matrix; the name is what ECharts tells selected items by, so each has its own."""
    true, predicted = cell
    red, green, blue = theme.CORRECT if true == predicted else theme.INCORRECT
    words: Option = {"show": count > 0, "formatter": "{@[2]}", "fontSize": 12}
    words |= {"color": "#ffffff"} if depth > 0.65 else _IN_THE_PAGES_COLOUR
    return {
        "name": f"{named(true, classes)} read as {named(predicted, classes)}",
        "value": [predicted, true, count, format_accuracy(share)],
        "itemStyle": {
            "color": f"rgba({red}, {green}, {blue}, {depth:.3f})",
            "borderColor": LINE,
            "borderWidth": 1,
        },
        "label": words,
    }


def _bar(label: int, share: float | None, hardest: bool, *, roomy: bool) -> Option:
    """One bar; its percentage stands inside, at its left end, unless the bar is short; `roomy`: words fit beside it."""
    if share is None:
        return {"value": [None, label, ""]}
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
    words: Option = {"show": True, "fontSize": 12, "formatter": format_percent(percent), "position": "right"}
    if percent > 45:
        words |= {"position": "insideLeft", "color": "#ffffff"}
        words |= {"textBorderColor": style["color"], "textBorderWidth": 3}
    elif hardest and roomy:
        words["formatter"] += ", the hardest"
    if hardest:
        words["fontWeight"] = "bold"
    value = [round(percent, 2), label, format_accuracy(share)]
    return {"value": value, "itemStyle": style, "label": words}
