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
from playground.figures.written_numbers import (
    LOGARITHM,
    header,
    powers_of_ten,
    with_logarithms,
    with_written_numbers,
)
from playground.formatting import format_accuracy, format_number, format_percent
from playground.runs.epoch_scale import EpochScale

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
        scale: does that in its place, for a run whose epochs have different numbers of steps.
        first: the first step shown, from 1.
        last: the last step shown; the axis ends there, so that it stands still while the curve grows.
    """

    axis: str = "step"
    log: bool = False
    curves: str = "both"
    steps_per_epoch: int = 1
    first: int = 1
    last: int = 1
    scale: EpochScale | None = None

    def positions(self, frame: pd.DataFrame) -> pd.Series:
        """Where each row, with columns `step` and `seconds`, stands on the horizontal axis."""
        if self.axis == "epoch":
            return pd.Series(self._epochs_at(frame["step"]), frame.index)
        return frame[self.axis]

    def horizontal(self) -> Option:
        """The horizontal axis."""
        name, decimals = {"step": ("step", 0), "epoch": ("epoch", 2), "seconds": ("seconds of training", 1)}[
            self.axis
        ]
        option: Option = {
            "type": "value",
            "name": name,
            "nameLocation": "middle",
            "nameGap": 28,
            "scale": True,
            **header(name, decimals),
        }
        if self.axis != "seconds":
            ends = np.array([self.first - 1, max(self.last, self.first + 1)])
            low, high = ends.tolist() if self.axis == "step" else self._epochs_at(ends).tolist()
            option |= {"min": low, "max": high}
        return option

    def _epochs_at(self, steps: pd.Series | np.ndarray) -> np.ndarray:
        if self.scale is not None:
            return self.scale.epochs_at(steps)
        return np.asarray(steps) / max(self.steps_per_epoch, 1)


def loss_option(steps: pd.DataFrame, epochs: Sequence[dict[str, Any]], view: View) -> Option:
    """The loss: each step faint, smoothed bold, the loss on images held out as symbols at the end of each epoch.

    These are the validation images where the run has them, else the test images; before the first epoch there are none.

    Args:
        steps: columns `step`, `loss`, `seconds`, in order.
        epochs: rows with `step`, `seconds`, `test_loss`, and `validation_loss` where there is a validation part.
        view: how to draw it.
    """
    frame = pd.DataFrame({"x": view.positions(steps), "training loss": steps["loss"]})
    frame["smoothed"] = smoothed_losses(steps["loss"])
    raw = {**_line("each step", "training loss", width=1), "itemStyle": {"opacity": 0.35}}
    raw["lineStyle"] = {"width": 1, "opacity": 0.35 if view.curves == "both" else 1}
    series = {"raw": [raw], "smoothed": [_line("smoothed", "smoothed")]}
    shown = [*series["raw"], *series["smoothed"]] if view.curves == "both" else series[view.curves]
    columns = ["x", *(line["encode"]["y"] for line in shown)]
    part = held_out_part(epochs)
    held_out = {
        "type": "scatter",
        "name": f"{part} loss",
        "datasetIndex": 1,
        "symbol": "diamond",
        "symbolSize": 11,
        "encode": {"x": "x", "y": f"{part} loss"},
    }
    option = {
        **_frame("loss (cross-entropy)"),
        "dataset": [
            {"source": _floats(frame[columns])},
            {"source": _epoch_frame(epochs, view, {f"{part} loss": f"{part}_loss"})},
        ],
        "xAxis": view.horizontal(),
        "series": [*shown, *([held_out] if epochs else [])],
    }
    return _logarithmic(option) if view.log else option


def held_out_part(epochs: Sequence[dict[str, Any]]) -> str:
    """`"validation"` where these rows have one, else `"test"`."""
    validated = any(row.get("validation_accuracy") is not None for row in epochs)
    return "validation" if validated else "test"


def smoothed_losses(losses: pd.Series) -> pd.Series:
    """The bold curve of `loss_option`, from the losses of the steps shown."""
    return losses.ewm(alpha=1 - SMOOTHING).mean()


def empty_option(total_steps: int = 100) -> Option:
    """The loss chart before the first step, with the loss of a network that guesses among ten outputs."""
    guess = pd.DataFrame({"x": [0, total_steps], "loss of guessing": [np.log(10)] * 2})
    line = {
        **_line(f"a network that guesses: ln 10 = {format_number(np.log(10))}", "loss of guessing"),
        "lineStyle": {"width": 2, "type": "dashed"},
    }
    option: Option = {
        **_frame("loss (cross-entropy)"),
        "dataset": [{"source": _floats(guess)}],
        "xAxis": View(last=total_steps).horizontal(),
        "series": [line],
    }
    option["yAxis"] |= {"min": 0, "max": 2.5}
    return option


def accuracy_option(epochs: Sequence[dict[str, Any]], view: View) -> Option:
    """Training and validation accuracy in percent at the end of each epoch; without a validation part, test accuracy."""
    part = held_out_part(epochs)
    columns = {"training": "train_accuracy", part: f"{part}_accuracy"}
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
        for name, symbol, dash in (("training", "circle", "dashed"), (part, "diamond", "solid"))
    ]
    option = {
        **_frame("accuracy (%)"),
        "dataset": [{"source": frame}],
        "xAxis": view.horizontal(),
        "series": series,
    }
    return with_written_numbers(option, lambda percent: format_accuracy(percent / 100))


LEGEND_ROW, LEGEND_HEIGHT = 3, 21
"""Layers in a row of the legend, and its height in pixels."""


def gradient_option(layers: pd.DataFrame, view: View) -> Option:
    """The norm of each layer's gradient on a logarithmic axis.

    Args:
        layers: columns `step`, `seconds`, `position`, `layer`, `gradient_norm`, `dead`.
        view: how to draw it.
    """
    option = _layer_option(layers, "gradient_norm", view, _frame("norm of the gradient"))
    return _logarithmic(option)


def dead_option(layers: pd.DataFrame, view: View) -> Option:
    """The share of dead units in each hidden layer, in percent."""
    layers = layers[layers["dead"].notna()].assign(dead=lambda frame: 100 * frame["dead"].astype(float))
    option = _layer_option(layers, "dead", view, _frame("dead units (%)"))
    option["yAxis"] |= {"min": 0, "max": 100, "scale": False}
    return with_written_numbers(option, format_percent)


def _layer_option(layers: pd.DataFrame, value: str, view: View, frame: Option) -> Option:
    names = layers.drop_duplicates("position").set_index("position")["layer"]
    wide = layers.pivot(index=["step", "seconds"], columns="position", values=value).rename(columns=names)
    wide = wide.reset_index()
    wide.insert(0, "x", view.positions(wide))
    source = _floats(wide.drop(columns=["step", "seconds"]))
    series = [
        {**_line(str(name), str(name)), "lineStyle": {"width": 2.5, "type": echarts_dash(index)}}
        for index, name in enumerate(source.columns[1:])
    ]
    rows = -(-len(series) // LEGEND_ROW)  # the legend is wrapped, and the plot begins below it
    frame["grid"] |= {"top": 36 + LEGEND_HEIGHT * (rows - 1)}
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


def _logarithmic(option: Option) -> Option:
    """The option, its series drawn on an axis of powers of ten; a number of 0 or less is left out."""
    columns: dict[int, list[str]] = {}
    series = []
    for line in option["series"]:
        column = line["encode"]["y"]
        columns.setdefault(line.get("datasetIndex", 0), []).append(column)
        encode = {**line["encode"], "y": LOGARITHM.format(column), "tooltip": column}
        series.append({**line, "encode": encode})
    frames = [dataset["source"] for dataset in option["dataset"]]
    drawn = np.concatenate([frames[index][names].to_numpy(float).ravel() for index, names in columns.items()])
    drawn = drawn[np.isfinite(drawn) & (drawn > 0)]
    low, high = (drawn.min(), drawn.max()) if len(drawn) else (1.0, 1.0)
    name = {key: option["yAxis"][key] for key in ("name", "nameLocation", "nameGap")}
    sources = [with_logarithms(frame, columns.get(index, [])) for index, frame in enumerate(frames)]
    return {
        **option,
        "dataset": [{"source": _floats(source)} for source in sources],
        "yAxis": powers_of_ten(low, high, **name),
        "series": series,
    }


def _frame(y_name: str) -> Option:
    return {
        "animation": False,
        "legend": {"top": 0, "left": 0},
        "grid": {"left": 24, "right": 12, "top": 36, "bottom": 24},
        "tooltip": {"trigger": "axis"},
        "yAxis": {
            "type": "value",
            "name": y_name,
            "nameLocation": "middle",
            "nameGap": 40,
            "scale": True,
        },
    }
