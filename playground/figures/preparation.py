"""The steps from a canvas to the network's image as pictures."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from playground.digits.drawing.preprocessing import SIZE, Preparation, center_of_mass
from playground.figures.draw import enlarge

SIDE = 280
MARK = (255, 176, 0)
"""Amber: legible on the black background and on the white foreground."""

Picture = NDArray[np.uint8]  # (SIDE, SIDE) or (SIDE, SIDE, 3)


def preparation_pictures(preparation: Preparation) -> tuple[Picture, ...]:
    """Six pictures of 280 x 280: the drawing, its bounding box, the line, 20 x 20, centre of mass, 28 x 28."""
    gray = np.asarray(Image.fromarray(preparation.gray).resize((SIDE, SIDE)))
    return (
        gray,
        _with_box(gray, preparation),
        _fitted(preparation.line),
        _framed(preparation.scaled),
        _with_cross(_framed(preparation.scaled), preparation),
        enlarge(preparation.image, SIDE // SIZE),
    )


def _with_box(gray: NDArray[np.uint8], preparation: Preparation) -> Picture:
    image = Image.fromarray(gray).convert("RGB")
    down, right = SIDE / preparation.gray.shape[0], SIDE / preparation.gray.shape[1]
    top, left, bottom, end = preparation.box
    box = (left * right - 2, top * down - 2, end * right + 1, bottom * down + 1)
    ImageDraw.Draw(image).rectangle(box, outline=MARK, width=4)
    return np.asarray(image)


def _fitted(line: NDArray[np.uint8]) -> Picture:
    """The drawing as large as it fits into the picture, smooth."""
    factor = SIDE / max(line.shape)
    size = (max(1, round(line.shape[1] * factor)), max(1, round(line.shape[0] * factor)))
    field = Image.new("L", (SIDE, SIDE))
    field.paste(
        Image.fromarray(line).resize(size, Image.Resampling.BICUBIC),
        ((SIDE - size[0]) // 2, (SIDE - size[1]) // 2),
    )
    return np.asarray(field)


def _framed(scaled: NDArray[np.uint8]) -> Picture:
    """The scaled drawing in the middle of 20 x 20 pixels, each enlarged."""
    factor = SIDE // 20
    field = np.zeros((SIDE, SIDE), dtype=np.uint8)
    large = enlarge(scaled, factor)
    top, left = ((SIDE - length) // 2 for length in large.shape)
    field[top : top + large.shape[0], left : left + large.shape[1]] = large[:SIDE, :SIDE]
    return field


def _with_cross(framed: Picture, preparation: Preparation) -> Picture:
    factor = SIDE // 20
    row, column = center_of_mass(preparation.scaled)
    height, width = (length * factor for length in preparation.scaled.shape)
    y = (SIDE - height) / 2 + (row + 0.5) * factor
    x = (SIDE - width) / 2 + (column + 0.5) * factor
    image = Image.fromarray(framed).convert("RGB")
    draw = ImageDraw.Draw(image)
    for color, thick in (
        ((0, 0, 0), 12),
        (MARK, 6),
    ):  # a black rim: the cross can be seen on the white foreground too
        draw.line((x - 34, y, x + 34, y), fill=color, width=thick)
        draw.line((x, y - 34, x, y + 34), fill=color, width=thick)
    return np.asarray(image)
