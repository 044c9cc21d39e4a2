"""A square map of numbers above and below 0, each pixel a square with its value under the pointer.

Above 0 is blue, below 0 orange, which the common kinds of colour blindness tell apart, and the strongest pixels
carry a + or a − as well. The background is black in both themes, as the drawing's is.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.figures.written_numbers import tooltip_number

Option = dict[str, Any]

BACKGROUND, FOREGROUND = (16, 18, 26), (122, 124, 132)
ABOVE, BELOW = (77, 163, 255), (255, 145, 40)
"""Blue and orange that stand out from the background and from the foreground."""

FRAME = "#ffffff"
MARKED = 0.5
"""A pixel of at least this share of the strongest one carries its sign."""

SIDE = 308
"""Pixels on the screen of the map's side: with its margins it fits a phone."""
MARGINS = {"left": 28, "right": 4, "top": 4, "bottom": 24}
WIDTH = SIDE + MARGINS["left"] + MARGINS["right"]
HEIGHT = SIDE + MARGINS["top"] + MARGINS["bottom"]


def blend(values: ArrayLike, scale: float, image: ArrayLike | None = None) -> NDArray[np.uint8]:
    """Colours of values over an image.

    Args:
        values: `(H, W)`.
        scale: the size of a value that has the full colour; where it is 0 nothing has.
        image: `(H, W)` uint8, the grey image below; None for none.

    Returns:
        `(H, W, 3)` uint8.
    """
    numbers = np.asarray(values, dtype=np.float64)
    strength = np.zeros(numbers.shape) if image is None else np.asarray(image) / 255
    base = np.array(BACKGROUND) + strength[..., None] * (np.array(FOREGROUND) - np.array(BACKGROUND))
    # The root lifts what is small, so that a single strong pixel does not leave the rest black.
    share = np.clip(np.abs(numbers) / scale, 0, 1) ** 0.7 if scale > 0 else np.zeros(numbers.shape)
    hue = np.where(numbers[..., None] > 0, ABOVE, BELOW)
    return np.rint(base + share[..., None] * (hue - base)).astype(np.uint8)


def pixel_map_option(
    values: ArrayLike,
    image: ArrayLike | None = None,
    *,
    name: str = "value",
    frame: tuple[int, int, int] | None = None,
    selectable: bool = False,
) -> Option:
    """An ECharts option; its size is `WIDTH` x `HEIGHT`.

    Args:
        values: `(n, n)`; a data item's index is its place in row-major order.
        image: `(n, n)` uint8, the grey image below; None for none.
        name: what a value is, under the pointer.
        frame: (row, column, side) of a square with a white frame.
        selectable: whether a click chooses a pixel.
    """
    numbers = np.asarray(values, dtype=np.float64)
    scale = float(np.abs(numbers).max(initial=0))
    colors = blend(numbers, scale, image)
    side = len(numbers)
    items = [
        _item(place, float(numbers[place]), colors[place], scale, selectable)
        for place in np.ndindex(*numbers.shape)
    ]
    category, plain = _axes(side)
    return {
        "animation": False,
        "tooltip": {
            "formatter": f"row {{@[1]}}, column {{@[0]}}<br>{name}: <b>{{@[3]}}</b>",
            "confine": True,
        },
        "grid": {**MARGINS, "outerBoundsMode": "none"},
        "xAxis": [category, plain],
        "yAxis": [{**category, "inverse": True}, {**plain, "inverse": True}],
        "series": [_pixels(items, name, selectable), _frame(frame)],
    }


def _axes(side: int) -> tuple[Option, Option]:
    """The axis of the pixels, and the hidden one of their corners."""
    pixels = {
        "type": "category",
        "data": [str(place) for place in range(side)],
        "axisTick": {"show": False},
        "axisLine": {"show": False},
        "splitLine": {"show": False},
        "axisLabel": {"fontSize": 11, "interval": max(1, side // 3) - 1, "margin": 5},
    }
    return pixels, {"type": "value", "min": 0, "max": side, "show": False}


def _pixels(items: list[Option], name: str, selectable: bool) -> Option:
    return {
        "type": "heatmap",
        "name": name,
        "data": items,
        "itemStyle": {"color": css(BACKGROUND)},
        "emphasis": {"itemStyle": {"borderColor": FRAME, "borderWidth": 1}},
        "selectedMode": "single" if selectable else False,
        "select": {"itemStyle": {"borderWidth": 0}},
    }


def _frame(square: tuple[int, int, int] | None) -> Option:
    return {
        "type": "line",
        "name": "frame",
        "data": _square(square),
        "xAxisIndex": 1,
        "yAxisIndex": 1,
        "silent": True,
        "symbol": "none",
        "lineStyle": {"color": FRAME, "width": 2},
        "z": 5,
        "tooltip": {"show": False},
    }


def css(color: ArrayLike) -> str:
    """`(3,)` uint8 as `#rrggbb`."""
    red, green, blue = (int(part) for part in np.asarray(color))
    return f"#{red:02x}{green:02x}{blue:02x}"


def _item(
    place: tuple[int, ...], value: float, color: NDArray[np.uint8], scale: float, named: bool
) -> Option:
    """One pixel; what the series says for all is left out, since most of a drawing is background."""
    row, column = place
    item: Option = {"value": [column, row, float(f"{value:.4g}"), tooltip_number(value)]}
    if named:  # ECharts tells selected items by their names, so each has its own
        item["name"] = f"{row}/{column}"
    if tuple(color) != BACKGROUND:
        item["itemStyle"] = {"color": css(color)}
    if scale > 0 and abs(value) >= MARKED * scale:
        sign = "+" if value > 0 else "−"
        item["label"] = {"show": True, "formatter": sign, "fontSize": 11, "color": "#000000"}
    return item


def _square(frame: tuple[int, int, int] | None) -> list[list[int]]:
    if frame is None:
        return []
    row, column, size = frame
    corners = ((0, 0), (0, size), (size, size), (size, 0), (0, 0))
    return [[column + right, row + down] for down, right in corners]
