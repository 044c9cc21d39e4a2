"""A training run as ECharts options: loss, accuracy, and how each layer fares.

The figures are drawn again twice a second while a run trains, so they are short: float32 frames of at most some
hundred rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from playground.figures.theme import echarts_dash

SMOOTHING = 0.85
"""Share of the past in the smoothed loss, per step shown: an exponential moving average."""

AXES: dict[str, str] = {"step": "Steps", "epoch": "Epochs", "seconds": "Seconds"}
"""What the horizontal axis counts: key to display name."""

CURVES: dict[str, str] = {"both": "Both", "smoothed": "Smoothed", "raw": "Raw"}
"""Which form of the loss is drawn: key to display name."""

Option = dict[str, Any]


@dataclass(frozen=True)
class View:
    """How the curves of one run are looked at.

    Attributes:
        axis: a key of `AXES`.
        log: whether the loss has a logarithmic axis.
        curves: a key of `CURVES`.
        steps_per_epoch: of the run, to turn steps into epochs.
        first: the first step shown, from 1.
        last: the last step shown; the axis ends there, so that it stands still while the curve grows.
    """

    axis: str = "step"
    log: bool = False
    curves: str = "both"
    steps_per_epoch: int = 1
    first: int = 1
    last: int = 1

    def positions(self, frame: pd.DataFrame) -> pd.Series:
        """Where each row, with columns `step` and `seconds`, stands on the horizontal axis."""
        if self.axis == "epoch":
            return frame["step"] / max(self.steps_per_epoch, 1)
        return frame[self.axis]

    def horizontal(self) -> Option:
        """The horizontal axis."""
        names = {"step": "step", "epoch": "epoch", "seconds": "seconds of training"}
        option: Option = {
            "type": "value",
            "name": names[self.axis],
            "nameLocation": "middle",
            "nameGap": 28,
            "scale": True,
        }
        if self.axis != "seconds":
            unit = 1 if self.axis == "step" else max(self.steps_per_epoch, 1)
            option |= {"min": (self.first - 1) / unit, "max": max(self.last, self.first + 1) / unit}
        return option


def loss_option(steps: pd.DataFrame, epochs: Sequence[dict[str, Any]], view: View) -> Option:
    """The loss: each step faint, smoothed bold, test loss as dots at the end of each epoch.

    Args:
        steps: columns `step`, `loss`, `seconds`, in order.
        epochs: rows with `step`, `seconds` and `test_loss`.
        view: how to draw it.
    """
    frame = pd.DataFrame({"x": view.positions(steps), "training loss": steps["loss"]})
    frame["smoothed"] = steps["loss"].ewm(alpha=1 - SMOOTHING).mean()
    raw = {**_line("each step", "training loss", width=1), "itemStyle": {"opacity": 0.35}}
    raw["lineStyle"] = {"width": 1, "opacity": 0.35 if view.curves == "both" else 1}
    series = {"raw": [raw], "smoothed": [_line("smoothed", "smoothed")]}
    shown = [*series["raw"], *series["smoothed"]] if view.curves == "both" else series[view.curves]
    columns = ["x", *(line["encode"]["y"] for line in shown)]
    tests = {
        "type": "scatter",
        "name": "test loss",
        "datasetIndex": 1,
        "symbol": "diamond",
        "symbolSize": 11,
        "encode": {"x": "x", "y": "test loss"},
    }
    return {
        **_frame("loss (cross-entropy)", "%.4f", log=view.log),
        "dataset": [
            {"source": _floats(frame[columns])},
            {"source": _epoch_frame(epochs, view, {"test loss": "test_loss"})},
        ],
        "xAxis": view.horizontal(),
        "series": [*shown, tests],
    }


def empty_option(total_steps: int = 100) -> Option:
    """The loss chart before the first step, with the loss of a network that guesses among ten digits."""
    guess = pd.DataFrame({"x": [0, total_steps], "loss of guessing": [np.log(10)] * 2})
    line = {
        **_line("a network that guesses: ln 10 = 2.30", "loss of guessing"),
        "lineStyle": {"width": 2, "type": "dashed"},
    }
    option: Option = {
        **_frame("loss (cross-entropy)", "%.2f"),
        "dataset": [{"source": _floats(guess)}],
        "xAxis": View(last=total_steps).horizontal(),
        "series": [line],
    }
    option["yAxis"] |= {"min": 0, "max": 2.5}
    return option


def accuracy_option(epochs: Sequence[dict[str, Any]], view: View) -> Option:
    """Training and test accuracy in percent at the end of each epoch."""
    columns = {"training": "train_accuracy", "test": "test_accuracy"}
    frame = _epoch_frame(epochs, view, columns)
    frame[list(columns)] *= 100
    series = [
        {
            **_line(name, name),
            "showSymbol": True,
            "symbol": symbol,
            "symbolSize": 9,
            "lineStyle": {"width": 3, "type": dash},
        }
        for name, symbol, dash in (("training", "circle", "dashed"), ("test", "diamond", "solid"))
    ]
    return {
        **_frame("accuracy (%)", "%.2f %%"),
        "dataset": [{"source": frame}],
        "xAxis": view.horizontal(),
        "series": series,
    }


def gradient_option(layers: pd.DataFrame, view: View) -> Option:
    """The norm of each layer's gradient on a logarithmic axis.

    Args:
        layers: columns `step`, `seconds`, `position`, `layer`, `gradient_norm`, `dead`.
        view: how to draw it.
    """
    return _layer_option(layers, "gradient_norm", view, _frame("norm of the gradient", "%.2e", log=True))


def dead_option(layers: pd.DataFrame, view: View) -> Option:
    """The share of dead units in each hidden layer, in percent."""
    layers = layers[layers["dead"].notna()].assign(dead=lambda frame: 100 * frame["dead"].astype(float))
    option = _layer_option(layers, "dead", view, _frame("dead units (%)", "%.1f %%"))
    option["yAxis"] |= {"min": 0, "max": 100, "scale": False}
    return option


def _layer_option(layers: pd.DataFrame, value: str, view: View, frame: Option) -> Option:
    names = layers.drop_duplicates("position").set_index("position")["layer"]
    wide = layers.pivot(index=["step", "seconds"], columns="position", values=value).rename(columns=names)
    if frame["yAxis"]["type"] == "log":  # a logarithm knows no 0
        wide = wide.mask(wide <= 0)
    wide = wide.reset_index()
    wide.insert(0, "x", view.positions(wide))
    source = _floats(wide.drop(columns=["step", "seconds"]))
    series = [
        {**_line(str(name), str(name)), "lineStyle": {"width": 2.5, "type": echarts_dash(index)}}
        for index, name in enumerate(source.columns[1:])
    ]
    return {**frame, "dataset": [{"source": source}], "xAxis": view.horizontal(), "series": series}


def _epoch_frame(epochs: Sequence[dict[str, Any]], view: View, columns: dict[str, str]) -> pd.DataFrame:
    wanted = ["step", "seconds", *columns.values()]
    frame = pd.DataFrame([[row[name] for name in wanted] for row in epochs], columns=wanted)
    frame = frame[frame["step"].between(view.first, view.last)]
    shown = {name: frame[column] for name, column in columns.items()}
    return _floats(pd.DataFrame({"x": view.positions(frame), **shown}))


def _floats(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(np.float32).reset_index(drop=True)


def _line(name: str, column: str, width: float = 3) -> Option:
    return {
        "type": "line",
        "showSymbol": False,
        "datasetIndex": 0,
        "name": name,
        "encode": {"x": "x", "y": column},
        "lineStyle": {"width": width},
    }


def _frame(y_name: str, number: str, log: bool = False) -> Option:
    return {
        "animation": False,
        "legend": {"top": 0, "left": 0},
        "grid": {"left": 24, "right": 12, "top": 36, "bottom": 24},
        "tooltip": {"trigger": "axis", "valueFormatter": number},
        "yAxis": {
            "type": "log" if log else "value",
            "name": y_name,
            "nameLocation": "middle",
            "nameGap": 40,
            "scale": True,
        },
    }
