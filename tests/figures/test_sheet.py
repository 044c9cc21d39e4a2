"""The picture of a sheet with its boxes, and the digits as tiles."""

import base64
import io

import numpy as np
from PIL import Image

from playground.digits.several import Sheet
from playground.figures.sheet import CHOSEN, READ, REFUSED, digit_tiles, sheet_picture
from tests.notices.test_several import answer, mark


def test_each_mark_has_a_box_in_its_colour():
    sheet = Sheet(np.full((90, 400), 200, np.uint8), (mark(0), mark(100), mark(200)), ((0, 1, 2),))
    picture = sheet_picture(sheet, [answer(1), answer(None), answer(7)], 2)
    assert max(picture.shape) == 1000
    counts = {color: int((picture == color).all(-1).sum()) for color in (READ, REFUSED, CHOSEN)}
    assert all(count > 500 for count in counts.values())
    columns = {color: np.nonzero((picture == color).all(-1))[1].mean() for color in counts}
    assert columns[READ] < columns[REFUSED] < columns[CHOSEN]


def test_tiles_hold_every_image_as_it_is():
    images = [np.full((28, 28), level, np.uint8) for level in range(0, 240, 20)]
    sprite = digit_tiles(images)
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(sprite.url.split(",")[1]))))
    assert (sprite.across, sprite.down) == (10, 2)
    for number, image in enumerate(images):
        row, column = divmod(number, sprite.across)
        np.testing.assert_array_equal(pixels[28 * row : 28 * row + 28, 28 * column : 28 * column + 28], image)
