"""A data set with drawings added: its digits traced and drawn again with a pen, and digits of other handwritings.

MNIST's digits were written small and scanned. On a canvas the same hand draws lines of any width, and people slash
their zeros and cross their sevens: a network that has seen such drawings, prepared as the page prepares them, reads
them better. Making them needs requirements-dev.txt and about 4 ms a drawing and core.
"""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from playground.digits.datasets import DigitDataset
from playground.digits.drawing import to_mnist
from playground.digits.drawing.strokes import Strokes, random_placement, render
from playground.digits.pretraining.handwriting_fonts import TRAINING_FONTS, handwritten
from playground.digits.pretraining.hershey import TRAINING_FONTS as HERSHEY_FONTS
from playground.digits.pretraining.hershey import character
from playground.digits.pretraining.seven_segments import seven_segment_digit
from playground.digits.pretraining.templates import template_digit
from playground.digits.pretraining.tracing import trace
from playground.digits.pretraining.variation import vary

CHUNK = 2000
"""Images that one task makes, with a generator of its own: so the result does not depend on the number of cores."""
FONT_SHARE, SEGMENT_SHARE = 0.25, 0.08
"""Of the digits that are not traced: as many are one of Hershey's fonts', of seven segments; the others our templates'."""
BLOT_SHARE = 0.1
"""So many of these are tiny and drawn by a thick brush, so that their lines run into one another."""


def with_drawings(
    dataset: DigitDataset,
    copies: int,
    others: int,
    seed: int = 0,
    processes: int | None = None,
    *,
    of_each_font: int = 0,
    fonts: Path | None = None,
) -> DigitDataset:
    """The data set with drawings added, in this order; its test set is untouched.

    Args:
        dataset: any.
        copies: drawings of each training image; one without foreground pixels is left out.
        others: drawings of `templates`, `seven_segments` and `hershey`, the digits in turn.
        seed: determines all drawings.
        processes: how many at once; None: one for each core.
        of_each_font: drawings of the digits of each of `handwriting_fonts.TRAINING_FONTS`, the digits in turn.
        fonts: the folder of these fonts; needed only where `of_each_font` is above 0.
    """
    images, labels = dataset.train_images.numpy(), dataset.train_labels.numpy()
    tasks = [
        (seed, number, images[first : first + CHUNK], labels[first : first + CHUNK])
        for number, first in enumerate(range(0, len(images), CHUNK))
    ]
    counts = [min(CHUNK, others - first) for first in range(0, others, CHUNK)]
    with ProcessPoolExecutor(processes) as pool:
        made = [
            *pool.map(partial(_traced, copies), tasks),
            *pool.map(partial(_synthetic, seed), range(len(counts)), counts),
            *(
                pool.map(partial(_handwritten, seed, fonts, of_each_font), TRAINING_FONTS)
                if of_each_font
                else ()
            ),
        ]
    drawings = torch.from_numpy(np.concatenate([pixels for pixels, _ in made]))
    digits = torch.from_numpy(np.concatenate([digit for _, digit in made]))
    return replace(
        dataset,
        train_images=torch.cat([dataset.train_images, drawings]),
        train_labels=torch.cat([dataset.train_labels, digits]),
    )


Made = tuple[NDArray[np.uint8], NDArray[np.int64]]  # images (N, 28, 28), labels (N,)


def _traced(copies: int, task: tuple[int, int, NDArray[np.uint8], NDArray[np.int64]]) -> Made:
    seed, number, images, labels = task
    rng = np.random.default_rng((seed, 1, number))
    drawings, digits = [], []
    for image, label in zip(images, labels, strict=True):
        strokes = trace(image)
        for _ in range(copies if strokes else 0):
            drawings.append(_draw(vary(strokes, rng), rng))
            digits.append(label)
    return np.stack(drawings), np.array(digits, dtype=np.int64)


def _synthetic(seed: int, number: int, count: int) -> Made:
    rng = np.random.default_rng((seed, 2, number))
    digits = np.arange(count, dtype=np.int64) % 10
    return np.stack([_draw_or_blot(_digit(int(digit), rng), rng) for digit in digits]), digits


def _handwritten(seed: int, folder: Path | None, count: int, font: str) -> Made:
    if folder is None:
        raise ValueError("Expected the folder of the handwriting fonts, but got None. Give it as `fonts`.")
    rng = np.random.default_rng((seed, 3, *font.encode()))
    digits = np.arange(count, dtype=np.int64) % 10
    drawn = [_draw(handwritten(font, str(digit), rng, folder)[1], rng) for digit in digits]
    return np.stack(drawn), digits


def _digit(label: int, rng: np.random.Generator) -> Strokes:
    share = rng.random()
    if share < FONT_SHARE:
        return character(str(rng.choice(HERSHEY_FONTS)), str(label), rng)[1]
    if share < FONT_SHARE + SEGMENT_SHARE:
        return seven_segment_digit(label, rng)
    return template_digit(label, rng)


def _draw(strokes: Strokes, rng: np.random.Generator) -> NDArray[np.uint8]:
    placement = random_placement(rng, size_of_path=bool(rng.random() < 0.5))
    return to_mnist(render(strokes, placement))


def _draw_or_blot(strokes: Strokes, rng: np.random.Generator) -> NDArray[np.uint8]:
    if rng.random() >= BLOT_SHARE:
        return _draw(strokes, rng)
    placement = random_placement(rng)
    placement = replace(placement, brush=float(rng.uniform(20, 30)), size=float(rng.uniform(0.25, 0.42)))
    return to_mnist(render(strokes, placement))
