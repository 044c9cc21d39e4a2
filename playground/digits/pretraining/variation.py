"""Strokes as another hand would have drawn them."""

import numpy as np

from playground.digits.drawing.strokes import Strokes


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
