"""The descent player: a descent on the map of its loss, played in the browser without a word to the server."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

COMPONENTS = Path(__file__).parent / "components"
SCRIPTS = (
    "descent_numbers.js",
    "descent_theme.js",
    "descent_scene.js",
    "descent_landscape.js",
    "descent_marks.js",
    "descent_arrows.js",
    "descent_map.js",
    "descent_surface_3d.js",
    "descent_space_paths.js",
    "descent_fit.js",
    "descent_timeline.js",
    "descent_narration.js",
    "descent_playback.js",
    "descent_start.js",
    "descent_stage.js",
    "descent_player.js",
)
"""One idea each, in the order in which one needs the other; the last one exports what Streamlit calls."""


def player_script(scripts: tuple[str, ...] = SCRIPTS) -> str:
    """The module for the browser: all scripts one after another, without the comments and the indentation."""
    lines = [line.strip() for name in scripts for line in (COMPONENTS / name).read_text("utf-8").splitlines()]
    return "\n".join(line for line in lines if line and not line.startswith("//"))


# Streamlit sends a component's code along with its data, but a message that it has sent before only as its hash. So
# the code travels once, in a component without data; can go when Streamlit serves inline code from an address.
_CODE = st.components.v2.component("descent_player_code", js=player_script())
_PLAYER = st.components.v2.component(
    "descent_player",
    html=(COMPONENTS / "descent_player.html").read_text("utf-8"),
    css=(COMPONENTS / "descent_player.css").read_text("utf-8"),
    js=(COMPONENTS / "mount_descent_player.js").read_text("utf-8"),
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

    with st.container(gap=None):
        _CODE(key=f"{key}_code")
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
