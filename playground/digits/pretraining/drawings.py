"""A data set with drawings added: its digits traced and drawn again with a pen, and digits of other handwritings.

MNIST's digits were written small and scanned. On a canvas the same hand draws lines of any width, and people slash
their zeros and cross their sevens: a network that has seen such drawings, prepared as the page prepares them, reads
them better. Making them needs requirements-dev.txt and about 4 ms a drawing and core.
"""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray

from playground.digits.datasets import DigitDataset
from playground.digits.drawing import to_mnist
from playground.digits.drawing.strokes import Strokes, random_placement, render
from playground.digits.pretraining.hershey import TRAINING_FONTS, character
from playground.digits.pretraining.templates import template_digit
from playground.digits.pretraining.tracing import trace

CHUNK = 2000
"""Images that one task makes, with a generator of its own: so the result does not depend on the number of cores."""
FONT_SHARE = 0.3
"""Of the digits that are not traced: as many are a font's, the others of our own templates."""


def with_drawings(
    dataset: DigitDataset, copies: int, others: int, seed: int = 0, processes: int | None = None
) -> DigitDataset:
    """The data set with `copies` drawings of each training image and `others`; its test set is untouched.

    Args:
        dataset: any.
        copies: drawings of each training image; one without foreground pixels is left out.
        others: drawings of `playground.digits.pretraining.templates` and of fonts, the digits in turn.
        seed: determines all drawings.
        processes: how many at once; None: one for each core.
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
        ]
    drawings = torch.from_numpy(np.concatenate([pixels for pixels, _ in made]))
    digits = torch.from_numpy(np.concatenate([digit for _, digit in made]))
    return replace(
        dataset,
        train_images=torch.cat([dataset.train_images, drawings]),
        train_labels=torch.cat([dataset.train_labels, digits]),
    )


def vary(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """The strokes `(n, 2)`, in pixels of MNIST, of a slightly other hand: slanted, stretched and bent."""
    slant, stretch = rng.normal(0, 0.12), rng.normal(1, 0.1)
    shape = np.array([[1, slant], [0, stretch]], dtype=np.float32)
    reach, pace, phase = rng.normal(0, 0.5, 2), rng.uniform(0.08, 0.25, 2), rng.uniform(0, 2 * np.pi, 2)
    varied = []
    for stroke in strokes:
        points = stroke @ shape.T
        bend = np.stack(
            [reach[axis] * np.sin(pace[axis] * points[:, 1 - axis] + phase[axis]) for axis in (0, 1)], axis=1
        )
        varied.append((points + bend).astype(np.float32))
    return varied


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
    return np.stack([_draw(_digit(int(digit), rng), rng) for digit in digits]), digits


def _digit(label: int, rng: np.random.Generator) -> Strokes:
    if rng.random() < FONT_SHARE:
        return character(str(rng.choice(TRAINING_FONTS)), str(label), rng)[1]
    return template_digit(label, rng)


def _draw(strokes: Strokes, rng: np.random.Generator) -> NDArray[np.uint8]:
    placement = random_placement(rng, size_of_path=bool(rng.random() < 0.5))
    return to_mnist(render(strokes, placement))
