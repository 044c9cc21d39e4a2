"""From a photograph of a handwritten digit to the drawing that a hand would have made on the canvas.

Paper is lit unevenly, so what counts is not how dark a point is but how much darker (chalk: brighter) than the
background around it. The light on the background is the median of a wide window, which keeps the edge of a shadow and
in which the foreground is the minority. A morphological closing then fills what is still darker than its surroundings
and narrower than a stroke can be: the difference is the foreground.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from playground.digits.drawing.strokes import CANVAS
from playground.errors import PhotographError

DIGIT = 200
"""The longer side of the digit on the canvas: 20 of 28, as in MNIST."""
WINDOW = 0.35
"""The side of the window that finds the background, as a share of the photograph's longer side."""
LINE = 0.15
"""The same for the window that tells dark strokes from light ones, wider than any line of it."""
COARSE = 56
"""The longer side, in pixels, at which the light is looked for: it changes slowly, and a wide median is costly."""
STRONGEST = 0.05
"""Percent of the photograph: the points that stand out most, all of them foreground, set the contrast of the rest."""
LEAST_CONTRAST = 0.1
"""Foreground stands out from its background by at least this share of the brightest possible."""
NOISE_MARGIN = 10.0
"""And by this many standard deviations of the noise, of which the closing makes the darkest points 7 or 8."""
REACH = 0.15
"""Strokes belong together when the gap between them is below this share of the digit's longer side."""

Float = NDArray[np.float32]
Mask = NDArray[np.bool_]


def find_digit_in_photograph(gray: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The main writing of a photograph, white on black in the middle of a canvas.

    Args:
        gray: `(H, W)` uint8 brightness, dark on light or light on dark; see `open_photograph`.

    Returns:
        `(280, 280, 4)` uint8, its longer side 200 pixels, with grey edges; opaque.

    Raises:
        PhotographError: there is no foreground, or hardly any contrast.
        ValueError: another shape or dtype.
    """
    if gray.ndim != 2 or gray.dtype != np.uint8 or 0 in gray.shape:
        raise ValueError(f"Expected brightness (H, W) uint8, but got {gray.shape} {gray.dtype}.")
    difference = foreground_contrast(gray)
    core, peak = _foreground(difference)
    digit = largest_stroke_group(core)
    near = ndimage.maximum_filter(digit, 7)
    soft = np.where(near, np.clip((difference / peak - 0.2) / 0.6, 0, 1), 0).astype(np.float32)
    rows, columns = np.flatnonzero(digit.any(axis=1)), np.flatnonzero(digit.any(axis=0))
    crop = soft[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return _on_canvas(crop)


def foreground_contrast(gray: NDArray[np.uint8]) -> Float:
    """How far each point of `(H, W)` uint8 stands out from the background around it: `(H, W)` float32, 0..1."""
    smooth = ndimage.gaussian_filter(gray.astype(np.float32), 1.0)
    light = _light(gray)
    above = smooth - light
    # Paper throws back a share of the light: divided by it, ink in a shadow is as dark as ink in the sun. Chalk's share
    # is not known, and its brightness is taken as it is.
    flat = above / np.maximum(light, 48)
    if _is_light_ink(flat):
        flat = -above / 255
    window = round(WINDOW * max(gray.shape)) | 1
    background = ndimage.grey_closing(flat, size=(window, window), mode="nearest")
    return np.clip(background - flat, 0, 1).astype(np.float32)


def _is_light_ink(flat: Float) -> bool:
    """Whether what stands out most from the light, `(H, W)` around 0, is brighter; wide patches do not count."""
    size = (round(LINE * max(flat.shape)) | 1,) * 2
    dark = np.minimum(np.clip(-flat, 0, None), ndimage.grey_closing(flat, size=size) - flat)
    light = np.minimum(np.clip(flat, 0, None), flat - ndimage.grey_opening(flat, size=size))
    return float(np.sum(light**3)) > float(np.sum(dark**3))


def _light(gray: NDArray[np.uint8]) -> Float:
    """The light on the background of `(H, W)` uint8: `(H, W)` float32, 0..255."""
    image = Image.fromarray(gray)
    scale = COARSE / max(gray.shape)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    coarse = np.asarray(image.resize(size, Image.Resampling.BOX), dtype=np.float32)
    half = round(WINDOW * COARSE / 2)
    rows, columns = (min(half, length - 1) for length in coarse.shape)
    # At the edge the light goes on as it comes: a mere reflection would make a valley of the end of every slope.
    padded = np.pad(coarse, ((rows, rows), (columns, columns)), mode="reflect", reflect_type="odd")
    median = ndimage.median_filter(padded, size=2 * half + 1)
    inner = Image.fromarray(median[rows : rows + size[1], columns : columns + size[0]])
    return np.asarray(inner.resize(image.size, Image.Resampling.BILINEAR))


def largest_stroke_group(foreground: Mask) -> Mask:
    """The largest group of strokes of `(H, W)`, without lines across the whole image, specks and what comes from its edge."""
    foreground = _without_rules(foreground)
    labels, count = ndimage.label(foreground, structure=np.ones((3, 3)))
    if count == 0:
        raise _no_foreground()
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    areas[0] = 0
    border = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    inner = areas.copy()
    inner[border] = 0
    if inner.max() >= 0.05 * areas.max():  # else the digit itself runs out of the picture
        areas = inner
    chosen = labels == areas.argmax()
    others = np.flatnonzero(areas >= max(0.02 * areas.max(), 6))
    return _grow(labels, others, chosen)


def _grow(labels: NDArray[np.int32], others: NDArray[np.intp], chosen: Mask) -> Mask:
    """`chosen` with the other strokes near it, and again those near these."""
    for _ in range(3):
        rows, columns = np.flatnonzero(chosen.any(axis=1)), np.flatnonzero(chosen.any(axis=0))
        reach = REACH * max(np.ptp(rows) + 1, np.ptp(columns) + 1)
        near = ndimage.distance_transform_edt(~chosen) <= max(reach, 2)
        joined = np.isin(labels, np.intersect1d(np.unique(labels[near]), others))
        if joined.sum() <= chosen.sum():
            break
        chosen = joined
    return chosen


def _without_rules(foreground: Mask) -> Mask:
    """Without the lines of ruled or squared paper: straight, and from one side of the image to the other."""
    rules = np.zeros_like(foreground)
    for axis in (0, 1):
        # A line that leans by a pixel stays one; it is long when a window of its length fits into it.
        thick = ndimage.maximum_filter1d(foreground, 3, axis=1 - axis)
        length = round(0.6 * foreground.shape[axis]) | 1
        inside = ndimage.minimum_filter1d(thick, length, axis=axis)
        rules |= _long(ndimage.maximum_filter1d(inside, length, axis=axis), axis)
    if not rules.any():
        return foreground
    left = foreground & ~rules
    # A stroke crossed by a rule is mended where it goes on at the other side.
    return left | (rules & foreground & ndimage.binary_closing(left, np.ones((5, 5)), iterations=2))


def _long(lines: Mask, axis: int) -> Mask:
    """Those connected lines that reach from one side to the other along `axis`."""
    labels, count = ndimage.label(lines, structure=np.ones((3, 3)))
    boxes = ndimage.find_objects(labels)
    whole = [
        number
        for number, box in enumerate(boxes, 1)
        if box is not None and box[axis].stop - box[axis].start >= 0.95 * lines.shape[axis]
    ]
    return np.isin(labels, whole) if count else lines


def _foreground(difference: Float) -> tuple[Mask, float]:
    """Where there is foreground, and how far it stands out; faint lines of the paper are below half of that."""
    peak = float(np.percentile(difference, 100 - STRONGEST))
    foreground = difference > 0.5 * peak
    if peak < max(LEAST_CONTRAST, NOISE_MARGIN * _noise(difference)) or foreground.mean() > 0.6:
        raise _no_foreground()
    return foreground, peak


def _noise(difference: Float) -> float:
    """The standard deviation of the noise, 0..1, from the median distance to the mean of the surroundings."""
    around = difference - ndimage.uniform_filter(difference, 9)
    return float(np.median(np.abs(around))) / 0.6745


def _on_canvas(digit: Float) -> NDArray[np.uint8]:
    """`(h, w)` float32, 0..1, scaled to `DIGIT`, in the middle of the canvas."""
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
        "Expected a photograph of one dark digit on light paper, or a light one on a dark ground, but nothing stands "
        "out in this one. Write it with a thick pen, come nearer, and photograph it in more even light."
    )
