"""The plane of one neuron: its output as a heat map, its line, weights and a point to drag, all in the browser.

The numbers move in the browser; when they rest, the page learns of them once. It sends them back as `state`, which is
taken over where it is news: after Back, a link or an experiment.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from playground.concepts.plane.datasets import EXTENT
from playground.concepts.plane.one_neuron import LARGEST
from playground.ui.components.mount import component, sent

State = tuple[float, float, float, float, float]
"""Both weights, the bias, and the point that is read."""

_PLANE = component("neuron_plane")


def neuron_plane(
    data: Mapping[str, Any],
    *,
    key: str,
    on_rest: Callable[[State], None],
    on_learn: Callable[[State], None],
) -> None:
    """Show the plane.

    Args:
        data: what `playground.figures.neuron_plane.neuron_data` gives, and `path`: what `path_data` gives, or None.
        key: the element's key.
        on_rest: called a moment after a visitor changed the neuron or the point.
        on_learn: called when it is to learn from where it is.
    """
    listeners = {"rest": on_rest, "learn": on_learn}

    def answer(name: str) -> Callable[[], None]:
        def changed() -> None:
            state = read_state(sent(key, name))
            if state is not None:
                listeners[name](state)

        return changed

    _PLANE(data=dict(data), key=key, **{f"on_{name}_change": answer(name) for name in listeners})


def read_state(value: Any) -> State | None:
    """Five numbers from a text with commas, or None: a browser or a URL can say anything."""
    if not isinstance(value, str) or len(value) > 200:
        return None
    try:
        numbers = [float(part) for part in value.split(",")]
    except ValueError:
        return None
    if len(numbers) != 5 or not all(map(math.isfinite, numbers)):
        return None
    first, second, bias, x1, x2 = numbers
    if max(map(abs, (first, second, bias))) > LARGEST or max(abs(x1), abs(x2)) > EXTENT:
        return None
    return first, second, bias, x1, x2
