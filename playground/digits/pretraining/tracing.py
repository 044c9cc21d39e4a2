"""From an image of a digit back to a pen's strokes, which a brush of any size can then ink.

The ink is thinned to a line, the line is followed from end to end and from crossing to crossing, and the parts are
joined where a pen would have gone straight on. The order and direction of the strokes stay unknown.

It needs scikit-image, which only the making of training data uses: `requirements-dev.txt` has it.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from playground.digits.drawing.strokes import Stroke, Strokes
from playground.digits.pretraining.skeleton import Branch, close_bridges, follow, join, length, prune

ZOOM = 4
"""Fine pixels per pixel of the image; thinned as it is, an MNIST digit becomes a staircase."""
FOREGROUND = 110
"""Brightness from which a pixel counts as ink. 128 breaks MNIST's faintest strokes."""
SPECK = 3.0
"""Paths shorter than this, in pixels of the image, are noise in a scanned digit."""
SMOOTHING = 1.0
"""Standard deviation of the smoothing along a path, in pixels of the image."""
SPACING = 1.0
"""Distance between a stroke's points, in pixels of the image."""


def trace(image: NDArray[np.uint8], speck: float = SPECK) -> Strokes:
    """The strokes that could have drawn an image.

    Args:
        image: `(H, W)` uint8, bright ink on black, such as MNIST's 28 x 28.
        speck: paths shorter than this, in pixels of the image, are left out, unless there is nothing else.

    Returns:
        `(n, 2)` float32 each, x and y in pixels of the image, (0, 0) being the upper left corner of its first pixel.
        Empty where nothing is as bright as `FOREGROUND`. A blot gives one stroke of one point.

    Raises:
        ValueError: another number of dimensions or dtype.
    """
    if image.ndim != 2 or image.dtype != np.uint8:
        raise ValueError(f"Expected an image (H, W) uint8, but got {image.shape} {image.dtype}.")
    from skimage.morphology import skeletonize

    # A margin lets ink that touches the border be thinned like any other.
    margin = np.pad(image, 1).astype(np.float32)
    ink = ndimage.zoom(margin, ZOOM, order=3, grid_mode=True, mode="grid-constant") >= FOREGROUND
    if not ink.any():
        return []
    half_width = ndimage.distance_transform_edt(ink)  # of the pen's line, in fine pixels
    pixels = {(int(row), int(column)) for row, column in np.argwhere(skeletonize(ink))}
    branches = close_bridges(prune(follow(pixels), half_width), half_width)
    strokes = [_smooth(path) for path in join(branches)]
    longest = max(strokes, key=length)
    if length(longest) < 1:
        return [longest.mean(axis=0, keepdims=True)]
    return [stroke for stroke in strokes if length(stroke) >= min(speck, length(longest))]


def _smooth(path: Branch) -> Stroke:
    """Fine pixels as evenly spaced, smoothed points x, y of the image."""
    points = (np.array(path, dtype=np.float64)[:, ::-1] + 0.5) / ZOOM - 1
    if len(points) < 3:
        return points.astype(np.float32)
    sigma = SMOOTHING * ZOOM
    points = _resample(points, 1 / ZOOM)
    if path[0] == path[-1]:
        ring = ndimage.gaussian_filter1d(points[:-1], sigma, axis=0, mode="wrap")
        return _resample(np.concatenate([ring, ring[:1]]), SPACING).astype(np.float32)
    # Mirrored through its end points, so that these stay where they are.
    padded = np.pad(points, ((len(points), len(points)), (0, 0)), mode="reflect", reflect_type="odd")
    smooth = ndimage.gaussian_filter1d(padded, sigma, axis=0)[len(points) : -len(points)]
    return _resample(smooth, SPACING).astype(np.float32)


def _resample(points: NDArray[np.float64], spacing: float) -> NDArray[np.float64]:
    """Points `(n, 2)` about `spacing` apart along the same path, with the same ends."""
    along = np.concatenate([[0.0], np.hypot(*np.diff(points, axis=0).T).cumsum()])
    wanted = np.linspace(0, along[-1], max(2, round(along[-1] / spacing) + 1))
    return np.stack([np.interp(wanted, along, points[:, axis]) for axis in (0, 1)], axis=1)
