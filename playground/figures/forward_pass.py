"""What goes into a layer and what comes out of it, each example a row of cells: a matrix as a picture."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.figures.pixel_map import blend

GAP = 6
"""The gray between two rows, in pixels."""
BETWEEN = 127


def pixel_rows(images: ArrayLike, cell: int = 1, height: int = 40) -> NDArray[np.uint8]:
    """Images `(N, H, W)` uint8 as N rows of H · W grays, each `cell` pixels wide: `(pixels, pixels)`."""
    flat = np.asarray(images, dtype=np.uint8)
    return _stacked(np.repeat(flat.reshape(len(flat), -1), cell, axis=1)[..., None], height)[..., 0]


def output_rows(outputs: ArrayLike, cell: int = 8, height: int = 48) -> NDArray[np.uint8]:
    """Outputs `(N, M)` as N rows of M coloured cells, `(pixels, pixels, 3)`: the largest has the full colour, 0 is black."""
    values = np.asarray(outputs, dtype=np.float64)
    return _stacked(np.repeat(blend(values, float(np.abs(values).max(initial=0))), cell, axis=1), height)


def _stacked(rows: NDArray[np.uint8], height: int) -> NDArray[np.uint8]:
    """Rows `(N, width, colours)`, each `height` pixels high, one below the other."""
    gap = np.full((GAP, *rows.shape[1:]), BETWEEN, dtype=np.uint8)
    parts = [part for row in rows for part in (gap, np.repeat(row[None], height, axis=0))]
    return np.concatenate(parts[1:])
