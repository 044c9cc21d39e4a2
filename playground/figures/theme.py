"""The look that all figures share, ECharts and Plotly: colours by day and by night, dashes, symbols, Plotly's template.

The colours are those of `.streamlit/config.toml`. ECharts takes most of them from Streamlit's own theme in the browser.
A Plotly figure is built in the colours of `LIGHT`, which suit a notebook; a dark page replaces each by that of `DARK`
in the browser, so that a switch of the theme needs no new figure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, as `#rrggbb`; no two are equal.

    Attributes:
        background: of the page.
        text: of numbers and names.
        muted: of what stands back: axis names, a marker.
        grid: grid lines.
        zero: the line at 0.
        box: the background of a hover box.
        series: of the curves, in order.
        further: of the seventh curve and those after it, for charts that go on: those of `series`, halfway to the text.
    """

    background: str
    text: str
    muted: str
    grid: str
    zero: str
    box: str
    series: tuple[str, ...]
    further: tuple[str, ...]


LIGHT = Palette(
    background="#ffffff",
    text="#10142a",
    muted="#5c6275",
    grid="#e6e9f2",
    zero="#b9bfd0",
    box="#fdfdfe",
    series=("#3454d1", "#d1495b", "#0f8b6d", "#b7791f", "#7a4fc0", "#2a7f9e"),
    further=("#22347e", "#712f43", "#10504c", "#644725", "#453275", "#1d4a64"),
)
DARK = Palette(
    background="#12151f",
    text="#e8ebf5",
    muted="#a3a9bd",
    grid="#262c3d",
    zero="#4b5369",
    box="#1c2130",
    series=("#8ea2ff", "#ff8fa0", "#4fd1ae", "#f2c063", "#c3a1ff", "#7cc9e8"),
    further=("#bbc7fa", "#f4bdcb", "#9cded2", "#edd6ac", "#d6c6fa", "#b2daef"),
)

FONT = '"Source Sans", "Source Sans Pro", sans-serif'
FONT_SIZE = 13

DASHES = ("solid", "dash", "dot", "longdashdot", "longdash", "dashdot")
"""Of Plotly's lines, in the order of the curves: colour is never the only carrier of meaning."""

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "star")
"""Of Plotly's markers, in the order of the curves."""

ECHARTS_DASHES: tuple[Any, ...] = ("solid", "dashed", "dotted", [14, 4, 3, 4], [2, 6], [20, 6])
ECHARTS_SYMBOLS = ("circle", "rect", "diamond", "triangle", "pin", "arrow")
"""The same of ECharts."""

DEEP = "#3453d1"
"""The deep end of a heatmap by day and by night: white numbers are readable on it."""

NEUTRAL = "rgba(128, 128, 128, 0.9)"
"""Readable on a light and on a dark background."""

CORRECT, INCORRECT = (52, 83, 209), (209, 73, 91)
"""Red, green and blue, 0..255, of right and wrong predictions: white numbers are readable on both, by day and by night."""


def echarts_dash(index: int) -> Any:
    """The dashes of the ECharts line at `index`, counted round."""
    return ECHARTS_DASHES[index % len(ECHARTS_DASHES)]


def echarts_symbol(index: int) -> str:
    """The symbol of the ECharts line at `index`, counted round."""
    return ECHARTS_SYMBOLS[index % len(ECHARTS_SYMBOLS)]


def color(index: int) -> str:
    """The colour of the curve at `index`, counted round."""
    return LIGHT.series[index % len(LIGHT.series)]


def line(index: int, width: float = 2.5) -> dict[str, Any]:
    """Colour and dashes of the curve at `index`; with six colours and six dashes shifted, 36 differ."""
    shift = index // len(LIGHT.series)
    return {"color": color(index), "dash": DASHES[(index + shift) % len(DASHES)], "width": width}


def marker(index: int, size: float = 9) -> dict[str, Any]:
    """Colour and symbol of the curve at `index`, with a rim in the page's colour."""
    return {
        "color": color(index),
        "symbol": SYMBOLS[index % len(SYMBOLS)],
        "size": size,
        "line": {"color": LIGHT.background, "width": 1.5},
    }


def dark_colors() -> dict[str, str]:
    """Each colour of `LIGHT` with the one that takes its place on a dark page."""
    pairs = {
        name: (getattr(LIGHT, name), getattr(DARK, name))
        for name in ("background", "text", "muted", "grid", "zero", "box")
    }
    return dict(
        [*pairs.values(), *zip(LIGHT.series + LIGHT.further, DARK.series + DARK.further, strict=True)]
    )


def figure(traces: Sequence[Mapping[str, Any]], height: int, **layout: Any) -> go.Figure:
    """A figure in the playground's look.

    Args:
        traces: Plotly's, as mappings: a figure of twenty is built ten times as fast as by `add_trace`.
        height: in pixels.
        layout: more of Plotly's layout; it outweighs the template.
    """
    return go.Figure({"data": list(traces), "layout": {"template": _TEMPLATE, "height": height, **layout}})


_AXIS = {
    "automargin": True,
    "gridcolor": LIGHT.grid,
    "zerolinecolor": LIGHT.zero,
    "zerolinewidth": 1,
    "linecolor": LIGHT.zero,
    "tickfont": {"color": LIGHT.muted, "size": 12},
    "title": {"font": {"color": LIGHT.muted, "size": FONT_SIZE}, "standoff": 8},
}
_TEMPLATE = go.layout.Template(
    layout={
        "paper_bgcolor": LIGHT.background,
        "plot_bgcolor": LIGHT.background,
        "font": {"family": FONT, "size": FONT_SIZE, "color": LIGHT.text},
        "colorway": LIGHT.series,
        "margin": {"l": 56, "r": 14, "t": 10, "b": 46},
        "xaxis": {**_AXIS, "spikecolor": LIGHT.muted, "spikethickness": 1, "spikedash": "solid"},
        "yaxis": _AXIS,
        "hovermode": "x unified",
        "hoverlabel": {
            "bgcolor": LIGHT.box,
            "bordercolor": LIGHT.zero,
            "font": {"family": FONT, "size": FONT_SIZE, "color": LIGHT.text},
            "align": "left",
        },
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1,
            "yanchor": "bottom",
            "font": {"size": FONT_SIZE, "color": LIGHT.text},
        },
        "modebar": {"bgcolor": LIGHT.background, "color": LIGHT.zero, "activecolor": LIGHT.muted},
    }
)
