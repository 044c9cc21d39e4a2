"""A picture with the boxes of its digits, and the digits as tiles."""

import base64
import io
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from playground.digits.prediction import Prediction
from playground.digits.several import Sheet
from playground.figures.inside import Sprite

READ, REFUSED, CHOSEN = (52, 83, 209), (209, 73, 91), (255, 140, 0)
"""Blue, red and orange, 0..255: the boxes of what is read, of what is no digit, and of the one that is looked at."""
LONGEST = 1000
"""The picture's longer side, in pixels."""
MARGIN = 0.6
"""Room around the outermost boxes, as a share of the largest one."""


def sheet_picture(sheet: Sheet, predictions: Sequence[Prediction], chosen: int) -> NDArray[np.uint8]:
    """The part of the picture that holds digits, `(h, w, 3)` uint8, each digit in a box with what it is read as."""
    boxes = [mark.group.box for mark in sheet.marks]
    height, width = sheet.picture.shape
    margin = MARGIN * max(box.size for box in boxes)
    left = max(0, int(min(box.left for box in boxes) - margin))
    top = max(0, int(min(box.top for box in boxes) - margin))
    right = min(width, int(max(box.right for box in boxes) + margin))
    bottom = min(height, int(max(box.bottom for box in boxes) + margin))
    part = Image.fromarray(sheet.picture[top:bottom, left:right]).convert("RGB")
    scale = LONGEST / max(part.size)
    image = part.resize((round(part.width * scale), round(part.height * scale)), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(image)
    for number in sorted(range(len(boxes)), key=lambda at: at == chosen):
        box, label = boxes[number], predictions[number].label
        color = CHOSEN if number == chosen else REFUSED if label is None else READ
        corners = [
            scale * (box.left - left),
            scale * (box.top - top),
            scale * (box.right - left),
            scale * (box.bottom - top),
        ]
        _draw_box(draw, corners, "?" if label is None else str(label), color, 6 if number == chosen else 3)
    return np.asarray(image)


def _draw_box(
    draw: ImageDraw.ImageDraw, corners: list[float], text: str, color: tuple[int, int, int], width: int
) -> None:
    """A box, a little larger than the ink, and its text in a filled square at its upper left corner."""
    left, top, right, bottom = corners
    draw.rectangle((left - 6, top - 6, right + 6, bottom + 6), outline=color, width=width)
    font = ImageFont.load_default(26)
    corner = left - 6, max(0.0, top - 38)
    draw.rectangle((*corner, corner[0] + 26, corner[1] + 32), fill=color)
    draw.text((corner[0] + 13, corner[1] + 16), text, fill=(255, 255, 255), font=font, anchor="mm")


def digit_tiles(images: Sequence[NDArray[np.uint8]]) -> Sprite:
    """Images `(28, 28)` uint8 in one picture."""
    across = min(len(images), 10)
    down = math.ceil(len(images) / across)
    height, width = images[0].shape
    field = np.zeros((down * height, across * width), dtype=np.uint8)
    for number, image in enumerate(images):
        row, column = divmod(number, across)
        field[row * height : (row + 1) * height, column * width : (column + 1) * width] = image
    buffer = io.BytesIO()
    Image.fromarray(field).save(buffer, "PNG")
    url = "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
    return Sprite(url, across, down, width, height)
