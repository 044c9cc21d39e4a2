"""A drawing as a small PNG, read with suspicion: the file may come from anybody."""

import hashlib
import io
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from playground.digits.drawing.picture_decoding import MAX_PNG_BYTES, decode_png


def digest_of(image: NDArray[np.uint8]) -> str:
    """What tells drawings `(28, 28)` uint8 apart, as their files' names hold it: 12 hexadecimal digits."""
    return hashlib.sha256(np.ascontiguousarray(image).tobytes()).hexdigest()[:12]


def encode_png(image: NDArray[np.uint8]) -> bytes:
    """`(28, 28)` uint8 as a PNG of 8-bit grays."""
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(image)).save(buffer, "PNG")
    return buffer.getvalue()


@lru_cache(maxsize=4096)
def read_png(path: str, changed: int, size: int) -> NDArray[np.uint8]:
    """The image in a file, read once for each time that it was `changed`; errors as in `decode_png`, or OSError."""
    del changed  # part of the cache's key: a rewritten file is read again
    if size > MAX_PNG_BYTES:
        raise ValueError(f"expected at most {MAX_PNG_BYTES:,} bytes, but it has {size:,}")
    image = decode_png(Path(path).read_bytes())
    image.flags.writeable = False  # many share it
    return image
