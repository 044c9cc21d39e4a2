"""The file name of a drawing: its label, when it was saved, and the beginning of the SHA-256 of its 784 bytes."""

import re
from collections.abc import Iterable
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from playground.digits.own_digits.png import digest_of

EXAMPLE = "7-20261125T101530-0123456789ab.png"
_NAME = re.compile(r"([0-9])-(\d{8}T\d{6})-([0-9a-f]{12})\.png", re.ASCII)


def name_of(image: NDArray[np.uint8], label: int, saved: datetime) -> str:
    """The name of a drawing `(28, 28)` uint8 of a digit 0..9, saved at that local time."""
    return f"{label}-{saved:%Y%m%dT%H%M%S}-{digest_of(image)}.png"


def is_name(text: str) -> bool:
    """Whether `text` is such a name; never a path to somewhere else."""
    return _NAME.fullmatch(text) is not None


def label_in(name: str) -> int:
    """The digit 0..9 that the name gives."""
    return int(name[0])


def digest_in(name: str) -> str:
    """What `digest_of` says of the drawing."""
    return name.removesuffix(".png")[-12:]


def newest_by_digest(texts: Iterable[str]) -> dict[str, str]:
    """The name that was saved last for each drawing; what is no name is left out."""
    names = sorted((text for text in texts if is_name(text)), key=lambda name: name[1:])  # by time
    return {digest_in(name): name for name in names}
