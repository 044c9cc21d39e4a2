"""A sweep in Plotly: accuracy against the setting, as lines or as a heatmap, and the losses of all runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from playground.digits.training.config import FIELDS
from playground.digits.training.config_field import ConfigField
from playground.figures import theme
from playground.figures.compare import LEGEND_ROW, Trace, log_axis, numbers, short_name, smoothed_loss
from playground.formatting import format_accuracy, format_percent
from playground.markdown import plotly_literal
from playground.runs.curves import Curve
from playground.runs.measures import MEASURES

FEW = 8
"""So many loss curves still have a legend; of more only the best one stands out."""

NARROW = 4
"""Cells of a heatmap with more columns have no room for the percent sign."""

PALEST = 0.12
"""How deep the colour of the worst cell is, of 1 for the best: it differs from a cell without a result."""


@dataclass(frozen=True)
class SweepResult:
    """What one run of a sweep reached.

    Attributes:
        values: its value of each axis.
        accuracy: of the network that it keeps, 0..1; None before the run is done.
    """

    values: tuple[Any, ...]
    accuracy: float | None


def lines_figure(
    axes: Mapping[str, Sequence[Any]], results: Sequence[SweepResult], measure: str = "test"
) -> go.Figure:
    """Accuracy in percent against the first setting, one line for each value of the second.

    Args:
        axes: one or two settings with their values; the axis shows all values from the beginning.
        results: of all runs, in any order.
        measure: a key of `MEASURES`, which accuracy it is.
    """
    (entry, across), *rest = _entries(axes)
    lines = rest[0][1] if rest else [None]
    reached = {result.values: 100 * result.accuracy for result in results if result.accuracy is not None}
    x = [float(value) for value in across] if entry.log_axis else [entry.show(value) for value in across]
    traces = []
    for number, value in enumerate(lines):
        name = rest[0][0].describe(value) if rest else MEASURES[measure]
        keys = [(one,) if not rest else (one, value) for one in across]
        traces.append(_accuracy_line(number, name, x, [reached.get(key) for key in keys]))
    return theme.figure(
        traces,
        300 + (LEGEND_ROW * len(lines) if rest else 0),
        uirevision="sweep",
        showlegend=bool(rest),
        xaxis=_setting_axis(entry, across),
        yaxis={"title": {"text": f"{MEASURES[measure]} (%)"}, "ticksuffix": " %"},
    )


def heatmap_figure(axes: Mapping[str, Sequence[Any]], results: Sequence[SweepResult]) -> go.Figure:
    """Two settings: a cell a combination, its accuracy in percent as number and as depth of colour."""
    (first, across), (second, up) = _entries(axes)
    reached = {result.values: 100 * result.accuracy for result in results if result.accuracy is not None}
    low, high = (min(reached.values()), max(reached.values())) if reached else (0.0, 100.0)
    percent = [[reached.get((x, y)) for x in across] for y in up]
    cells = {
        "type": "heatmap",
        "x": [first.show(value) for value in across],
        "y": [second.show(value) for value in up],
        "z": percent,
        "zmax": high,
        "zmin": low - ((high - low) or 100.0) * PALEST / (1 - PALEST),
        "colorscale": [[0, theme.LIGHT.background], [1, theme.DEEP]],
        "showscale": False,
        "hoverongaps": False,
        "xgap": 2,
        "ygap": 2,
        "text": [[_cell(value, len(across)) for value in row] for row in percent],
        "texttemplate": "%{text}",
        "customdata": [[_accuracy(value) for value in row] for row in percent],
        "hovertemplate": f"{first.label} %{{x}}<br>{second.label.lower()} %{{y}}<br>%{{customdata}}<extra></extra>",
    }
    return theme.figure(
        [cells],
        110 + 48 * len(up),
        hovermode="closest",
        xaxis={"type": "category", "title": {"text": first.label.lower()}, "showgrid": False},
        yaxis={"type": "category", "title": {"text": second.label.lower()}, "showgrid": False},
    )


def _cell(percent: float | None, columns: int) -> str:
    """What stands in a cell of a heatmap with so many columns."""
    text = "" if percent is None else format_percent(percent)
    return text.removesuffix("\u00a0%") if columns > NARROW else text


def _accuracy(percent: float | None) -> str:
    return "" if percent is None else format_accuracy(percent / 100)


def loss_curves_figure(curves: Mapping[str, Curve], epochs: int, best: str) -> go.Figure:
    """The smoothed losses of all runs against epochs.

    Args:
        curves: name of a run to its curve.
        epochs: where the x axis ends.
        best: the name of the run that stands out when there are more than `FEW`; "" for none.
    """
    few = len(curves) <= FEW
    losses = {name: smoothed_loss(curve, log=True) for name, curve in curves.items()}
    traces = (
        [_loss_line(name, frame, theme.line(number)) for number, (name, frame) in enumerate(losses.items())]
        if few
        else _best_and_others(losses, best)
    )
    return theme.figure(
        traces,
        256 + LEGEND_ROW * len(traces),
        uirevision=str(epochs),
        showlegend=True,
        xaxis={
            "range": [0, max(epochs, 1)],
            "title": {"text": "epochs"},
            "unifiedhovertitle": {"text": "epochs: %{x:,.2~f}"},
        },
        yaxis={**log_axis(losses.values()), "title": {"text": "loss, smoothed (log)"}},
    )


def _best_and_others(losses: Mapping[str, pd.DataFrame], best: str) -> list[Trace]:
    """One trace for all the others: an empty row ends each curve, so that forty are one short series."""
    gap = pd.DataFrame({"x": [np.nan], "y": [np.nan]})
    others = [part for name, frame in losses.items() if name != best for part in (frame, gap)]
    muted = {"color": theme.LIGHT.zero, "width": 1}
    return [
        {
            **_loss_line("the others" if best else "all runs", pd.concat(others), muted),
            "hoverinfo": "skip",
            "hovertemplate": None,
        },
        *([_loss_line(best, losses[best], theme.line(0, 3.5))] if best else []),
    ]


def _entries(axes: Mapping[str, Sequence[Any]]) -> list[tuple[ConfigField, list[Any]]]:
    """Each setting with its values, numbers in order of size."""
    entries = []
    for name, values in axes.items():
        numeric = FIELDS[name].numeric and None not in values
        entries.append((FIELDS[name], sorted(values) if numeric else list(values)))
    return entries


def _setting_axis(entry: ConfigField, values: Sequence[Any]) -> dict[str, Any]:
    """All values as ticks: on a logarithmic axis, or as categories."""
    names = [entry.show(value) for value in values]
    title = {"text": entry.label.lower()}
    hover = {"text": f"{entry.label.lower()}: %{{x}}"}
    if not entry.log_axis:
        places = {"type": "category", "categoryarray": names, "range": [-0.5, len(names) - 0.5]}
    else:
        ends = np.log10([min(values) / 1.3, max(values) * 1.3]).tolist()
        places = {"type": "log", "tickvals": [float(v) for v in values], "ticktext": names, "range": ends}
    return {**places, "title": title, "unifiedhovertitle": hover}


def _accuracy_line(
    number: int, name: str, x: Sequence[float | str], percent: Sequence[float | None]
) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": plotly_literal(name),
        "x": x,
        "y": percent,
        "connectgaps": True,
        "line": theme.line(number),
        "marker": theme.marker(number, 11),
        "text": [_accuracy(value) for value in percent],
        "hovertemplate": "%{text}",
    }


def _loss_line(name: str, frame: pd.DataFrame, line: dict[str, Any]) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": plotly_literal(name),
        "x": numbers(frame["x"]),
        "y": numbers(frame["y"]),
        "line": line,
        "hovertemplate": f"%{{y:.3~g}}<extra>{plotly_literal(short_name(name))}</extra>",
    }
