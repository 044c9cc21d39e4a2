import base64
import io

import numpy as np
import pytest
from PIL import Image

from playground.figures.inside import enlarged_map, make_sprite, map_tiles, typical_scale, weight_tiles
from playground.figures.pixel_map import ABOVE, BACKGROUND, BELOW


def pixels(sprite):
    content = base64.b64decode(sprite.url.removeprefix("data:image/png;base64,"))
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))


def test_a_sprite_holds_each_tile_at_its_place():
    tiles = np.zeros((5, 2, 3))
    tiles[1], tiles[4, 1, 2] = 1.0, -9.0
    sprite = make_sprite(tiles, 1.0, across=2)
    assert (sprite.across, sprite.down, sprite.width, sprite.height) == (2, 3, 3, 2)
    shown = pixels(sprite)
    assert shown.shape == (6, 6, 3)
    assert (shown[0:2, 3:6] == ABOVE).all()
    assert shown[5, 2].tolist() == list(BELOW)
    assert (shown[2:4] == BACKGROUND).all()


def test_a_wide_layer_of_pixels_stays_small():
    weights = np.random.default_rng(0).normal(size=(128, 784))
    sprite = make_sprite(weight_tiles(weights), typical_scale(weights))
    assert len(sprite.url) < 80_000


@pytest.mark.parametrize(("inputs", "side"), [(784, 28), (128, 12), (1, 1)])
def test_weights_stand_row_by_row_and_are_filled_up(inputs, side):
    weights = np.arange(2.0 * inputs).reshape(2, inputs) + 1
    tiles = weight_tiles(weights)
    assert tiles.shape == (2, side, side)
    assert tiles.reshape(2, -1)[:, :inputs].tolist() == weights.tolist()
    assert not tiles.reshape(2, -1)[:, inputs:].any()


def test_a_map_has_its_kernel_at_its_side():
    maps, kernels = np.ones((2, 28, 28)), np.zeros((2, 5, 5))
    kernels[1, 0, 4] = -3.0
    tiles = map_tiles(maps, kernels)
    assert tiles.shape == (2, 28, 28 + 1 + 25)
    assert (tiles[:, :, :28] == 1).all()
    assert (tiles[1, 1:6, 49:] == -1).all()
    assert np.count_nonzero(tiles[..., 28:]) == 25
    assert map_tiles(maps).shape == maps.shape


def test_an_enlarged_map_shows_each_number_as_a_square():
    shown = enlarged_map(np.array([[1.0, 0.0], [0.0, -1.0]]), side=4)
    assert shown.shape == (4, 4, 3)
    assert (shown[:2, :2] == ABOVE).all()
    assert (shown[2:, 2:] == BELOW).all()
