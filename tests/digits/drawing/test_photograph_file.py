"""Files are decoded upright, small and grey, or refused in words."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from playground.digits.drawing.photograph_file import open_photograph
from playground.errors import PhotographError
from tests.digits.drawing.photographs import encoded


def corner():
    """White with a dark quarter at the top left, 300 high and 400 wide."""
    gray = np.full((300, 400), 240, np.uint8)
    gray[:150, :200] = 20
    return gray


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP"])
def test_each_format_is_read(format_):
    gray = open_photograph(encoded(corner(), format_))
    assert gray.shape == (300, 400)
    assert np.abs(gray.astype(int) - corner()).mean() < 3


# The place of the dark corner (row, column) when the camera was held so: EXIF's table of orientations.
@pytest.mark.parametrize(
    ("orientation", "place"),
    [(1, (0, 0)), (2, (0, -1)), (3, (-1, -1)), (4, (-1, 0)), (6, (0, -1)), (8, (-1, 0))],
)
@pytest.mark.parametrize("format_", ["PNG", "JPEG"])
def test_the_camera_held_sideways_is_turned_upright(orientation, place, format_):
    exif = Image.Exif()
    exif[0x0112] = orientation
    gray = open_photograph(encoded(corner(), format_, exif=exif.tobytes()))
    assert gray.shape == ((400, 300) if orientation > 4 else (300, 400))
    assert gray[place] < 60
    assert sum(int(gray[row, column]) < 60 for row in (0, -1) for column in (0, -1)) == 1


@pytest.mark.parametrize(("size", "longest"), [((3000, 4000), 1280), ((28, 28), 280), ((2000, 10), 1280)])
def test_sizes_are_brought_into_a_range(size, longest):
    assert max(open_photograph(encoded(np.full(size, 200, np.uint8))).shape) == longest


@pytest.mark.parametrize(("ink", "dark"), [(0, True), (255, False)])
def test_what_is_transparent_becomes_a_ground_that_the_ink_stands_out_from(ink, dark):
    pixels = np.zeros((300, 300, 4), np.uint8)
    pixels[100:200, 100:200] = (ink, ink, ink, 255)
    gray = open_photograph(encoded(pixels, "PNG")).astype(int)
    assert (gray[150, 150] < gray[10, 10] - 200) == dark
    assert abs(gray[150, 150] - gray[10, 10]) > 200


def test_sixteen_bits_keep_their_contrast():
    deep = np.full((300, 300), 900, np.uint16)
    deep[100:200] = 300
    gray = open_photograph(encoded(deep, "PNG"))
    assert (gray[150, 0], gray[0, 0]) == (0, 255)


def huge_header(width, height):
    """A PNG of a few bytes that claims to be enormous."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def test_an_image_that_would_fill_the_memory_is_not_decoded():
    for width, height in ((8000, 8000), (60_000, 60_000)):
        with pytest.raises(PhotographError):
            open_photograph(huge_header(width, height))
    with pytest.raises(PhotographError, match="at most 12 megapixels, but it has 8,000 x 8,000"):
        open_photograph(huge_header(8000, 8000))


def gif():
    buffer = io.BytesIO()
    Image.fromarray(corner()).save(buffer, "GIF")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no image",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        encoded(corner())[:400],
        encoded(corner(), "PNG")[:80],
        gif(),
    ],
    ids=["empty", "text", "svg", "torn JPEG", "torn PNG", "GIF"],
)
def test_what_is_no_whole_image_is_said(content):
    with pytest.raises(PhotographError, match="Expected a PNG, JPEG or WebP image"):
        open_photograph(content)


def test_an_iphones_own_format_is_named_with_what_to_do():
    with pytest.raises(PhotographError, match=r"HEIC.*Most Compatible"):
        open_photograph(b"\x00\x00\x00\x18ftypheic" + bytes(100))
