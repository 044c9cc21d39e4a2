"""Stroke-width normalisation: a drawing's strokes made about as thick as MNIST's, relative to the digit's size.

MNIST's digits were written with pens of much the same width: of its training images, half have a line between 0.09 and
0.14 of the digit's longer side. A canvas's brush is anything between a hair and a third of a small digit, so a network
sees lines that its training never showed. Within what MNIST holds a line is left as it is.
"""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Gray = NDArray[np.uint8]

USUAL = (0.1, 0.15)
"""Thinner lines are thickened to the first, thicker ones thinned to the second: shares of the longer side."""
THICKEST = 0.45
"""A line beyond this share of the longer side is no line but a dot or a filled shape, and is left as it is."""
SCALE = 96
"""The longer side, in pixels, at which lines are measured and changed: a usual line is 10 to 14 pixels wide there."""


def stroke_width(foreground: Gray) -> float:
    """How wide the line of `(h, w)`, a cropped drawing, is: a share of the longer side, 0..1.

    It is twice the median distance from the middle of the line to its edge.
    """
    return _width(_scaled(foreground)) / SCALE


def normalise_stroke_width(foreground: Gray) -> Gray:
    """`(h, w)`, a cropped drawing, with a line of a usual width; cropped again, and `SCALE` large where it was changed.

    The edge is moved in or out by the same distance everywhere, along the signed distance to it.
    """
    small = _scaled(foreground)
    width = _width(small)
    share = width / SCALE
    wanted = min(max(share, USUAL[0]), USUAL[1])
    if wanted == share or share > THICKEST:
        return foreground
    # The digit grows with its line: (width + 2 m) / (SCALE + 2 m) = wanted.
    margin = (wanted * SCALE - width) / (2 * (1 - wanted))
    field = np.pad(small, math.ceil(max(margin, 0)) + 1)
    moved = np.clip(_signed_distance(field) + margin + 0.5, 0, 1)
    inside = moved >= 0.5
    if not inside.any():
        return foreground
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    return np.rint(255 * moved[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]).astype(np.uint8)


def _scaled(foreground: Gray) -> Gray:
    height, width = foreground.shape
    factor = SCALE / max(height, width)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    how = Image.Resampling.BOX if factor < 1 else Image.Resampling.BICUBIC
    return np.asarray(Image.fromarray(foreground).resize(size, how))


def _width(foreground: Gray) -> float:
    """Twice the median distance of the ridge, the pixels farther from the edge than all around them."""
    from scipy import ndimage  # 0.1 s, paid at the first drawing

    distance = ndimage.distance_transform_edt(np.pad(foreground >= 128, 1))
    ridge = (distance == ndimage.maximum_filter(distance, 3)) & (distance > 0)
    return 2 * float(np.median(distance[ridge])) - 1 if ridge.any() else 1.0


def _signed_distance(foreground: Gray) -> NDArray[np.float64]:
    """Pixels to the edge, positive inside."""
    from scipy import ndimage

    inside = foreground >= 128
    return np.where(
        inside, ndimage.distance_transform_edt(inside) - 0.5, 0.5 - ndimage.distance_transform_edt(~inside)
    )
