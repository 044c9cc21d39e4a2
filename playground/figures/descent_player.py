"""What the descent player in the browser shows: the loss as a landscape, the paths on it and the arithmetic of each step."""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from playground.concepts.descent import Trajectory
from playground.concepts.optimizers.update_trace import UpdateTrace
from playground.concepts.surfaces import Surface
from playground.concepts.surfaces.entry import Window
from playground.figures.encoded_arrays import packed
from playground.formatting import format_number
from playground.markdown import first_sentence

MAX_ROWS = 1001
MAX_BYTES = 180_000
"""The most that a descent may weigh: a visitor who drags the start asks for one ten times a second."""
GRID = 101
LARGEST = 1e300
"""A loss beyond it stands as high as the map is: sums and differences of two such numbers are not finite."""
TOP, HOLE = 65534, 65535
"""How a height of 1 travels, and a place where the function has no value."""
NARROWEST = 0.25
"""The least that one side of the map is of the other: a start far out would leave a line without height."""
QUOTIENT = re.compile(r"\{(\w+)\} / \{(\w+)\}")
MARGIN = 0.06
"""The share of the map that is left around a start or a minimum outside of the surface's own window."""


@dataclass(frozen=True)
class Descent:
    """One contestant: a descent with the name of its optimizer and what the visitor reads."""

    name: str
    label: str
    trajectory: Trajectory


def player_data(
    surface: Surface, descents: Sequence[Descent], trace: UpdateTrace | None = None, alt: str = ""
) -> dict[str, Any]:
    """Everything that the player needs, as JSON of at most `MAX_BYTES`.

    Long descents are thinned: every second step is shown, or every third, and the last one.

    Args:
        surface: what is descended.
        descents: one or more; `trace` belongs to the first one.
        trace: the arithmetic of the first descent; None in a race.
        alt: the picture in words, in Markdown.
    """
    start = descents[0].trajectory.points[0]
    fixed = {**_map(surface, start), "fit": _examples(surface), "alt": first_sentence(alt)}
    last = [_last_shown(descent.trajectory) for descent in descents]
    stride = max(1, math.ceil(max(last) / (MAX_ROWS - 1)))
    while True:
        rows = [_rows(end, stride) for end in last]
        data: dict[str, Any] = {
            **fixed,
            "paths": [_path(descent, shown, stride) for descent, shown in zip(descents, rows, strict=True)],
            "trace": None,
        }
        if trace is not None:
            data["trace"] = _pack_trace(trace, rows[0], descents[0].trajectory.points)
            if "points" in data["trace"]["arrays"]:
                data["paths"][0]["points"] = None  # they stand there
        # With two rows there is nothing left to thin.
        if len(json.dumps(data)) <= MAX_BYTES or stride >= max(last):
            return data
        stride += 1


def _map(surface: Surface, start: Tensor) -> dict[str, Any]:
    """The surface as the player draws it; no step changes it."""
    window = map_window(surface, start)
    return {
        "coordinates": list(surface.coordinates),
        "window": [list(side) for side in window],
        "landscape": _landscape(surface, window, start),
        "plane": _plane(surface, start),
        "minima": [[float(value) for value in minimum[:2]] for minimum in surface.minima],
    }


def _examples(surface: Surface) -> dict[str, Any] | None:
    """The examples that a line is fitted to, where the surface has any."""
    if surface.examples is None:
        return None
    return {"inputs": surface.examples.inputs.tolist(), "targets": surface.examples.targets.tolist()}


def map_window(surface: Surface, start: Tensor) -> Window:
    """The surface's window, made larger where `start` or a minimum is outside; no descent changes it.

    Both axes have one scale, so neither side stays shorter than the other one's `NARROWEST`.
    """
    sides = []
    for axis, (low, high) in enumerate(surface.window):
        seen = [float(start[axis]), *(float(minimum[axis]) for minimum in surface.minima)]
        margin = MARGIN * (max(high, *seen) - min(low, *seen))
        lower = low if min(seen) >= low else min(seen) - margin
        upper = high if max(seen) <= high else max(seen) + margin
        sides.append((lower, upper))
    least = NARROWEST * max(high - low for low, high in sides)
    widened = []
    for low, high in sides:
        more = max(least - (high - low), 0.0) / 2
        widened.append((low - more, high + more))
    return (widened[0], widened[1])


def _centre(surface: Surface, start: Tensor) -> Tensor:
    """The point `(d,)` through which the map is laid."""
    return torch.tensor(surface.minima[0], dtype=torch.float64) if surface.minima else start.double()


def _plane(surface: Surface, start: Tensor) -> str:
    """Where the map lies in the coordinates that it does not show, such as `x₃ = 6`; empty when it shows all."""
    others = zip(surface.coordinates[2:], _centre(surface, start)[2:].tolist(), strict=True)
    return ", ".join(f"{name} = {format_number(value, 4)}" for name, value in others)


def _landscape(surface: Surface, window: Window, start: Tensor) -> dict[str, Any]:
    """The loss on a `GRID` x `GRID` map, lowest y first, as heights 0 to 1: loss = low + scale * expm1(height * span)."""
    across, up = (torch.linspace(low, high, GRID, dtype=torch.float64) for low, high in window)
    rest = _centre(surface, start)
    grid = rest.repeat(GRID, GRID, 1)  # (up, across, d)
    grid[:, :, 0] = across
    grid[:, :, 1] = up[:, None]
    losses = surface.values(grid.reshape(GRID * GRID, -1)).numpy()
    losses = np.where(np.abs(losses) >= LARGEST, np.copysign(np.inf, losses), losses)
    finite = losses[np.abs(losses) <= LARGEST]  # neither infinite nor NaN
    low, middle, high = np.quantile(finite, (0, 0.5, 1)) if len(finite) else (0.0, 0.0, 0.0)
    if surface.minima:
        low = min(low, float(surface.values(torch.tensor(surface.minima, dtype=torch.float64)).min()))
    scale, span = _scale(float(middle - low), float(high - low))
    bounded = np.clip(np.nan_to_num(losses, nan=high, posinf=high, neginf=low), low, high)
    heights = np.round(np.clip(np.log1p((bounded - low) / scale) / span, 0, 1) * TOP)
    sent = np.where(np.isnan(losses), HOLE, heights).astype("<u2").reshape(GRID, GRID)
    return {
        "size": GRID,
        "heights": packed(sent, across=True),
        "low": float(low),
        "scale": scale,
        "span": span,
    }


def _scale(middle: float, high: float) -> tuple[float, float]:
    """`scale` and `span` that put a loss `middle` above the lowest at a height of 0.5, and `high` at 1.

    `middle` is the map's median, so a deep valley and a plain bowl both show their levels.
    """
    if high <= 0:
        return 1.0, 1.0  # the loss is the same everywhere
    # log1p(middle / scale) = log1p(high / scale) / 2 has a closed form.
    scale = middle * (middle / (high - 2 * middle)) if high > 2 * middle else math.inf
    scale = min(max(scale, 1e-6 * high), 1e3 * high)  # at 1e3 the heights are as good as the losses
    return scale, math.log1p(high / scale)


def _last_shown(trajectory: Trajectory) -> int:
    """The last step whose numbers, and all before it, are finite in float32, in which they travel."""
    numbers = torch.cat([trajectory.points, trajectory.losses[:, None]], dim=1).float()
    broken = ~numbers.isfinite().all(dim=1)
    return max(int(broken.int().argmax()) - 1, 0) if bool(broken.any()) else trajectory.steps


def _rows(last: int, stride: int) -> np.ndarray:
    """The steps that are shown: every `stride`-th and the last one."""
    return np.unique(np.append(np.arange(0, last, stride), last))


def _path(descent: Descent, rows: np.ndarray, stride: int) -> dict[str, Any]:
    return {
        "name": descent.name,
        "label": descent.label,
        "last": int(rows[-1]),
        "stride": stride,
        "points": packed(_float32(descent.trajectory.points[rows, :2])),
        "losses": packed(_float32(descent.trajectory.losses[rows])),
        "diverged_at": descent.trajectory.diverged_at,
    }


def _pack_trace(trace: UpdateTrace, rows: np.ndarray, points: Tensor) -> dict[str, Any]:
    """The trace of the updates from the rows: the last row has no update, and is not among the numbers."""
    shared = _SharedArrays(_float32(points[rows]))
    quotients = {line.name: QUOTIENT.fullmatch(line.template) for line in trace.lines}
    numbers: dict[str, Any] = {}
    for name, values in trace.numbers.items():
        quotient = quotients.get(name)
        # A quotient of two numbers that travel anyway is left to the browser.
        numbers[name] = (
            {"quotient": quotient.groups()} if quotient else shared.put(name, _float32(values[rows[:-1]]))
        )
    return {
        "lines": [asdict(line) for line in trace.lines],
        "arrows": [asdict(arrow) for arrow in trace.arrows],
        "numbers": numbers,
        "arrays": shared.arrays(),
    }


class _SharedArrays:
    """Arrays, each sent once: what a step finds is what the step before left, and downhill is the gradient turned round.

    Without this an Adam of three coordinates over 1,000 steps would show every second step only.
    """

    def __init__(self, points: np.ndarray) -> None:
        self._arrays: dict[str, np.ndarray] = {}
        self._points = points

    def put(self, name: str, values: np.ndarray) -> dict[str, Any]:
        """Where `values` `(rows, d)` are found: `sign` times the array `of`, from its row `shift` on."""
        if np.array_equal(values, self._points[:-1]) and "points" not in self._arrays:
            self._arrays["points"] = self._points
        for of, kept in self._arrays.items():
            for sign in (1, -1):
                if np.array_equal(kept[: len(values)], sign * values, equal_nan=True):
                    return {"of": of, "shift": 0, "sign": sign}
            if len(kept) == len(values) + 1 and np.array_equal(kept[1:], values, equal_nan=True):
                return {"of": of, "shift": 1, "sign": 1}
            if len(kept) == len(values) > 1 and np.array_equal(kept[1:], values[:-1], equal_nan=True):
                self._arrays[of] = np.concatenate([kept, values[-1:]])
                return {"of": of, "shift": 1, "sign": 1}
        self._arrays[name] = values
        return {"of": name, "shift": 0, "sign": 1}

    def arrays(self) -> dict[str, Any]:
        """What is sent: an array whose columns are all the same is sent as one column."""
        return {name: self._packed(values) for name, values in self._arrays.items()}

    @staticmethod
    def _packed(values: np.ndarray) -> dict[str, Any]:
        same = np.array_equal(values, np.broadcast_to(values[:, :1], values.shape), equal_nan=True)
        columns = values[:, :1] if same else values
        return {"columns": columns.shape[1], "values": packed(np.ascontiguousarray(columns))}


def _float32(values: Tensor) -> np.ndarray:
    return values.detach().float().numpy().astype("<f4")
