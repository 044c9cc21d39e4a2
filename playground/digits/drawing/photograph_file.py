"""An image file that somebody sends: decoded with care, turned upright, made small and grey."""

import io
import warnings

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from playground.errors import PhotographError

FORMATS = ("PNG", "JPEG", "WEBP")
MAX_PIXELS = 50_000_000
"""The most that is decoded: a telephone's largest photograph has 50 megapixels."""
WORKING_SIDE, LEAST_SIDE = 480, 280
"""The longer side of what comes out, in pixels: a larger image is scaled down, a smaller one up."""

_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"heif")


def open_photograph(content: bytes) -> NDArray[np.uint8]:
    """The brightness `(H, W)` uint8 of a PNG, JPEG or WebP file, upright, its longer side 280 to 480 pixels.

    Transparent parts become a background that the opaque ones stand out from.

    Raises:
        PhotographError: it is no such file, cut short, or larger than `MAX_PIXELS`.
    """
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        raise PhotographError(
            "Expected a PNG, JPEG or WebP image, but this is a HEIC photograph. Send a screenshot of it, or let the "
            "iPhone take JPEGs: Settings, Camera, Formats, Most Compatible."
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the size is checked here
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                return _upright(image)
    except PhotographError:
        raise
    except Exception as error:  # a damaged file fails in many ways inside Pillow
        raise PhotographError(
            f"Expected a PNG, JPEG or WebP image, but this file cannot be read as one ({type(error).__name__}). "
            "Choose another file, or save it again as JPEG."
        ) from error


def _upright(image: Image.Image) -> NDArray[np.uint8]:
    if image.width * image.height > MAX_PIXELS:
        raise PhotographError(
            f"Expected an image of at most {MAX_PIXELS // 10**6} megapixels, but this one has "
            f"{image.width:,} x {image.height:,} pixels. Cut out the digit, or scale the image down."
        )
    image.draft("L", (2 * WORKING_SIDE, 2 * WORKING_SIDE))  # a JPEG is decoded small at once
    gray = _gray(image)
    gray = ImageOps.exif_transpose(_with_orientation(gray, image))
    side = max(gray.size)
    wanted = min(max(side, LEAST_SIDE), WORKING_SIDE)
    size = (max(1, round(gray.width * wanted / side)), max(1, round(gray.height * wanted / side)))
    filter_ = Image.Resampling.BOX if side > wanted else Image.Resampling.BICUBIC
    return np.asarray(gray.resize(size, filter_) if side != wanted else gray)


def _gray(image: Image.Image) -> Image.Image:
    """Mode "L"; deeper pixels are scaled to their own range, transparent ones get the background opposite to the rest."""
    if image.mode[0] in "IF":
        values = np.asarray(image, dtype=np.float64)
        span = values.max() - values.min()
        return Image.fromarray(np.uint8(255 * (values - values.min()) / span if span > 0 else 0 * values))
    if not image.has_transparency_data:
        return image.convert("L")
    image.thumbnail((2 * WORKING_SIDE, 2 * WORKING_SIDE))
    values, alpha = np.moveaxis(np.asarray(image.convert("LA"), dtype=np.float64), -1, 0)
    opaque = alpha > 127
    background = 255.0 if opaque.any() and not opaque.all() and values[opaque].mean() < 128 else 0.0
    return Image.fromarray(np.uint8(values * alpha / 255 + background * (1 - alpha / 255)))


def _with_orientation(gray: Image.Image, image: Image.Image) -> Image.Image:
    """`gray` with the way up that a camera wrote into the file of `image`."""
    gray.info.pop("exif", None)
    gray.getexif()[0x0112] = image.getexif().get(0x0112, 1)
    return gray
