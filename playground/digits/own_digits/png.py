"""A drawing as a small PNG, read with suspicion: the file may come from anybody."""

import hashlib
import io
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from playground.digits.drawing.preprocessing import SIZE

MAX_FILE_BYTES = 16 * 1024
"""A PNG of 28 x 28 grays takes 1 KB at most: a much larger file is something else, and is not opened."""


def digest_of(image: NDArray[np.uint8]) -> str:
    """What tells drawings `(28, 28)` uint8 apart, as their files' names hold it: 12 hexadecimal digits."""
    return hashlib.sha256(np.ascontiguousarray(image).tobytes()).hexdigest()[:12]


def encode_png(image: NDArray[np.uint8]) -> bytes:
    """`(28, 28)` uint8 as a PNG of 8-bit grays."""
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(image)).save(buffer, "PNG")
    return buffer.getvalue()


def decode_png(content: bytes) -> NDArray[np.uint8]:
    """The `(28, 28)` uint8 image in a PNG of 8-bit grays.

    Raises:
        ValueError: it is something else, or damaged.
    """
    if len(content) > MAX_FILE_BYTES:
        raise ValueError(f"expected at most {MAX_FILE_BYTES:,} bytes, but it has {len(content):,}")
    try:
        return _decode(content)
    except ValueError:
        raise
    except Exception as error:  # a damaged PNG fails in many ways inside Pillow
        raise ValueError(f"expected a whole PNG, but it cannot be read ({type(error).__name__})") from error


def _decode(content: bytes) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
        # Before the pixels are unpacked: a small file can claim a huge picture.
        if picture.size != (SIZE, SIZE) or picture.mode != "L":
            raise ValueError(
                f"expected {SIZE} x {SIZE} pixels of 8-bit gray, but it has {picture.width} x {picture.height} of "
                f"{picture.mode}"
            )
        return np.array(picture, dtype=np.uint8)


@lru_cache(maxsize=4096)
def read_png(path: str, changed: int, size: int) -> NDArray[np.uint8]:
    """The image in a file, read once for each time that it was `changed`; errors as in `decode_png`, or OSError."""
    del changed  # part of the cache's key: a rewritten file is read again
    if size > MAX_FILE_BYTES:
        raise ValueError(f"expected at most {MAX_FILE_BYTES:,} bytes, but it has {size:,}")
    image = decode_png(Path(path).read_bytes())
    image.flags.writeable = False  # many share it
    return image
