"""The strip of learning rates: a slider over the regions of behaviour near the minimum."""

import math
from collections.abc import Callable
from typing import Any

from playground.concepts.descent.stability import Stability
from playground.concepts.optimizers import MAX_LEARNING_RATE
from playground.formatting import format_number
from playground.ui.components.mount import component, sent

LABELS = {
    "overdamped": "steady",
    "oscillatory": "rings",
    "sign_alternating": "flips",
    "diverging": "diverges",
}
"""What a learning rate of each region does, in a word that fits under it."""
WITHOUT_REGIONS = (1e-4, 10.0)
"""The ends of the strip where no borders are known."""

_STRIP = component("stability_strip")


def stability_strip(
    value: float, stability: Stability | None, *, key: str, on_pick: Callable[[float], None]
) -> None:
    """Show the strip with a marker at `value`, to drag, to click and to move by keys.

    Args:
        value: the learning rate now.
        stability: what each rate does; None where that is not known, for a plain slider over powers of ten.
        key: the element's key.
        on_pick: called with the learning rate that a visitor chose, before the page runs again; during a drag
            several times a second.
    """

    def picked() -> None:
        rate = picked_rate(sent(key, "picked"))
        if rate is not None:
            on_pick(rate)

    _STRIP(data=strip_data(value, stability), key=key, on_picked_change=picked)


def strip_data(value: float, stability: Stability | None) -> dict[str, Any]:
    """What the browser draws: the scale from `low` to `high`, the regions on it and the best rate.

    Beside the regions, whose last one ends with the scale, a third of the limit shows what diverges.
    """
    data: dict[str, Any] = {"value": value, "label": "Learning rate on the strip"}
    if stability is None:
        low, high = WITHOUT_REGIONS
        return dict(data, low=low, high=high, scale="log", regions=[], best=None, best_label="")
    high = min(stability.limit * 4 / 3, MAX_LEARNING_RATE)
    regions = [
        {"name": region.name, "label": LABELS[region.name], "low": region.low, "high": min(region.high, high)}
        for region in stability.regions
        if region.low < high
    ]
    middle = sum(stability.best_range) / 2  # where many rates are equally fast, their middle
    best = middle if middle <= high else None
    label = _best_label(stability)
    return dict(data, low=0.0, high=high, scale="linear", regions=regions, best=best, best_label=label)


def picked_rate(value: Any) -> float | None:
    """The positive finite number of a pick, or None: a browser can send anything."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        rate = float(value)
    except OverflowError:  # an integer of 400 digits
        return None
    return rate if math.isfinite(rate) and rate > 0 else None


def _best_label(stability: Stability) -> str:
    if stability.best_factor < 1e-6:
        # With a buffer both roots are 0, and a matrix of that kind is 0 after its second power.
        return f"best: {'two steps' if stability.momentum else 'one step'}"
    return f"best: each step leaves {format_number(stability.best_factor)} of the error"
