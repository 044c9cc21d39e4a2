"""Every kind of image file becomes 28 x 28 grays; expected pixels are computed by hand."""

import io

import numpy as np
import pytest
from PIL import Image

from playground.digits.datasets.own_images.picture import read_picture
from playground.digits.drawing import picture_decoding
from tests.digits.datasets.own_images.files import noise, png

HALVES = np.repeat([[0, 200]], 14, axis=1).repeat(28, axis=0).astype(np.uint8)  # left black, right light gray


def test_28_by_28_grays_stay_as_they_are():
    for kind in ("PNG", "BMP", "GIF", "TIFF", "PPM"):
        assert np.array_equal(read_picture(png(noise(1), kind)), noise(1)), kind
    lossless = png(Image.fromarray(HALVES).convert("RGB"), "WEBP", lossless=True)
    assert np.array_equal(read_picture(lossless), HALVES)


def test_colours_become_brightness():
    colours = np.zeros((28, 28, 3), np.uint8)
    colours[:14], colours[14:] = (255, 0, 0), (0, 255, 0)
    image = read_picture(png(colours))
    assert image[0, 0] == pytest.approx(0.299 * 255, abs=1)
    assert image[27, 0] == pytest.approx(0.587 * 255, abs=1)


@pytest.mark.parametrize("colors", [2, 256])
def test_palettes_are_looked_up(colors):
    indexed = Image.fromarray(HALVES).convert("RGB").quantize(colors)
    assert np.abs(read_picture(png(indexed)).astype(int) - HALVES).max() <= 1


def test_one_bit_is_black_and_white():
    assert set(np.unique(read_picture(png(Image.fromarray(HALVES).convert("1"))))) <= {0, 255}
    assert read_picture(png(Image.fromarray(HALVES > 100)))[0].tolist() == [0] * 14 + [255] * 14


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_16_bits_become_8(kind):
    deep = HALVES.astype(np.uint16) * 257
    assert np.array_equal(read_picture(png(deep, kind)), HALVES)


def test_fractions_become_bytes():
    assert np.array_equal(read_picture(png((HALVES / 255).astype(np.float32), "TIFF")), HALVES)


def test_cmyk_is_read():
    image = read_picture(png(Image.fromarray(HALVES).convert("CMYK"), "JPEG"))
    assert image[:, :10].mean() < 30
    assert image[:, 18:].mean() > 170


@pytest.mark.parametrize(("ink", "background"), [(0, 255), (255, 0)])
def test_transparent_parts_become_what_the_ink_stands_out_from(ink, background):
    pixels = np.zeros((28, 28, 4), np.uint8)
    pixels[..., :3] = ink
    pixels[10:18, 10:18, 3] = 255
    image = read_picture(png(pixels))
    assert image[14, 14] == ink
    assert image[0, 0] == background


def test_transparent_palettes_are_read():
    indexed = Image.fromarray(HALVES).convert("P")
    image = read_picture(png(indexed, "PNG", transparency=0))
    assert image[0, 27] == pytest.approx(200, abs=2)


@pytest.mark.parametrize(("orientation", "turn"), [(1, 0), (3, 2), (6, -1), (8, 1)])
def test_a_camera_says_which_side_is_up(orientation, turn):
    exif = Image.Exif()
    exif[0x0112] = orientation
    pixels = np.zeros((56, 56), np.uint8)
    pixels[:28, :28] = 255
    image = read_picture(png(pixels, "JPEG", exif=exif, quality=95))
    expected = np.rot90(pixels, turn)[::2, ::2]
    assert np.abs(image.astype(int) - expected).mean() < 5


@pytest.mark.parametrize("shape", [(100, 50), (50, 100), (14, 7), (300, 1), (1, 1)])
def test_other_sizes_fit_whole_on_the_colour_of_their_border(shape):
    pixels = np.full(shape, 90, np.uint8)
    height, width = shape
    pixels[height // 4 : -height // 4 or None, width // 4 : -width // 4 or None] = 90 if 1 in shape else 250
    image = read_picture(png(pixels))
    assert image.shape == (28, 28)
    assert image.dtype == np.uint8
    assert {image[0, 0], image[-1, -1], image[0, -1], image[-1, 0]} == {90}
    if 1 not in shape:
        assert abs(int(image[14, 14]) - 250) <= 5


def test_the_first_frame_of_a_film_of_gif_is_taken():
    buffer = io.BytesIO()
    frames = [Image.fromarray(HALVES), Image.fromarray(255 - HALVES)]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    assert np.array_equal(read_picture(buffer.getvalue()), HALVES)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "something else"),
        (b"hello", "something else or damaged"),
        (png(noise(1, (200, 200)))[:2000], "cannot be read|truncated|damaged"),
        (b"\0\0\0\x18ftypheic" + bytes(100), "HEIC"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "something else"),
        (b"%PDF-1.4", "something else"),
    ],
)
def test_what_is_no_image_is_said(content, words):
    with pytest.raises(ValueError, match=words):
        read_picture(content)


def test_a_huge_image_is_not_decoded(monkeypatch):
    monkeypatch.setattr(picture_decoding, "MAX_PIXELS", 1000)
    with pytest.raises(ValueError, match="at most 0 megapixels, but it has 100 x 50"):
        picture_decoding.decode_picture(png(np.zeros((50, 100), np.uint8)))
