"""The marks of settings that were changed while a run trained, on its loss curve."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from playground.figures.train import Option, View
from playground.figures.written_numbers import tooltip_number

HOVER_SHARE = 0.012
"""How far to both sides of a mark, as a share of the axis, hovering says what was changed."""

LABEL_SHARE = 0.06
"""Marks closer than this share of the axis get one label, that of the last of them."""


def with_change_marks(
    option: Option, marks: Sequence[tuple[int, str]], steps: pd.DataFrame, view: View
) -> Option:
    """The loss chart with a labelled vertical line for each change; hovering near it names the change too.

    Args:
        option: of `loss_option`.
        marks: after how many steps each change came into force, and its words, in order.
        steps: the steps shown: columns `step`, `loss`, `seconds`, in order.
        view: how they are drawn.
    """
    shown = [(step, text) for step, text in marks if view.first - 1 <= step <= view.last]
    if not shown or steps.empty:
        return option
    at = pd.DataFrame({"step": [step for step, _ in shown]})
    at["seconds"] = np.interp(at["step"], steps["step"], steps["seconds"])
    places, positions = view.positions(at).to_numpy(float), view.positions(steps).to_numpy(float)
    width = _axis_width(option, positions)
    names = [line["name"] for line in option["series"]]
    losses = steps["loss"].to_numpy(float)
    lines = [
        _mark(text, place, width, positions, losses, labelled, view.log)
        for (_, text), place, labelled in zip(shown, places, _labelled(places, width), strict=True)
    ]
    return {
        **option,
        "legend": {**option.get("legend", {}), "data": names},
        "series": [*option["series"], *lines],
    }


def _axis_width(option: Option, positions: np.ndarray) -> float:
    axis = option["xAxis"]
    low, high = axis.get("min", positions[0]), axis.get("max", positions[-1])
    return max(float(high) - float(low), 1e-9)


def _labelled(places: np.ndarray, width: float) -> list[bool]:
    """Whether there is room for a label: the next mark is far enough."""
    gaps = np.append(np.diff(places), np.inf)
    return [bool(gap >= LABEL_SHARE * width) for gap in gaps]


def _mark(  # noqa: PLR0917 - all of them are of one mark
    text: str,
    place: float,
    width: float,
    positions: np.ndarray,
    losses: np.ndarray,
    labelled: bool,
    log: bool,
) -> dict[str, Any]:
    """A line that is not seen, for the hover box, with the vertical one that is."""
    near = np.flatnonzero(np.abs(positions - place) <= HOVER_SHARE * width)
    if not len(near):
        near = np.array([np.abs(positions - place).argmin()])
    heights = np.log10(np.where(losses > 0, losses, np.nan)) if log else losses
    return {
        "type": "line",
        "name": text,
        "data": [
            [
                round(float(positions[row]), 6),
                round(float(heights[row]), 6) if np.isfinite(heights[row]) else None,
                f"loss {tooltip_number(losses[row])}",
            ]
            for row in near
        ],
        "encode": {"x": 0, "y": 1, "tooltip": 2},
        "showSymbol": False,
        "silent": True,
        "lineStyle": {"opacity": 0},
        "itemStyle": {"opacity": 0},
        "markLine": {
            "symbol": "none",
            "silent": True,
            "animation": False,
            "data": [{"xAxis": place}],
            "lineStyle": {"type": "dashed", "width": 1.5},
            "label": {"show": labelled, "formatter": text, "position": "insideEndTop"},
        },
    }
