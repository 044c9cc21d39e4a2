"""Image files of any kind that people have, decoded to grays. `playground.confined` runs this: no PyTorch is imported here."""

import io
import math
import time
import warnings
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from playground.digits.drawing.preprocessing import SIZE
from playground.formatting import format_number

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "PPM")
MAX_PIXELS = 12_600_000
"""The most that is decoded: a telephone's usual photograph has 12.2 to 12.5 megapixels."""
MAX_JPEG_PIXELS = 50_000_000
"""Of a JPEG, which is decoded at a half to an eighth of its size."""
MAX_SIDE = 20_000
"""Pixels: a panorama's; the work of scaling grows with it."""
STRIP = 256
"""Rows that are converted at once."""
MAX_PNG_BYTES = 16 * 1024
"""A PNG of 28 x 28 grays takes 1 KB at most: a much larger file is something else, and is not opened."""

Gray = NDArray[np.uint8]


class RefusedPictureError(ValueError):
    """What is wrong with a picture, in words; the text goes after the file's name."""


def decode_pictures(contents: Sequence[bytes]) -> tuple[list[Gray | str], float]:
    """For each file the image `(28, 28)` uint8 of `decode_picture`, or why there is none; and seconds of the processor."""
    return _decoded(decode_picture, contents)


def decode_pngs(contents: Sequence[bytes]) -> tuple[list[Gray | str], float]:
    """The same with `decode_png`."""
    return _decoded(decode_png, contents)


def _decoded(decode: Callable[[bytes], Gray], contents: Sequence[bytes]) -> tuple[list[Gray | str], float]:
    started = time.process_time()
    results: list[Gray | str] = []
    for content in contents:
        try:
            results.append(decode(content))
        except ValueError as error:
            results.append(str(error))
    return results, time.process_time() - started


def decode_picture(content: bytes) -> Gray:
    """The image `(28, 28)` uint8: upright, its whole area, margins filled with the colour of its border.

    Colours become brightness, 16 bits become 8, transparent parts the background that the rest stands out from.

    Raises:
        ValueError: it is no such file, cut short, or too large; the text goes after the file's name.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # sizes are checked here, and odd metadata do not matter
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                draft(image, 8 * SIZE)
                return _fitted(_upright(image))
    except (RefusedPictureError, MemoryError):
        raise
    except UnidentifiedImageError:
        raise ValueError(
            "expected a PNG, JPEG, WebP, GIF, BMP or TIFF image, but it is something else or damaged"
        ) from None
    except Exception as error:  # a damaged file fails in many ways inside Pillow
        raise ValueError(
            f"expected a PNG, JPEG, WebP, GIF, BMP or TIFF image, but it cannot be read ({type(error).__name__})"
        ) from error


def decode_png(content: bytes) -> Gray:
    """The image `(28, 28)` uint8 in a PNG of 8-bit grays.

    Raises:
        ValueError: it is something else, or damaged.
    """
    if len(content) > MAX_PNG_BYTES:
        raise ValueError(f"expected at most {MAX_PNG_BYTES:,} bytes, but it has {len(content):,}")
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
            # Before the pixels are unpacked: a small file can claim a huge picture.
            if picture.size != (SIZE, SIZE) or picture.mode != "L":
                raise RefusedPictureError(
                    f"expected {SIZE} x {SIZE} pixels of 8-bit gray, but it has {picture.width} x {picture.height} of "
                    f"{picture.mode}"
                )
            return np.array(picture, dtype=np.uint8)
    except (RefusedPictureError, MemoryError):
        raise
    except Exception as error:  # a damaged PNG fails in many ways inside Pillow
        raise ValueError(f"expected a whole PNG, but it cannot be read ({type(error).__name__})") from error


def draft(image: Image.Image, side: int) -> None:
    """Let a JPEG be decoded small at once, at least `side` pixels wide and high where it is larger.

    Raises:
        ValueError: so many pixels would be decoded that they fill the memory.
    """
    width, height = image.size
    image.draft("L", (side, side))
    pixels = max(image.width * image.height / MAX_PIXELS, width * height / MAX_JPEG_PIXELS)
    if pixels > 1 or max(width, height) > MAX_SIDE:
        what = f"{MAX_PIXELS // 10**6} megapixels" if pixels > 1 else f"{MAX_SIDE:,} pixels a side"
        raise RefusedPictureError(f"expected at most {what}, but it has {width:,} x {height:,} pixels")


def fit(gray: Gray) -> Gray:
    """`(H, W)` uint8 as `(28, 28)`: scaled to fit, on a field of its border's median."""
    return _fitted(Image.fromarray(gray))


def _upright(image: Image.Image) -> Image.Image:
    """Mode "L", turned as the camera says."""
    orientation = image.getexif().get(0x0112, 1)
    gray = _gray(image)
    gray.info.pop("exif", None)
    gray.getexif()[0x0112] = orientation
    return ImageOps.exif_transpose(gray)


def _gray(image: Image.Image) -> Image.Image:
    factor = max(1, min(image.size) // (8 * SIZE))
    if image.mode[0] in "IF":
        bounds = np.array(image.getextrema(), dtype=np.float64 if image.mode == "F" else np.int64)
        return Image.fromarray(to_bytes(reduced_values(image, factor), brightness_factor(bounds)))
    if not image.has_transparency_data:
        return image.convert("L")
    pixels = np.asarray(reduced(image, "RGBA", factor).convert("LA"), dtype=np.float32)
    return Image.fromarray(over_background(pixels[..., 0], pixels[..., 1]))


def reduced(image: Image.Image, mode: str, factor: int) -> Image.Image:
    """The image in another mode, blocks of `factor` x `factor` pixels made one; in strips, which bounds the memory."""
    strips = [strip.convert(mode).reduce(factor) for strip in _strips(image, factor)]
    whole = Image.new(mode, (strips[0].width, sum(strip.height for strip in strips)))
    top = 0
    for strip in strips:
        whole.paste(strip, (0, top))
        top += strip.height
    return whole


def reduced_values(image: Image.Image, factor: int) -> NDArray:
    """`(H, W)` of the numbers of a one-channel image, the means of blocks of `factor` x `factor`.

    Raises:
        RefusedPictureError: one is infinite or no number.
    """
    values = np.concatenate([mean_of_blocks(np.asarray(strip), factor) for strip in _strips(image, factor)])
    if not np.isfinite(values).all():
        raise RefusedPictureError(
            "expected brightness in numbers, but it holds infinity or what is no number"
        )
    return values


def _strips(image: Image.Image, factor: int) -> Iterator[Image.Image]:
    image.load()
    rows = max(1, STRIP // factor) * factor
    height = image.height if factor == 1 else max(factor, image.height // factor * factor)
    for top in range(0, height, rows):
        yield image.crop((0, top, image.width, min(top + rows, height)))


def mean_of_blocks(values: NDArray, factor: int) -> NDArray:
    """`(H, W)` of any numbers as the means of blocks of `factor` x `factor`, float32; as it is for 1."""
    if factor <= 1:
        return values
    height, width = values.shape[0] // factor, values.shape[1] // factor
    blocks = values[: height * factor, : width * factor].reshape(height, factor, width, factor)
    return blocks.mean(axis=(1, 3), dtype=np.float32)


def to_bytes(values: NDArray, factor: float | None = None) -> Gray:
    """Brightness as uint8: 0..1 times 255 where it is a fraction, 16 bits divided by 257, else as it is.

    Args:
        values: of any shape.
        factor: of the whole image that `values` are of, see `brightness_factor`; None: of these.

    Raises:
        ValueError: a value below 0 or above 65,535, or none that is a number.
    """
    if values.dtype == np.uint8:
        return values
    return np.rint(values * (brightness_factor(values) if factor is None else factor)).astype(np.uint8)


def brightness_factor(values: NDArray) -> float:
    """What makes 0..255 of brightness; errors as in `to_bytes`."""
    if values.dtype == np.bool_:
        return 255.0
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 0.0)
    if not (low >= 0 and high <= 65_535):
        came = f"it goes from {format_number(low)} to {format_number(high)}"
        raise RefusedPictureError(
            f"expected brightness from 0 to 255, 65,535 or 1, but {'some of it is no number' if math.isnan(low) else came}"
        )
    if values.dtype.kind == "f" and high <= 1:
        return 255.0
    return 1 / 257 if high > 255 else 1.0


def over_background(gray: NDArray, alpha: NDArray) -> Gray:
    """Pixels `(..., H, W)` 0..255 of an opacity 0..255 over the background that the opaque ones stand out from."""
    opaque = alpha > 127
    dark = opaque.any() and not opaque.all() and gray[opaque].mean() < 128
    share = alpha.astype(np.float32) / 255
    return np.rint(gray * share + (255.0 if dark else 0.0) * (1 - share)).astype(np.uint8)


def _fitted(gray: Image.Image) -> Gray:
    if gray.size == (SIZE, SIZE):
        return np.asarray(gray, dtype=np.uint8)
    pixels = np.asarray(gray, dtype=np.uint8)
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    field = np.full((SIZE, SIZE), np.uint8(np.median(border)))
    scale = SIZE / max(gray.size)
    width, height = (min(max(1, round(side * scale)), SIZE) for side in gray.size)
    filter_ = Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC
    top, left = (SIZE - height) // 2, (SIZE - width) // 2
    field[top : top + height, left : left + width] = np.asarray(gray.resize((width, height), filter_))
    return field
