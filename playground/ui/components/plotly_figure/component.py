"""Plotly figures on a page, drawn again in place.

`st.plotly_chart` of Streamlit 1.67 takes its figure out of the page at every change and puts in another: the picture is
blank for a moment, and zoom and legend begin anew. This component calls `Plotly.react` of the same Plotly, from
Streamlit's own file. Can go when `st.plotly_chart` with a key keeps its figure.
"""

import math
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from playground.errors import PlaygroundError
from playground.figures.theme import dark_colors
from playground.markdown import first_sentence
from playground.ui.components.mount import component, sent

_FIGURE = component("plotly_figure", isolated=False)  # Plotly puts its styles into the page


def plotly_figure(
    figure: go.Figure, *, key: str, alt: str, on_click: Callable[[float], None] | None = None
) -> None:
    """Show `figure` at the height that it says, over the whole width.

    Args:
        figure: in the colours of `theme.LIGHT`; traces of one name are hidden and shown together.
        key: the element's key.
        alt: the takeaway, read out; may be the Markdown that stands beside the figure.
        on_click: called with the place on the x axis that a visitor clicked, anywhere in a panel, before the page runs
            again.
    """

    def clicked() -> None:
        place = read_place(sent(key, "clicked"))
        if place is not None and on_click is not None:
            on_click(place)

    height = int(figure.layout.height)
    data = {
        "figure": figure.to_json(),
        "height": height,
        "alt": first_sentence(alt),
        "dark": dark_colors(),
        "clickable": on_click is not None,
        "library": library(),
    }
    _FIGURE(data=data, key=key, height=height, on_clicked_change=clicked)


def read_place(value: Any) -> float | None:
    """The finite number that a browser sent, or None: a browser can send anything."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:  # an integer of 400 digits
        return None
    return number if math.isfinite(number) else None


@cache
def library() -> str:
    """The file among Streamlit's scripts that brings Plotly.

    Raises:
        PlaygroundError: this Streamlit has none, or several.
    """
    files = list((Path(st.__file__).parent / "static/static/js").glob("PlotlyChart.*.js"))
    if len(files) != 1:
        raise PlaygroundError(
            f"Expected one script PlotlyChart.*.js in Streamlit {st.__version__}, found {len(files)}: install the "
            "versions in requirements.txt."
        )
    return files[0].name
