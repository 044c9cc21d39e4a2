"""The descent player: a descent on the map of its loss, played in the browser without traffic to the server."""

import math
from collections.abc import Callable
from typing import Any

from playground.ui.components.mount import component, sent

_PLAYER = component("descent_player")


def descent_player(
    data: dict[str, Any],
    *,
    key: str,
    on_pick: Callable[[float, float], None] | None = None,
    experiment: int = 0,
) -> None:
    """Show the descents of `playground.figures.descent_player.player_data`.

    Args:
        data: what to show. New data for the same `key` are taken over without a blank frame.
        key: the element's key.
        on_pick: called with the first two coordinates of the start that a visitor chose on the map,
            before the page runs again; without it the start is fixed.
        experiment: when it changes, the last step is shown; else the step that a visitor went to is kept.
    """

    def picked() -> None:
        point = picked_point(sent(key, "picked"))
        if point is not None and on_pick is not None:
            on_pick(*point)

    _PLAYER(
        data={**data, "pickable": on_pick is not None, "experiment": experiment},
        key=key,
        on_picked_change=picked,
    )


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
