"""A network's answer as bars, one answer or two beside each other, and the image it saw, enlarged."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.digits.prediction import Prediction
from playground.figures.mistakes import DIGITS
from playground.formatting import format_percent

Option = dict[str, Any]

OTHER = "rgba(128, 136, 158, 0.55)"
ENCODE = {"x": 0, "y": 1, "tooltip": 2}
"""What the three parts of a bar's value are."""

OUTERMOST = 16
"""Pixels by which a percentage over the first or the last bar of a narrow chart is moved inwards."""

BEFORE, AFTER = "#8a90a3", "#d2691e"
"""Grey and orange, as `OTHER` legible on a light background and on a dark one."""


def answer_bars(prediction: Prediction, *, narrow: bool = False) -> Option:
    """An ECharts option: ten bars on a fixed axis from 0 to 100 %.

    The predicted one has the theme's first colour and carries its percentage; where the network abstains none has.

    Args:
        prediction: the answer.
        narrow: a chart in which a percentage over the first or the last bar would reach beyond the bars.
    """
    percents = [100 * probability for probability in prediction.probabilities.tolist()]
    data: list[Option] = [
        {"value": value, "itemStyle": {"color": OTHER}} for value in map(_value, DIGITS, percents)
    ]
    if prediction.label is not None:
        label = _label(percents[prediction.label], size=12 if narrow else 14)
        if narrow and prediction.label in (0, len(percents) - 1):
            label["offset"] = [-OUTERMOST if prediction.label else OUTERMOST, 0]
        data[prediction.label] = {"value": data[prediction.label]["value"], "label": label}
    return _chart(
        [{"type": "bar", "name": "probability", "data": data, "encode": ENCODE, "barCategoryGap": "25%"}],
        top=32,
    )


def paired_bars(before: ArrayLike, after: ArrayLike, names: tuple[str, str]) -> Option:
    """An ECharts option: two bars a digit; the most probable one of each answer has its percentage.

    Args:
        before: `(10,)` probabilities.
        after: the same of the other answer; NaN is drawn as 0.
        names: what the two are called in the legend.
    """
    both = [np.nan_to_num(100 * np.asarray(shares, dtype=float)) for shares in (before, after)]
    # Over the same digit or the next the two numbers would cover one another.
    apart = int(both[1].argmax()) - int(both[0].argmax())
    aside = 0 if abs(apart) > 1 else 16 if apart >= 0 else -16
    series = [
        _series(name, percents, color, shift)
        for name, percents, color, shift in zip(names, both, (BEFORE, AFTER), (-aside, aside), strict=True)
    ]
    series[1]["itemStyle"]["decal"] = {
        "symbol": "rect",
        "color": "rgba(255, 255, 255, 0.35)",
        "dashArrayX": [1, 0],
        "dashArrayY": [2, 4],
        "rotation": -0.785,
    }
    return {**_chart(series, top=48), "legend": {"top": 0, "left": "center", "itemWidth": 16}}


def enlarge(image: NDArray[np.uint8], factor: int = 8) -> NDArray[np.uint8]:
    """`(H, W)` uint8 as `(H * factor, W * factor)`: each pixel a square, so that it can be seen as it is."""
    return np.kron(image, np.ones((factor, factor), dtype=np.uint8))


def _series(name: str, percents: NDArray[np.float64], color: str, shift: int) -> Option:
    top = int(percents.argmax())
    data: list[Any] = [*map(_value, DIGITS, percents.tolist())]
    data[top] = {"value": data[top], "label": {**_label(float(percents[top])), "offset": [shift, 0]}}
    return {
        "type": "bar",
        "name": name,
        "data": data,
        "encode": ENCODE,
        "itemStyle": {"color": color},
        "barGap": "5%",
    }


def _value(digit: str, percent: float) -> list[Any]:
    """One bar: its place, its height, and what the tooltip says."""
    return [digit, round(percent, 2), format_percent(percent)]


def _label(percent: float, size: int = 11) -> Option:
    """Without a colour: ECharts then takes the page's, and another one as soon as the theme is switched."""
    text = {
        "formatter": format_percent(percent),
        "fontSize": size,
        "fontWeight": "bold",
    }
    return {"show": True, "position": "top", **text}


def _chart(series: Sequence[Option], top: int) -> Option:
    return {
        "animation": False,
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "grid": {"left": 44, "right": 8, "top": top, "bottom": 40, "outerBoundsMode": "none"},
        "xAxis": {
            "type": "category",
            "data": list(DIGITS),
            "name": "digit",
            "nameLocation": "middle",
            "nameGap": 24,
            "axisTick": {"show": False},
            "axisLabel": {"fontSize": 13, "interval": 0},
        },
        "yAxis": {
            "type": "value",
            "min": 0,
            "max": 100,
            "interval": 25,
            "axisLabel": {"formatter": "{value} %"},
        },
        "series": list(series),
    }
