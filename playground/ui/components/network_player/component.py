"""The network player: a network learns a picture in the plane, played in the browser.

The page sends the weights of the epochs, once each; the browser computes every neuron's output over the plane from them,
so that playing, scrubbing, hovering and editing a weight cost the server nothing. It asks for further epochs while it
plays and few are ahead.

`data` is what `playground.figures.network_player.player_data` gives; `types.d.ts` describes each field:

- `branch` is the identity of data, network and settings. With a new one the known epochs are forgotten; it begins with
  the epoch `first`, which is shown unless `epoch` says another.
- `epochs` are those from `epochs["from"]` on. What the browser has already is passed over, so that the same data may be
  sent again; after a gap it asks for what it lacks.
- `ended` comes with the last epochs: a sentence why there are no further ones.
- `stop` is the epoch at which playing stops, with a sentence why; who plays on from there asks for epochs `past` it.
- `pending` says that the page's settings are others than the branch's: whoever goes on asks for another branch.
- `points` are taken over, unless a visitor's own are still on their way.
"""

import base64
import binascii
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from playground.ui.components.mount import component, sent

MAX_EPOCHS = 1_000_000
MAX_POINTS = 2_000
MAX_PARAMETERS = 10_000
LARGEST = 1e30

Event = dict[str, Any]
Listener = Callable[[Event], None]

_PLAYER = component("network_player", often=True)


def network_player(
    data: Mapping[str, Any],
    *,
    key: str,
    on_more: Listener | None = None,
    on_edit: Listener | None = None,
    on_branch: Listener | None = None,
    on_points: Listener | None = None,
    on_return: Listener | None = None,
    on_reached: Listener | None = None,
) -> None:
    """Show a network and its training.

    Args:
        data: what to show; see above. New data for the same `key` are taken over without a blank frame.
        key: the element's key.
        on_more: called with `branch`, `from` and `playing`: epochs from that one on are needed. `past` is the epoch from
            which a visitor plays on after a stop; None: he has not. `reached`, here and below, is the latest one that
            he has seen; None: it is not said.
        on_edit: called with `branch`, `epoch` and `weights`, base64 of finite little-endian float32 numbers: training is
            to go on from there with these weights.
        on_branch: called with `branch` and `epoch`: training is to go on from there, with the page's settings.
        on_points: called a moment after a visitor changed points with `points`, up to `MAX_POINTS` pairs of numbers,
            `targets`, a number each, and `train`: so many of them, the first ones, train.
        on_return: called with `name`: an older branch is to be shown again.
        on_reached: called with `branch` and `epoch` when it has come to rest at an epoch later than any before.
    """
    listeners = {
        "more": on_more,
        "edit": on_edit,
        "branch": on_branch,
        "points": on_points,
        "return": on_return,
        "reached": on_reached,
    }

    def answer(name: str) -> Callable[[], None]:
        def changed() -> None:
            event = READERS[name](sent(key, name))
            listener = listeners[name]
            if event is not None and listener is not None:
                listener(event)

        return changed

    _PLAYER(data=dict(data), key=key, **{f"on_{name}_change": answer(name) for name in READERS})


def read_more(value: Any) -> Event | None:
    """What was asked for, or None: a browser can send anything."""
    if not isinstance(value, dict):
        return None
    branch, start = value.get("branch"), _whole(value.get("from"), MAX_EPOCHS)
    if not isinstance(branch, str) or start is None:
        return None
    places = {name: _whole(value.get(name), MAX_EPOCHS) for name in ("past", "reached")}
    return {"branch": branch, "from": start, "playing": value.get("playing") is True, **places}


def read_branch(value: Any) -> Event | None:
    """The epoch to go on from, or None."""
    if not isinstance(value, dict):
        return None
    branch, epoch = value.get("branch"), _whole(value.get("epoch"), MAX_EPOCHS)
    if not isinstance(branch, str) or epoch is None:
        return None
    return {"branch": branch, "epoch": epoch, "reached": _whole(value.get("reached"), MAX_EPOCHS)}


def read_edit(value: Any) -> Event | None:
    """The epoch and the finite weights to go on from, or None; the page compares their number with its network's."""
    place = read_branch(value)
    if (
        place is None
        or not isinstance(value.get("weights"), str)
        or len(value["weights"]) > 8 * MAX_PARAMETERS
    ):
        return None
    try:
        content = base64.b64decode(value["weights"], validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(content) % 4:
        return None
    weights = np.frombuffer(content, "<f4")
    return {**place, "weights": value["weights"]} if len(weights) and np.isfinite(weights).all() else None


def read_points(value: Any) -> Event | None:
    """Up to `MAX_POINTS` points with their targets, or None."""
    if not isinstance(value, dict):
        return None
    points, targets = value.get("points"), value.get("targets")
    if not isinstance(points, list) or not isinstance(targets, list) or len(points) != len(targets):
        return None
    if len(points) > MAX_POINTS or not all(isinstance(point, list) and len(point) == 2 for point in points):
        return None
    numbers = [number for point in points for number in point] + targets
    if not all(_is_finite(number) for number in numbers):
        return None
    train = _whole(value.get("train"), len(points))
    if train is None:
        return None
    return {"points": points, "targets": targets, "train": train}


def read_return(value: Any) -> Event | None:
    """The name of an older branch, or None."""
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        return None
    return {"name": value["name"], "reached": _whole(value.get("reached"), MAX_EPOCHS)}


def _whole(value: Any, most: int) -> int | None:
    """A whole number from 0 to `most`, or None; JSON may write it as 3.0."""
    if not _is_finite(value) or value != int(value) or not 0 <= value <= most:
        return None
    return int(value)


def _is_finite(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(float(value)) and abs(value) < LARGEST
    except OverflowError:  # an integer of 400 digits
        return False


READERS: dict[str, Callable[[Any], Event | None]] = {
    "more": read_more,
    "edit": read_edit,
    "branch": read_branch,
    "points": read_points,
    "return": read_return,
    "reached": read_branch,
}
"""What each event says, checked; None for anything else."""
