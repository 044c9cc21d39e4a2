"""A training run as ECharts options: loss, accuracy, confusion matrix."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

SMOOTHING = 0.85
"""Share of the past in the smoothed loss, per step shown: an exponential moving average."""

CONFUSION_COLOR = "#3453d1"
"""Blue on which white numbers are readable, in the light theme and in the dark one."""

Option = dict[str, Any]


def loss_option(
    curve: Sequence[tuple[int, float]], epochs: Sequence[dict[str, Any]], total_steps: int
) -> Option:
    """The loss against the step: each step faint, smoothed bold, test loss as dots at the end of each epoch.

    Args:
        curve: `(step, loss)` pairs in order, at most about 1,000.
        epochs: rows with `step` and `test_loss`.
        total_steps: where the x axis ends, so that nothing moves while the curve grows.
    """
    frame = pd.DataFrame(curve, columns=["step", "training loss"], dtype=np.float32)
    frame["smoothed"] = frame["training loss"].ewm(alpha=1 - SMOOTHING).mean().astype(np.float32)
    tests = pd.DataFrame(
        [(row["step"], row["test_loss"]) for row in epochs], columns=["step", "test loss"], dtype=np.float32
    )
    line = {"type": "line", "showSymbol": False, "datasetIndex": 0}
    return {
        **_frame("loss (cross-entropy)", "%.4f"),
        "dataset": [{"source": frame}, {"source": tests}],
        "xAxis": {"type": "value", "name": "step", "nameLocation": "middle", "nameGap": 28, "max": max(total_steps, 1)},
        "series": [
            {
                **line, "name": "each step", "encode": {"x": "step", "y": "training loss"},
                "lineStyle": {"width": 1, "opacity": 0.35}, "itemStyle": {"opacity": 0.35},
            },
            {**line, "name": "smoothed", "encode": {"x": "step", "y": "smoothed"}, "lineStyle": {"width": 3}},
            {
                "type": "scatter", "name": "test loss", "datasetIndex": 1, "symbol": "diamond", "symbolSize": 11,
                "encode": {"x": "step", "y": "test loss"},
            },
        ],
    }  # fmt: skip


def accuracy_option(epochs: Sequence[dict[str, Any]], total_epochs: int) -> Option:
    """Training and test accuracy in percent against the epoch."""
    frame = pd.DataFrame(
        [(row["epoch"], 100 * row["train_accuracy"], 100 * row["test_accuracy"]) for row in epochs],
        columns=["epoch", "training", "test"],
        dtype=np.float32,
    )
    series = [
        {
            "type": "line", "name": name, "encode": {"x": "epoch", "y": name}, "symbol": symbol, "symbolSize": 9,
            "lineStyle": {"width": 3, "type": dash},
        }
        for name, symbol, dash in (("training", "circle", "dashed"), ("test", "diamond", "solid"))
    ]  # fmt: skip
    axis = {"type": "value", "name": "epoch", "nameLocation": "middle", "nameGap": 28, "minInterval": 1}
    return {
        **_frame("accuracy (%)", "%.2f %%"),
        "dataset": [{"source": frame}],
        "xAxis": {**axis, "min": 1, "max": max(total_epochs, 2)},
        "series": series,
    }


def confusion_option(confusion: Sequence[Sequence[int]]) -> Option:
    """The confusion matrix: a row a true digit, a column a predicted one; mistakes stand out.

    The colour is the share of the row, on the square root's scale, so that rare mistakes can be seen.
    """
    counts = np.asarray(confusion)
    shares = np.sqrt(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1))
    rows = [
        (str(predicted), str(true), int(counts[true, predicted]), float(shares[true, predicted]))
        for true in range(10)
        for predicted in range(10)
    ]
    frame = pd.DataFrame(rows, columns=["predicted", "true digit", "images", "share"])
    right = frame["predicted"] == frame["true digit"]
    digits = [str(digit) for digit in range(10)]
    axis = {"type": "category", "data": digits, "nameLocation": "middle", "splitArea": {"show": True}}
    cell = {"type": "heatmap", "encode": {"x": "predicted", "y": "true digit", "value": "images"}}
    label = {"show": True, "formatter": "{@[2]}", "fontSize": 11}
    return {
        "tooltip": {"formatter": "a true {@[1]} read as {@[0]}: {@[2]} images"},
        "grid": {"left": 26, "right": 6, "top": 6, "bottom": 26},
        "dataset": [{"source": frame[right]}, {"source": frame[~right]}],
        "xAxis": {**axis, "name": "predicted", "nameGap": 26},
        "yAxis": {**axis, "name": "true digit", "nameGap": 30, "inverse": True},
        # Alpha of the cell alone: `opacity` would fade the number too.
        "visualMap": {
            "show": False,
            "min": 0,
            "max": 1,
            "dimension": 3,
            "inRange": {"color": [CONFUSION_COLOR], "colorAlpha": [0, 1]},
        },
        "series": [
            {**cell, "datasetIndex": 0, "name": "right", "label": {**label, "color": "#ffffff"}},
            {**cell, "datasetIndex": 1, "name": "mistakes", "label": {**label, "color": "#8a8d98"}},
        ],
    }


def most_confused(confusion: Sequence[Sequence[int]]) -> tuple[int, int, int] | None:
    """The commonest mistake as (true digit, predicted digit, how often); None when there is none."""
    counts = np.asarray(confusion).copy()
    np.fill_diagonal(counts, 0)
    if not counts.any():
        return None
    true, predicted = np.unravel_index(counts.argmax(), counts.shape)
    return int(true), int(predicted), int(counts.max())


def _frame(y_name: str, number: str) -> Option:
    return {
        "animation": False,
        "legend": {"top": 0, "left": 0},
        "grid": {"left": 34, "right": 16, "top": 40, "bottom": 26},
        "tooltip": {"trigger": "axis", "valueFormatter": number},
        "yAxis": {"type": "value", "name": y_name, "nameLocation": "middle", "nameGap": 38, "scale": True},
    }
