"""How far each point of a photograph stands out from its background, whatever the light.

Paper reflects a share of the light, so a point's darkness is a share of the brightness of the paper around it. That
brightness is a morphological closing: it fills what is dark and narrower than its window, and keeps every edge between
wide regions, a shadow's too. So the window decides what a line is: the smallest one into which the lines fit is taken,
since the next would fill the shadow of a hand as well. Chalk is the same with an opening.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from playground.digits.drawing.grouping import pen_width

WINDOWS = (0.06, 0.15, 0.35)
"""The windows to choose from, as shares of the photograph's longer side."""
ENOUGH = 0.7
"""A window is wide enough when it shows this share of the lines that another one shows at best."""
ROOM = 4.0
"""And when it is this many times as wide as a line, so that blots and crossings fit too."""
STRONGEST = 0.04
"""Percent of the photograph: the points that stand out most, all of them ink, set the contrast of the rest."""
DARKEST = 0.5
"""Below this share of the median brightness a camera's noise is too much of it: darker backgrounds count as this one."""
STEP = 0.01
"""A pen's edge is no wider than this share of the longer side, though the photograph may be blurred."""
SHARP = 0.85
"""The share of a piece's edge at which the brightness must change; at the rest its own window cuts a shadow off."""
AT_BORDER = 0.2
"""A digit touches the picture's border over less than this share of the longer side."""
COARSE = 720
"""The longest side, in pixels, at which windows are compared."""

Float = NDArray[np.float32]
Gray = NDArray[np.uint8]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Contrast:
    """How a photograph's points stand out.

    Attributes:
        values: `(H, W)` float32, 0..1: by which share a point is darker than its background; of chalk, how much
            brighter as a share of the brightest possible.
        peak: the contrast of the darkest ink, 0..1.
        noise: the standard deviation of `values` where there is nothing, 0..1.
        steps: `(H, W)` float32, 0..1: how much the brightness changes within `STEP` around a point, as `values`.
    """

    values: Float
    peak: float
    noise: float
    steps: Float


def measure_contrast(gray: Gray, clean: Callable[[Contrast], Contrast]) -> Contrast:
    """The contrast of `(H, W)` uint8, dark on light or light on dark, under the window that suits its lines.

    Args:
        gray: brightness.
        clean: takes out what is no writing, such as a paper's rules, before windows are compared.
    """
    coarse = np.asarray(Image.fromarray(gray).reduce(1 + max(gray.shape) // COARSE))
    lines = {
        light_ink: [_lines(clean(_under_window(coarse, light_ink, share))) for share in WINDOWS]
        for light_ink in (False, True)
    }
    # The holes of digits are lines of the other kind, but shorter than the digits around them. Contrasts are compared as
    # brightness: on a board, a share of hardly any light is much.
    brightness = {False: float(np.median(coarse)) / 255, True: 1.0}
    light_ink = max(
        lines, key=lambda kind: max(found.length * found.peak * brightness[kind] for found in lines[kind])
    )
    enough = ENOUGH * max(found.length for found in lines[light_ink])
    fits = [
        share
        for share, found in zip(WINDOWS, lines[light_ink], strict=True)
        if found.length >= enough and ROOM * found.pen <= share * max(coarse.shape)
    ]
    return clean(_under_window(gray, light_ink, fits[0] if fits else WINDOWS[-1]))


def sharp_pieces(labels: NDArray[np.int32], count: int, contrast: Contrast) -> Mask:
    """Which of the pieces `(count + 1,)` end where the brightness changes, all around; the first is the background."""
    mask = labels > 0
    edge = mask & ~ndimage.binary_erosion(mask, border_value=1)
    step = contrast.steps[edge] > 0.4 * np.minimum(contrast.values, contrast.peak)[edge]
    lengths = np.bincount(labels[edge], minlength=count + 1)
    return np.bincount(labels[edge], weights=step, minlength=count + 1) >= SHARP * lengths


def lie_along_border(labels: NDArray[np.int32], count: int) -> Mask:
    """Which pieces, `(count + 1,)`, touch the picture's border over a length that no digit has: a table, a shadow."""
    most = AT_BORDER * max(labels.shape)
    sides = (labels[0], labels[-1], labels[:, 0], labels[:, -1])
    return np.any([np.bincount(side, minlength=count + 1) > most for side in sides], axis=0)


def _under_window(gray: Gray, light_ink: bool, share: float) -> Contrast:
    smooth = ndimage.gaussian_filter(gray.astype(np.float32), 0.8)
    window = max(5, round(share * max(smooth.shape)) | 1)
    near = max(3, round(STEP * max(smooth.shape)) | 1)
    brightest = ndimage.maximum_filter(smooth, near)
    steps = brightest - ndimage.minimum_filter(smooth, near)
    if light_ink:
        values = (smooth + _closing(-smooth, window)) / 255
        steps /= 255
    else:
        background = _closing(smooth, window)
        darkest = max(DARKEST * float(np.median(smooth)), 1.0)
        values = (background - smooth) / np.maximum(background, darkest)
        steps /= np.maximum(brightest, darkest)
    values -= np.median(values)  # a closing takes the brightest noise for the background
    return Contrast(values, float(np.percentile(values, 100 - STRONGEST)), _noise(values), steps)


def _closing(smooth: Float, window: int) -> Float:
    """The closing of `(H, W)`; half of the window may lie outside, so that a table at the border is no line."""
    half = window // 2
    rows, columns = smooth.shape
    closed = ndimage.grey_closing(np.pad(smooth, half, mode="edge"), size=(window, window), mode="nearest")
    return closed[half : half + rows, half : half + columns]


def _noise(values: Float) -> float:
    """The standard deviation of the noise, from the median distance to the mean of the surroundings."""
    around = values - ndimage.uniform_filter(values, 9)
    return float(np.median(np.abs(around))) / 0.6745


@dataclass(frozen=True)
class _Lines:
    """How long all that looks like lines is and how wide, in pixels, and how much it stands out, 0..1."""

    length: float
    pen: float
    peak: float


def _lines(contrast: Contrast) -> _Lines:
    """Wide regions are no lines, nor is what lies along the border."""
    strong = contrast.values > max(0.5 * contrast.peak, 6 * contrast.noise, 0.05)
    labels, count = ndimage.label(strong, structure=np.ones((3, 3)))
    if not count:
        return _Lines(0.0, 1.0, contrast.peak)
    areas = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    lines = (sharp_pieces(labels, count, contrast) & ~lie_along_border(labels, count))[1:]
    length = 0.0
    for area, is_line, box in zip(areas, lines, ndimage.find_objects(labels), strict=True):
        longer = max(part.stop - part.start for part in box)
        if is_line and longer >= 0.02 * max(strong.shape) and area <= 0.5 * longer * longer:
            length += longer
    return _Lines(length, pen_width(strong), contrast.peak)
