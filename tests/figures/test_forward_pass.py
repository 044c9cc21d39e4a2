"""Vectors and matrices as pictures: every cell where it belongs, in its colour."""

import numpy as np

from playground.figures.forward_pass import BETWEEN, GAP, output_rows, pixel_rows
from playground.figures.pixel_map import ABOVE, BACKGROUND, BELOW


def test_a_picture_becomes_one_row_of_its_pixels():
    images = np.random.default_rng(0).integers(0, 256, (3, 28, 28), dtype=np.uint8)
    picture = pixel_rows(images, cell=2, height=5)
    assert picture.shape == (3 * 5 + 2 * GAP, 2 * 784)
    assert picture.dtype == np.uint8
    for number, image in enumerate(images):
        rows = picture[number * (5 + GAP) :][:5]
        assert np.array_equal(rows, np.broadcast_to(image.reshape(-1).repeat(2), (5, 1568)))
    assert (picture[5 : 5 + GAP] == BETWEEN).all()


def test_outputs_are_blue_above_0_orange_below_and_black_at_0():
    picture = output_rows(np.array([[0.0, 2.0, -2.0, 0.5]]), cell=3, height=4)
    assert picture.shape == (4, 12, 3)
    assert [tuple(picture[0, place]) for place in (0, 3, 6)] == [BACKGROUND, ABOVE, BELOW]
    assert BACKGROUND[2] < picture[2, 9, 2] < ABOVE[2]


def test_outputs_that_are_all_0_are_black():
    assert (output_rows(np.zeros((2, 5)), height=1)[0] == BACKGROUND).all()
