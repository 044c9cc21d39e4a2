"""An image file that somebody sends: decoded with care, turned upright, made small and grey."""

import io
import warnings

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from playground.confined import run
from playground.digits.drawing.picture_decoding import RefusedPictureError, draft, reduced, reduced_values
from playground.errors import LimitError, PhotographError

FORMATS = ("PNG", "JPEG", "WEBP")
DECODE = "playground.digits.drawing.photograph_file:decode_photograph"
WORKING_SIDE, LEAST_SIDE = 1280, 280
"""The longer side of what comes out, in pixels: a larger image is scaled down, a smaller one up."""

_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"heif")


def open_photograph(content: bytes) -> NDArray[np.uint8]:
    """The brightness `(H, W)` uint8 of a PNG, JPEG or WebP file, upright, its longer side 280 to 1280 pixels.

    Transparent parts become a background that the opaque ones stand out from. A child process decodes it.

    Raises:
        PhotographError: it is no such file, cut short, too large, or takes too long.
    """
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        raise PhotographError(
            "Expected a PNG, JPEG or WebP image, but this is a HEIC photograph. Send a screenshot of it, or let the "
            "iPhone take JPEGs: Settings, Camera, Formats, Most Compatible."
        )
    try:
        return run(DECODE, content)
    except LimitError as error:
        raise PhotographError(
            f"E{str(error)[1:]}. Cut out the digit, or save the image again as a plain JPEG."
        ) from error


def decode_photograph(content: bytes) -> NDArray[np.uint8]:
    """What `open_photograph` returns, decoded in this process.

    Raises:
        PhotographError: it is no such file, cut short, or has too many pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the size is checked here, and odd metadata do not matter
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                return _upright(image)
    except (PhotographError, MemoryError):
        raise
    except Exception as error:  # a damaged file fails in many ways inside Pillow
        raise PhotographError(
            f"Expected a PNG, JPEG or WebP image, but this file cannot be read as one ({type(error).__name__}). "
            "Choose another file, or save it again as JPEG."
        ) from error


def _upright(image: Image.Image) -> NDArray[np.uint8]:
    try:
        draft(image, WORKING_SIDE)
    except RefusedPictureError as error:
        raise PhotographError(
            f"Expected an image of {str(error).removeprefix('expected ')}. Cut out the digit, or scale the image down."
        ) from error
    gray = _gray(image)
    gray = ImageOps.exif_transpose(_with_orientation(gray, image))
    side = max(gray.size)
    wanted = min(max(side, LEAST_SIDE), WORKING_SIDE)
    size = (max(1, round(gray.width * wanted / side)), max(1, round(gray.height * wanted / side)))
    filter_ = Image.Resampling.BOX if side > wanted else Image.Resampling.BICUBIC
    return np.asarray(gray.resize(size, filter_) if side != wanted else gray)


def _gray(image: Image.Image) -> Image.Image:
    """Mode "L"; deeper pixels are scaled to their own range, transparent ones get the background opposite to the rest."""
    factor = max(1, min(max(image.size) // WORKING_SIDE, *image.size))
    if image.mode[0] in "IF":
        values = reduced_values(image, factor).astype(np.float64)
        span = values.max() - values.min()
        return Image.fromarray(np.uint8(255 * (values - values.min()) / span if span > 0 else 0 * values))
    if not image.has_transparency_data:
        return image.convert("L")
    small = reduced(image, "RGBA", factor)
    values, alpha = np.moveaxis(np.asarray(small.convert("LA"), dtype=np.float32), -1, 0)
    opaque = alpha > 127
    background = 255.0 if opaque.any() and not opaque.all() and values[opaque].mean() < 128 else 0.0
    return Image.fromarray(np.uint8(values * alpha / 255 + background * (1 - alpha / 255)))


def _with_orientation(gray: Image.Image, image: Image.Image) -> Image.Image:
    """`gray` with the way up that a camera wrote into the file of `image`."""
    gray.info.pop("exif", None)
    gray.getexif()[0x0112] = image.getexif().get(0x0112, 1)
    return gray
