"""Drawings that are not one digit, for training and measuring the out-of-distribution detector.

Each kind has several families, and some of these are held out: no training sees them, so that they measure
drawings that the network has never seen. Letters are those of Hershey's single-stroke fonts.
"""

import string
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from playground.digits.drawing.strokes import Strokes
from playground.digits.pretraining.hershey import HELD_OUT_FONTS, TRAINING_FONTS, character
from playground.digits.pretraining.pictures import PICTURES, picture
from playground.digits.pretraining.scribbles import (
    arcs,
    hatching,
    lissajous,
    polygon,
    random_walk,
    shapes_together,
    spiral,
    sticks,
    tangle,
    zigzag,
)
from playground.digits.pretraining.templates import template_digit

Family = Callable[[np.random.Generator], Strokes]

HELD_OUT_PICTURES = (
    "sad face",
    "cat",
    "tree",
    "heart",
    "arrow up",
    "square",
    "envelope",
    "horse",
    "percent",
    "boat",
)
LOOKALIKES = "OoIlSsZzbgq"
"""Letters that one person writes as another writes a digit: no training sees them as a non-digit."""
PRINTABLE = "".join(chr(code) for code in range(33, 127))
PUNCTUATION = "|'`.,-_()[]/\\"


def families(*, held_out: bool) -> Mapping[str, Mapping[str, Family]]:
    """Kind to family to its generator; `held_out` chooses those that no training may see."""
    return _held_out_families() if held_out else _training_families()


def _held_out_families() -> dict[str, dict[str, Family]]:
    letters = {f"letters of {font}": partial(letter, font) for font in HELD_OUT_FONTS}
    lookalikes = {
        f"lookalikes of {font}": partial(letter, font, characters=LOOKALIKES) for font in HELD_OUT_FONTS
    }
    return {
        "dot": {"dot": dot, "filled square": partial(filled, corners=4)},
        "scribble": {"lissajous": lissajous, "hatching": hatching},
        "letter": {**letters, **lookalikes},
        "picture": {name: partial(picture, name) for name in PICTURES if name in HELD_OUT_PICTURES},
        "several": {"two digits": partial(side_by_side, count=2)},
    }


def _training_families() -> dict[str, dict[str, Family]]:
    return {
        "dot": {
            "dot": dot,
            "filled disk": partial(filled, corners=24),
            "filled triangle": partial(filled, corners=3),
            "filled blob": partial(filled, corners=7),
        },
        "scribble": {
            "tangle": tangle,
            "zigzag": zigzag,
            "spiral": spiral,
            "random walk": random_walk,
            "sticks": sticks,
            "arcs": arcs,
        },
        "letter": {f"letters of {font}": partial(letter, font) for font in (*TRAINING_FONTS, "japanese")},
        "picture": {
            **{name: partial(picture, name) for name in PICTURES if name not in HELD_OUT_PICTURES},
            "polygon": polygon,
            "shapes": shapes_together,
        },
        "several": {
            "two digits": partial(side_by_side, count=2),
            "three digits": partial(side_by_side, count=3),
        },
    }


def dot(rng: np.random.Generator) -> Strokes:
    """One touch of the pen."""
    return [rng.uniform(0, 1, (1, 2)).astype(np.float32)]


def filled(rng: np.random.Generator, corners: int) -> Strokes:
    """A polygon of about equal sides, inked all over by one stroke to and fro."""
    turn = rng.uniform(0, 2 * np.pi / corners) if corners != 4 else np.pi / 4 + rng.normal(0, 0.1)
    angles = np.arange(corners) * 2 * np.pi / corners + turn
    rim = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    if corners != 4:
        rim *= rng.uniform(0.92 if corners > 10 else 0.6, 1, (corners, 1))
    rim *= np.array([1, rng.uniform(0.6, 1.4)])
    heights = np.linspace(rim[:, 1].min(), rim[:, 1].max(), 60)[1:-1]
    stroke = []
    for row, height in enumerate(heights):
        start, end = rim, np.roll(rim, -1, axis=0)
        crossed = (start[:, 1] > height) != (end[:, 1] > height)
        share = (height - start[crossed, 1]) / (end[crossed, 1] - start[crossed, 1])
        across = np.sort(start[crossed, 0] + share * (end[crossed, 0] - start[crossed, 0]))
        ends = [[across[0], height], [across[-1], height]]
        stroke += ends if row % 2 else ends[::-1]
    return [np.array(stroke, dtype=np.float32)]


def letter(font: str, rng: np.random.Generator, characters: str = "") -> Strokes:
    """One of `characters`, else a letter or sign that nobody takes for a digit, of one of Hershey's fonts."""
    digits = "" if font == "japanese" else string.digits
    unlike = "".join(one for one in PRINTABLE if one not in LOOKALIKES + PUNCTUATION + digits)
    return character(font, characters or unlike, rng)[1]


def side_by_side(rng: np.random.Generator, count: int) -> Strokes:
    """Several digits from the templates in a row, close or apart."""
    strokes, right = [], 0.0
    for _ in range(count):
        digit = template_digit(int(rng.integers(10)), rng)
        points = np.concatenate(digit)
        size = rng.uniform(0.75, 1)
        shift = np.array([right - size * points[:, 0].min(), rng.normal(0, 0.08)])
        strokes += [(size * stroke + shift).astype(np.float32) for stroke in digit]
        right = float(size * points[:, 0].max() + shift[0]) + rng.uniform(0.1, 0.5)
    return strokes
