"""Pictures from inside a network: weights and feature maps as tiles, and kernels enlarged."""

import base64
import io
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from playground.figures.pixel_map import BACKGROUND, blend

_LEVELS = 7
"""Steps of colour to each side: with the background 15, so that four bits hold a pixel."""


@dataclass(frozen=True)
class Sprite:
    """Many tiles in one picture.

    Attributes:
        url: a PNG as a data URL.
        across: tiles in a row.
        down: rows.
        width: a tile's pixels across.
        height: a tile's pixels down.
    """

    url: str
    across: int
    down: int
    width: int
    height: int


def weight_tiles(weights: ArrayLike) -> NDArray[np.float64]:
    """`(units, inputs)` as `(units, n, n)`: 784 inputs as the image, others row by row, filled up with 0."""
    numbers = np.asarray(weights, dtype=np.float64)
    side = math.ceil(math.sqrt(numbers.shape[1]))
    padded = np.zeros((len(numbers), side * side))
    padded[:, : numbers.shape[1]] = numbers
    return padded.reshape(-1, side, side)


def map_tiles(maps: ArrayLike, kernels: ArrayLike | None = None) -> NDArray[np.float64]:
    """Maps `(n, h, w)`, each, where given, with its kernel `(n, k, k)` enlarged at its right side.

    Kernels are scaled to `typical_scale` of the maps, so that both can be seen.
    """
    shown = np.asarray(maps, dtype=np.float64)
    if kernels is None:
        return shown
    small = np.asarray(kernels, dtype=np.float64)
    count, height, _ = shown.shape
    factor = max(1, height // small.shape[1])
    large = np.kron(small, np.ones((1, factor, factor)))
    large *= (typical_scale(shown) or 1) / (np.abs(small).max() or 1)
    top = (height - large.shape[1]) // 2
    side = np.zeros((count, height, large.shape[2] + 1))
    side[:, top : top + large.shape[1], 1:] = large
    return np.concatenate([shown, side], axis=2)


def make_sprite(tiles: ArrayLike, scale: float, across: int = 16) -> Sprite:
    """Tiles `(n, h, w)` side by side, `across` in a row; a value of size `scale` has the full colour."""
    values = np.asarray(tiles, dtype=np.float64)
    count, height, width = values.shape
    down = math.ceil(count / across)
    field = np.zeros((down * across, height, width))
    field[:count] = values
    field = field.reshape(down, across, height, width).swapaxes(1, 2).reshape(down * height, across * width)
    share = np.clip(field / scale, -1, 1) if scale > 0 else np.zeros(field.shape)
    levels = np.rint(share * _LEVELS).astype(np.int8) + _LEVELS
    image = Image.fromarray(levels.astype(np.uint8), "P")
    palette = blend(np.linspace(-1, 1, 2 * _LEVELS + 1)[None], 1.0)[0]
    image.putpalette([*palette.flatten().tolist(), *BACKGROUND])
    buffer = io.BytesIO()
    image.save(buffer, "PNG", bits=4, compress_level=6)
    url = "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
    return Sprite(url, across, down, width, height)


def typical_scale(values: ArrayLike) -> float:
    """A size that all but one in a hundred stay below: a single large weight does not leave the rest black."""
    return float(np.quantile(np.abs(np.asarray(values, dtype=np.float64)), 0.99))


def enlarged_map(values: ArrayLike, side: int = 110) -> NDArray[np.uint8]:
    """`(n, n)` numbers as an image `(about side, about side, 3)` in the colours of `blend`."""
    numbers = np.asarray(values, dtype=np.float64)
    colors = blend(numbers, float(np.abs(numbers).max(initial=0)))
    factor = max(1, side // len(numbers))
    return colors.repeat(factor, axis=0).repeat(factor, axis=1)
