"""Occlusion: cover a square of the image, read it again, and see what that costs.

The squares and their drops are kept, because the page names the most influential one; the map is the one that Captum's
`Occlusion` makes of them, and squares that would change nothing are not read at all.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from playground.digits.drawing.preprocessing import SIZE
from playground.digits.interpretability.attribution import (
    Attribution,
    Question,
    in_eval_mode,
    last_convolution,
    scores,
    to_inputs,
)
from playground.errors import ConfigurationError

WINDOWS = (3, 9)
"""The smallest and the largest side of a square, in pixels."""

COVERS: dict[str, float] = {"erase": 0.0, "ink": 1.0}
"""What covers a square: background, or ink."""

BATCH = 32
"""Images read at once: larger batches leave the processor's cache and take longer for each image."""


@dataclass(frozen=True)
class Square:
    """One covered square.

    Attributes:
        row: of its first pixel, from 0.
        column: of its first pixel, from 0.
        size: its side in pixels.
        drop: by how much the score falls when it is covered; below 0 where it rises.
    """

    row: int
    column: int
    size: int
    drop: float


@dataclass(frozen=True)
class Occlusion:
    """An attribution, and the squares of which it is the mean.

    Attributes:
        attribution: a pixel's value is the mean drop of the squares that cover it.
        squares: those that were read; the others change nothing.
        stride: pixels from one square to the next.
    """

    attribution: Attribution
    squares: tuple[Square, ...]
    stride: int

    @property
    def most_influential(self) -> Square | None:
        """The square that costs most; None when none costs anything."""
        best = max(self.squares, key=lambda square: square.drop, default=None)
        return best if best and best.drop > 0 else None

    @property
    def most_helpful(self) -> Square | None:
        """The square whose cover raises the score most; None when none does."""
        best = min(self.squares, key=lambda square: square.drop, default=None)
        return best if best and best.drop < 0 else None


def occlude(
    model: nn.Module,
    image: NDArray[np.uint8] | Tensor,
    question: Question,
    *,
    window: int = 5,
    cover: str = "erase",
    stride: int | None = None,
) -> Occlusion:
    """Cover one square after another.

    Args:
        model: maps `(N, 28, 28)` float32 in 0..1 to logits `(N, 10)`; it is read in eval mode and stays as it is.
        image: `(28, 28)` uint8, white ink on black.
        question: whose score is watched.
        window: the square's side, within `WINDOWS`.
        cover: a key of `COVERS`.
        stride: pixels from one square to the next; None: 1, or at least 3 for a network with convolutions, which takes
            a hundred times as long.

    Raises:
        ConfigurationError: a window or a cover that is not offered.
    """
    _check(window, cover)
    model, inputs = in_eval_mode(model), to_inputs(image)
    stride = stride or (1 if last_convolution(model) is None else max(3, window // 2))
    starts = sorted({*range(0, SIZE - window + 1, stride), SIZE - window})
    score, blank_score = scores(model, inputs, question)
    places, covered = _cover(inputs[0], starts, window, COVERS[cover])
    drops = torch.cat([score - question.score(_read(model, batch)) for batch in covered.split(BATCH)])
    squares = tuple(Square(*place, window, drop) for place, drop in zip(places, drops.tolist(), strict=True))
    values = (_dropped(squares) / _times_covered(starts, window)).float()
    return Occlusion(Attribution("occlusion", question, values, score, blank_score), squares, stride)


def _check(window: int, cover: str) -> None:
    if not WINDOWS[0] <= window <= WINDOWS[1] or cover not in COVERS:
        raise ConfigurationError(
            f"Expected a square of {WINDOWS[0]} to {WINDOWS[1]} pixels and a cover out of {', '.join(COVERS)}, "
            f"but got {window} and {cover!r}. Choose within these."
        )


def _cover(
    inputs: Tensor, starts: list[int], window: int, value: float
) -> tuple[list[tuple[int, int]], Tensor]:
    """The places of the squares that change something, and the images `(N, 28, 28)` with each covered."""
    places = [
        (row, column)
        for row, column in itertools.product(starts, starts)
        if (inputs[row : row + window, column : column + window] != value).any()
    ]
    covered = inputs.repeat(len(places), 1, 1)
    for one, (row, column) in zip(covered, places, strict=True):
        one[row : row + window, column : column + window] = value
    return places, covered


def _dropped(squares: Sequence[Square]) -> Tensor:
    """The sum of the drops of the squares that cover each pixel, `(28, 28)` float64."""
    total = torch.zeros(SIZE, SIZE, dtype=torch.float64)
    for square in squares:
        rows, columns = (slice(first, first + square.size) for first in (square.row, square.column))
        total[rows, columns] += square.drop
    return total


def _times_covered(starts: list[int], window: int) -> Tensor:
    """How many squares cover each pixel, `(28, 28)`."""
    times = torch.zeros(SIZE, dtype=torch.float64)
    for start in starts:
        times[start : start + window] += 1
    return times.unsqueeze(1) * times


def _read(model: nn.Module, images: Tensor) -> Tensor:
    with torch.inference_mode():
        return model(images)
