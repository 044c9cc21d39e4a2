"""One image of a test set as a short text, such as `mnist-test-247`, which fits into a URL."""

import re
from dataclasses import dataclass

from playground.errors import ConfigurationError

_PATTERN = re.compile(r"([a-z][a-z0-9_]{0,39})-test-(\d{1,6})", re.ASCII)


@dataclass(frozen=True)
class ImageReference:
    """A reference to a test image.

    Attributes:
        dataset: a key of `datasets.DATASETS`.
        index: its place in the test set, from 0.
    """

    dataset: str
    index: int

    def __str__(self) -> str:
        return f"{self.dataset}-test-{self.index}"


def parse_image_reference(text: str) -> ImageReference:
    """The reference that `text` holds.

    Raises:
        ConfigurationError: it is none; whether the data set has that many images is not checked here.
    """
    match = _PATTERN.fullmatch(text)
    if match is None:
        raise ConfigurationError(f"Expected an image such as mnist-test-247, but got '{text[:60]}'.")
    return ImageReference(match[1], int(match[2]))
