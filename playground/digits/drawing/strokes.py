"""A pen's path and the brush that inks it: drawings as the canvas of the 'Draw a digit' page gives them.

A drawing is a list of strokes, each `(n, 2)` float32 of x to the right and y down, in an arbitrary unit.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from playground.formatting import as_given

CANVAS = 280
BRUSH = (8.0, 30.0)
"""The thinnest and thickest brush in pixels of a 280 x 280 canvas."""
DRAWING_SIZE = (0.25, 0.9)
"""The smallest and largest digit, as a share of the canvas's side."""
TILT = 15.0
"""The most that a drawing is turned, in degrees, either way."""
SUPERSAMPLING = 3

Stroke = NDArray[np.float32]
Strokes = list[Stroke]


@dataclass(frozen=True)
class Placement:
    """How strokes come onto the canvas.

    Attributes:
        brush: the brush's diameter in pixels of the canvas.
        size: the longer side of the foreground's box, brush included, as a share of the canvas, 0..1.
        tilt: degrees by which the drawing is turned, clockwise as the eye sees it.
        position: where the foreground's box lies in the room that it leaves, x and y in 0..1: (0, 0) touches the upper
            left corner, (0.5, 0.5) is the middle, (1, 1) the lower right. So every position is inside the canvas.
    """

    brush: float
    size: float
    tilt: float
    position: tuple[float, float]


def random_placement(
    rng: np.random.Generator, *, size_of_path: bool = False, canvas: int = CANVAS
) -> Placement:
    """A placement drawn uniformly from `BRUSH`, `DRAWING_SIZE`, -`TILT`..`TILT` and all positions.

    Args:
        rng: the only source of randomness.
        size_of_path: take `DRAWING_SIZE` for the pen's path, to which the brush comes, instead of for the foreground. The
            smallest digits are easier to read so: a 30 pixel brush leaves a path of 40 in a box of 70.
        canvas: the canvas's side in pixels; the brush grows with it.
    """
    brush = rng.uniform(*BRUSH) * canvas / CANVAS
    size = rng.uniform(*DRAWING_SIZE)
    if size_of_path:
        size = min(size + brush / canvas, 1.0)
    position = (float(rng.uniform()), float(rng.uniform()))
    return Placement(float(brush), float(size), float(rng.uniform(-TILT, TILT)), position)


def place(strokes: Strokes, placement: Placement, canvas: int = CANVAS) -> Strokes:
    """The strokes in pixels of a `canvas` x `canvas` field, turned, scaled and moved.

    A path without extent, and one whose box the brush alone overfills, shrinks to a dot of the brush's size.

    Raises:
        ValueError: there is no stroke, or one that is not `(n, 2)` with n > 0, or the brush exceeds the canvas.
    """
    if not strokes or any(stroke.ndim != 2 or stroke.shape[1] != 2 or not len(stroke) for stroke in strokes):
        shapes = [stroke.shape for stroke in strokes]
        raise ValueError(f"Expected strokes (n, 2) with n > 0, but got shapes {shapes}.")
    if not 0 < placement.brush <= canvas:
        raise ValueError(
            f"Expected a brush of more than 0 and at most {canvas} pixels, but got {as_given(placement.brush)}."
        )
    angle = math.radians(placement.tilt)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    points = np.concatenate(strokes) @ turn.T  # (N, 2); y points down, so a positive angle turns clockwise
    low, high = points.min(axis=0), points.max(axis=0)
    path = max(placement.size * canvas - placement.brush, 0.0)
    scale = path / max(float((high - low).max()), 1e-9)
    box = (high - low) * scale + placement.brush  # (2,) of the foreground
    offset = (canvas - box) * np.array(placement.position) + placement.brush / 2
    placed = ((points - low) * scale + offset).astype(np.float32)
    return np.split(placed, np.cumsum([len(stroke) for stroke in strokes])[:-1])


def render(strokes: Strokes, placement: Placement, canvas: int = CANVAS) -> NDArray[np.uint8]:
    """Draw the strokes with a round brush, white on opaque black, anti-aliased.

    Args:
        strokes: `(n, 2)` each; one of a single point is a dot.
        placement: see `Placement`.
        canvas: the canvas's side in pixels.

    Returns:
        `(canvas, canvas, 4)` uint8.

    Raises:
        ValueError: see `place`.
    """
    placed = place(strokes, placement, canvas)
    points, radius = np.concatenate(placed), placement.brush / 2
    # Only the foreground's box is painted at the finer scale; a quarter of the canvas is quicker than all of it.
    low = np.maximum(np.floor(points.min(axis=0) - radius), 0).astype(int)
    high = np.minimum(np.ceil(points.max(axis=0) + radius), canvas).astype(int)
    foreground = _paint([stroke - low for stroke in placed], radius, high - low)
    rgba = np.zeros((canvas, canvas, 4), dtype=np.uint8)
    rgba[..., 3] = 255
    rgba[low[1] : high[1], low[0] : high[0], :3] = foreground[..., None]
    return rgba


def _paint(strokes: Strokes, radius: float, size: NDArray[np.int_]) -> NDArray[np.uint8]:
    """Coverage `(height, width)` uint8 of strokes whose unit is the pixel."""
    fine = Image.new("L", (int(size[0]) * SUPERSAMPLING, int(size[1]) * SUPERSAMPLING))
    pen = ImageDraw.Draw(fine)
    reach = radius * SUPERSAMPLING
    for stroke in strokes:
        # Pillow names a pixel by its middle, the strokes by its corner.
        points = stroke.astype(np.float64) * SUPERSAMPLING - 0.5
        for x, y in points.tolist():
            pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=255)
        for quad in _quads(points, reach):
            pen.polygon(quad, fill=255)
    return np.asarray(fine.reduce(SUPERSAMPLING))


def _quads(points: NDArray[np.float64], reach: float) -> list[list[float]]:
    """The rectangle around each segment of `(n, 2)`, flat. Pillow's wide lines round their width and lie askew."""
    along = np.diff(points, axis=0)
    length = np.hypot(along[:, 0], along[:, 1])
    start, end, along = points[:-1][length > 0], points[1:][length > 0], along[length > 0]
    across = np.stack([-along[:, 1], along[:, 0]], axis=1) * (reach / length[length > 0])[:, None]
    corners = np.stack([start + across, end + across, end - across, start - across], axis=1)  # (n - 1, 4, 2)
    return corners.reshape(-1, 8).tolist()
