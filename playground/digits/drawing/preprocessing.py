"""From a drawing to the kind of image that MNIST holds.

MNIST's makers scaled each digit into a 20 x 20 box keeping its aspect ratio, with anti-aliasing, and put its
centre of mass at the centre of a 28 x 28 field (http://yann.lecun.com/exdb/mnist/, "the images were centered
in a 28x28 image by computing the center of mass of the pixels"). A network trained on such images reads
a drawing much better when it has been through the same steps. One more makes its line as thick as MNIST's pens made it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from playground.digits.drawing.stroke_width import normalise_stroke_width
from playground.errors import BlankDrawingError

SIZE = 28
BOX = 20
FOREGROUND = 32
"""A pixel at least this bright (of 255) counts as foreground when the drawing is cropped."""

Gray = NDArray[np.uint8]

BLANK = np.zeros((SIZE, SIZE, 4), dtype=np.uint8)
"""A canvas before the first stroke."""


@dataclass(frozen=True)
class Preparation:
    """Every step from a canvas to the network's image.

    Attributes:
        gray: `(H, W)` uint8, the canvas as bright foreground on black.
        box: the foreground's `(top, left, bottom, right)` in pixels of `gray`; the last two are just outside.
        line: `(h, w)` uint8, the box with a line of a usual width; the box itself where its line is usual.
        scaled: `(h, w)` uint8, `line` scaled so that its longer side is `BOX`.
        image: `(28, 28)` uint8, `scaled` placed by its centre of mass: what the network sees.
    """

    gray: Gray
    box: tuple[int, int, int, int]
    line: Gray
    scaled: Gray
    image: Gray


def to_mnist(rgba: NDArray[np.uint8]) -> Gray:
    """Prepare a canvas as MNIST was prepared: the last step of `prepare`, which says the arguments and errors."""
    return prepare(rgba).image


def prepare(rgba: NDArray[np.uint8]) -> Preparation:
    """The same with every step on the way.

    Args:
        rgba: `(H, W, 4)` uint8, bright on a dark or transparent background, or dark on an opaque bright one.

    Raises:
        BlankDrawingError: there is no foreground.
        ValueError: another shape or dtype.
    """
    gray = to_gray(rgba)
    top, left, bottom, right = box = foreground_box(gray)
    line = normalise_stroke_width(gray[top:bottom, left:right])
    scaled = fit_box(line)
    return Preparation(gray, box, line, scaled, center(scaled))


def shrink_only(rgba: NDArray[np.uint8]) -> Gray:
    """The whole canvas scaled to 28 x 28, anti-aliased, neither cropped nor centred: what `prepare` improves on.

    Args and errors as in `to_gray`.
    """
    return np.array(Image.fromarray(to_gray(rgba)).resize((SIZE, SIZE), Image.Resampling.LANCZOS))


def to_gray(rgba: NDArray[np.uint8]) -> Gray:
    """`(H, W, 4)` uint8 over black as `(H, W)` brightness; inverted where the border says the background is bright."""
    if rgba.ndim != 3 or rgba.shape[2] != 4 or rgba.dtype != np.uint8 or 0 in rgba.shape:
        raise ValueError(
            f"Expected pixels (H, W, 4) uint8, but got {rgba.shape} {rgba.dtype}. Convert to RGBA first."
        )
    weights = np.array([0.299, 0.587, 0.114], dtype=np.float32)  # ITU-R BT.601 luma
    gray = (rgba[..., :3].astype(np.float32) @ weights) * (rgba[..., 3].astype(np.float32) / 255)
    border = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
    if np.median(border) > 127:
        gray = 255 - gray
    return np.clip(np.rint(gray), 0, 255).astype(np.uint8)


def foreground_box(gray: Gray) -> tuple[int, int, int, int]:
    """The smallest box of `(H, W)` that holds all foreground: top, left, and, just outside, bottom and right.

    Raises:
        BlankDrawingError: no pixel reaches `FOREGROUND`.
    """
    foreground = gray >= FOREGROUND
    if not foreground.any():
        raise BlankDrawingError(
            "Expected a drawing, but the canvas is blank. Draw a digit from 0 to 9 on it."
        )
    rows, columns = np.flatnonzero(foreground.any(axis=1)), np.flatnonzero(foreground.any(axis=0))
    return int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1


def fit_box(foreground: Gray, box: int = BOX) -> Gray:
    """Scale `(H, W)` with anti-aliasing so that its longer side is `box`, keeping the aspect ratio."""
    height, width = foreground.shape
    scale = box / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(Image.fromarray(foreground).resize(size, Image.Resampling.BICUBIC))


def center(foreground: Gray) -> Gray:
    """Place `(h, w)`, at most 28 x 28, on black 28 x 28 with its centre of mass at the middle, to the whole pixel.

    MNIST's centre of mass is at pixel (14, 14), counted from 0: measured on its images, 13.99 and 14.01, not 13.5.
    Half a pixel costs the MLP 1.6 points of accuracy. Off-centre foreground is moved only as far as it stays inside the field.
    """
    offsets = [
        min(max(round(SIZE / 2 - middle), 0), SIZE - length)
        for middle, length in zip(center_of_mass(foreground), foreground.shape, strict=True)
    ]
    top, left = offsets
    field = np.zeros((SIZE, SIZE), dtype=np.uint8)
    field[top : top + foreground.shape[0], left : left + foreground.shape[1]] = foreground
    return field


def center_of_mass(gray: Gray) -> tuple[float, float]:
    """Row and column of the mean of all pixels of `(h, w)`, each weighed by its brightness; 0, 0 if all are black."""
    total = max(float(gray.sum(dtype=np.float64)), 1.0)
    rows, columns = gray.sum(axis=1, dtype=np.float64), gray.sum(axis=0, dtype=np.float64)
    return (
        float(rows @ np.arange(gray.shape[0])) / total,
        float(columns @ np.arange(gray.shape[1])) / total,
    )
