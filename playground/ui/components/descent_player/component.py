"""The descent player: a descent on the map of its loss, played in the browser without a word to the server."""

import math
from collections.abc import Callable
from typing import Any

import streamlit as st

from playground.ui.components.mount import COMPONENTS, component

SCRIPTS = (
    "descent_player/numbers.js",
    "descent_player/theme.js",
    "descent_player/scene.js",
    "descent_player/landscape.js",
    "descent_player/marks.js",
    "descent_player/arrows.js",
    "descent_player/map.js",
    "descent_player/surface_3d.js",
    "descent_player/space_paths.js",
    "descent_player/fit.js",
    "descent_player/timeline.js",
    "descent_player/narration.js",
    "descent_player/playback.js",
    "descent_player/start.js",
    "descent_player/stage.js",
    "descent_player/player.js",
)
"""One idea each, in the order in which one needs the other; the last one mounts the player."""


_PLAYER = component(
    "descent_player",
    SCRIPTS,
    html=(COMPONENTS / "descent_player/player.html").read_text("utf-8"),
    css=("edge_shadow.css", "descent_player/player.css"),
)


def descent_player(
    data: dict[str, Any], *, key: str, on_pick: Callable[[float, float], None] | None = None
) -> None:
    """Show the descents of `playground.figures.descent_player.player_data`.

    Args:
        data: what to show. New data for the same `key` are taken over without a blank frame.
        key: the element's key.
        on_pick: called with the first two coordinates of the start that a visitor chose on the map,
            before the page runs again; without it the start stands fixed.
    """

    def picked() -> None:
        point = picked_point(st.session_state[key].get("picked"))
        if point is not None and on_pick is not None:
            on_pick(*point)

    _PLAYER(data={**data, "pickable": on_pick is not None}, key=key, on_picked_change=picked)


def picked_point(value: Any) -> tuple[float, float] | None:
    """The two finite numbers of a pick, or None: a browser can send anything."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        return None
    if any(isinstance(number, bool) or not isinstance(number, int | float) for number in value):
        return None
    try:
        x, y = float(value[0]), float(value[1])
    except OverflowError:  # an integer of 400 digits
        return None
    return (x, y) if math.isfinite(x) and math.isfinite(y) else None
