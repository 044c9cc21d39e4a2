"""From a photograph of handwritten digits to the drawings that a hand would have made on the canvas, one a digit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from playground.digits.drawing.contrast import Contrast, lie_along_border, measure_contrast, sharp_pieces
from playground.digits.drawing.grouping import Group, group_strokes, pen_width
from playground.digits.drawing.rules import without_rules
from playground.digits.drawing.strokes import CANVAS
from playground.errors import PhotographError

DIGIT = 200
"""The longer side of a digit on the canvas: 20 of 28, as in MNIST."""
LEAST_CONTRAST = 0.1
"""The darkest ink stands out from its background by at least this share of the brightest possible."""
NOISE_MARGIN = 12.0
"""And by this many standard deviations of the noise, of which a closing makes the darkest points 7 or 8."""
FAINTEST, SURE = 0.1, 0.2
"""Ink has at least the first share of the darkest ink's contrast, and is connected to some that has the second."""
EDGE = 0.4
"""A line's edge is where its contrast falls below this share of the line's middle."""
MOST = 80
"""More marks than these are no digits of a sheet, but print or a pattern."""

Float = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Writing:
    """What is written on a photograph.

    Attributes:
        ink: `(H, W)` float32, 0..1: how much of each point is ink.
        groups: what may be digits, from left to right.
    """

    ink: Float
    groups: list[Group]


def find_writing(gray: NDArray[np.uint8]) -> Writing:
    """All that may be a digit in a photograph.

    Args:
        gray: `(H, W)` uint8 brightness, dark on light or light on dark; see `open_photograph`.

    Raises:
        PhotographError: there is no ink, hardly any contrast, or too many marks.
        ValueError: another shape or dtype.
    """
    if gray.ndim != 2 or gray.dtype != np.uint8 or 0 in gray.shape:
        raise ValueError(f"Expected brightness (H, W) uint8, but got {gray.shape} {gray.dtype}.")
    contrast = measure_contrast(gray, without_rules)
    if contrast.peak < max(LEAST_CONTRAST, NOISE_MARGIN * contrast.noise):
        raise _no_foreground()
    ink = _ink(contrast)
    mask = _connected(ink, contrast)
    if mask.mean() > 0.6:
        raise _no_foreground()
    groups = group_strokes(mask)
    if not groups:
        raise _no_foreground()
    if len(groups) > MOST:
        raise PhotographError(
            f"Expected a photograph of some handwritten digits, but this one has more than {MOST} marks, as print or a "
            "pattern has. Come nearer, so that the digits fill the picture."
        )
    return Writing(ink, groups)


def _ink(contrast: Contrast) -> Float:
    """`(H, W)` 0..1, one half at the edge of a line, however faint the line is."""
    strong = contrast.values > max(SURE * contrast.peak, 6 * contrast.noise)
    around = 2 * round(0.5 * pen_width(strong)) + 3
    middle = ndimage.uniform_filter(ndimage.maximum_filter(contrast.values, around), around)
    edge = np.maximum(EDGE * middle, max(FAINTEST * contrast.peak, 4.5 * contrast.noise))
    return np.clip((contrast.values / edge - 0.5), 0, 1).astype(np.float32)


def _connected(ink: Float, contrast: Contrast) -> Mask:
    """Where ink is at least half, in pieces that are ink: thresholds with hysteresis, and an edge all around."""
    mask = ink >= 0.5
    labels, count = ndimage.label(mask, structure=np.ones((3, 3)))
    if not count:
        return mask
    pieces = np.arange(count + 1)
    strongest = ndimage.maximum(contrast.values, labels, pieces)
    keep = strongest > max(SURE * contrast.peak, 8 * contrast.noise)
    keep &= sharp_pieces(labels, count, contrast)
    keep &= ~lie_along_border(labels, count)
    keep[0] = False
    return keep[labels]


def on_canvas(writing: Writing, group: Group) -> NDArray[np.uint8]:
    """One group, white on black in the middle of a canvas.

    Returns:
        `(280, 280, 4)` uint8, its longer side 200 pixels, with grey edges; opaque.
    """
    box = group.box
    ink = writing.ink[box.top : box.bottom, box.left : box.right]
    digit = np.where(ndimage.binary_dilation(group.mask, iterations=2), ink, 0)
    scale = DIGIT / max(digit.shape)
    size = (max(1, round(digit.shape[1] * scale)), max(1, round(digit.shape[0] * scale)))
    scaled = np.asarray(Image.fromarray(digit).resize(size, Image.Resampling.BICUBIC))
    field = np.zeros((CANVAS, CANVAS), dtype=np.float32)
    top, left = (CANVAS - size[1]) // 2, (CANVAS - size[0]) // 2
    field[top : top + size[1], left : left + size[0]] = scaled
    light = np.clip(np.rint(255 * field), 0, 255).astype(np.uint8)
    return np.stack([light, light, light, np.full_like(light, 255)], axis=-1)


def _no_foreground() -> PhotographError:
    return PhotographError(
        "Expected a photograph of dark digits on light paper, or light ones on a dark ground, but nothing stands out in "
        "this one. Write with a thicker pen, come nearer, and photograph it in more even light."
    )
