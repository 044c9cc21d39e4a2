"""Numbers on their way to a browser: as base64 of little-endian numbers, the same bits when they arrive.

Base64 is a third of what JSON digits take, and a browser reads it at once. The connection packs what it sends
(deflate), which finds nothing to save in the bits of floats; `packed` prepares those of a smooth course for it.
"""

import base64

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

SHAVES = 2
"""How often neighbours are subtracted: steps of a descent lie on a straight line more nearly than on one spot."""


def encoded(values: Tensor) -> str:
    """Float32 numbers in base64."""
    return _base64(values.contiguous().numpy().astype("<f4"))


def packed(values: NDArray[np.generic], *, across: bool = False) -> str:
    """Numbers of which each row is like the one before, in base64 that deflate packs well; `decode.js` reads it.

    The bits of each number count as a whole number. Each is replaced by its second difference down the column, as
    predictors of image formats do (PNG specification, 3rd edition, section 9), wrapping round, so that nothing is
    lost; the sign goes into the lowest bit; then the lowest bytes of all come first, the highest, nearly all zero, last.

    Args:
        values: `(rows,)` or `(rows, columns)` of two or four bytes a number; none at all are "".
        across: whether neighbours in a row are alike too, as on a map.
    """
    if not values.size:
        return ""
    words = np.ascontiguousarray(values.reshape(len(values), -1))
    words = words.view(f"<u{values.itemsize}")
    for axis in (0, 1) if across else (0,):
        for _ in range(SHAVES):
            words = np.diff(words, axis=axis, prepend=np.zeros_like(words.take([0], axis)))
    signed = words.view(f"<i{values.itemsize}")
    folded = (signed << 1) ^ (signed >> (8 * values.itemsize - 1))
    return _base64(folded.reshape(-1, 1).view(np.uint8).T)


def _base64(values: NDArray[np.generic]) -> str:
    return base64.b64encode(values.tobytes()).decode("ascii")
