"""Several small images in one picture."""

import numpy as np
from numpy.typing import NDArray

from playground.figures.draw import enlarge

BETWEEN = 127
"""The gray between two images: neither of their usual backgrounds."""


def contact_sheet(images: NDArray[np.uint8], most: int = 10, factor: int = 2) -> NDArray[np.uint8]:
    """The first of `(N, H, W)` uint8 side by side, each `factor` times as large, two pixels apart; N at least 1."""
    height = images.shape[1] * factor
    gap = np.full((height, 2), BETWEEN, dtype=np.uint8)
    parts = [part for image in images[:most] for part in (gap, enlarge(image, factor))]
    return np.hstack(parts[1:])
