"""Drawings that are not one digit, for training and measuring the out-of-distribution detector.

Each kind has several families, and some of these are held out: no training sees them, so that they measure
drawings that the network has never seen. Letters are those of Hershey's single-stroke fonts and of the handwriting
fonts.
"""

import string
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from playground.digits.drawing.strokes import Strokes
from playground.digits.pretraining import handwriting_fonts
from playground.digits.pretraining.doodles import (
    box,
    coil,
    curves,
    dashes,
    divided_box,
    dots,
    knot,
    ripple,
    rosette,
    rounded_box,
    scratches,
)
from playground.digits.pretraining.handwriting_fonts import handwritten
from playground.digits.pretraining.hershey import AMBIGUOUS, HELD_OUT_FONTS, TRAINING_FONTS, character
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
HANDWRITTEN_LETTERS = "".join(one for one in string.ascii_letters if one not in LOOKALIKES)
PRINTABLE = "".join(chr(code) for code in range(33, 127))
PUNCTUATION = "|'`.,-_()[]/\\"


def families(*, held_out: bool) -> Mapping[str, Mapping[str, Family]]:
    """Kind to family to its generator; `held_out` chooses those that no training may see."""
    return _held_out_families() if held_out else _training_families()


def font_families(fonts: Path, *, held_out: bool) -> Mapping[str, Mapping[str, Family]]:
    """Families of the handwriting fonts, which lie in the folder `fonts`: kind to family to its generator."""
    names = handwriting_fonts.HELD_OUT_FONTS if held_out else handwriting_fonts.TRAINING_FONTS
    return {
        "letter": {
            **{f"letters of {font}": partial(handwritten_letter, font, fonts) for font in names},
            **{f"words of {font}": partial(word, font, fonts) for font in names},
        },
        "several": {f"digits of {font}": partial(handwritten_row, font, fonts) for font in names},
    }


def _held_out_families() -> dict[str, dict[str, Family]]:
    return {
        "dot": {"dot": dot, "filled square": partial(filled, corners=4)},
        "scribble": {"lissajous": lissajous, "hatching": hatching, "rosette": rosette, "ripple": ripple},
        "letter": {f"letters of {font}": partial(letter, font) for font in HELD_OUT_FONTS},
        "picture": {
            **{name: partial(picture, name) for name in PICTURES if name in HELD_OUT_PICTURES},
            "rounded box": rounded_box,
        },
        "several": {"two digits": partial(side_by_side, count=2)},
    }


def _training_families() -> dict[str, dict[str, Family]]:
    scribbles = (
        tangle,
        zigzag,
        spiral,
        random_walk,
        sticks,
        arcs,
        coil,
        scratches,
        dashes,
        dots,
        curves,
        knot,
    )
    return {
        "dot": {
            "dot": dot,
            "filled disk": partial(filled, corners=24),
            "filled triangle": partial(filled, corners=3),
            "filled blob": partial(filled, corners=7),
        },
        "scribble": {make.__name__.replace("_", " "): make for make in scribbles},
        "letter": {f"letters of {font}": partial(letter, font) for font in (*TRAINING_FONTS, "japanese")},
        "picture": {
            **{name: partial(picture, name) for name in PICTURES if name not in HELD_OUT_PICTURES},
            "polygon": polygon,
            "shapes": shapes_together,
            **{f"box {at}": box for at in range(4)},
            **{f"divided box {at}": divided_box for at in range(3)},
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
    return character(font, characters or unlike_digits(font), rng)[1]


def unlike_digits(font: str) -> str:
    """The keys of one of Hershey's fonts under which stand letters and signs that nobody takes for a digit."""
    digits = "" if font == "japanese" else string.digits
    return "".join(
        one for one in PRINTABLE if one not in LOOKALIKES + PUNCTUATION + digits + AMBIGUOUS.get(font, "")
    )


def handwritten_letter(font: str, fonts: Path, rng: np.random.Generator) -> Strokes:
    """A letter that nobody takes for a digit, or now and then a sign, of a handwriting font."""
    characters = HANDWRITTEN_LETTERS if rng.random() < 0.9 else handwriting_fonts.SIGNS
    return handwritten(font, characters, rng, fonts)[1]


def word(font: str, fonts: Path, rng: np.random.Generator) -> Strokes:
    """Two to four letters of a handwriting font in a row."""
    drawn = [handwritten(font, string.ascii_letters, rng, fonts)[1] for _ in range(int(rng.integers(2, 5)))]
    return in_a_row(drawn, rng)


def handwritten_row(font: str, fonts: Path, rng: np.random.Generator) -> Strokes:
    """Two, sometimes three digits of a handwriting font in a row."""
    count = 2 if rng.random() < 0.75 else 3
    return in_a_row([handwritten(font, string.digits, rng, fonts)[1] for _ in range(count)], rng)


def side_by_side(rng: np.random.Generator, count: int) -> Strokes:
    """Several digits from the templates in a row."""
    return in_a_row([template_digit(int(rng.integers(10)), rng) for _ in range(count)], rng)


def in_a_row(drawn: Sequence[Strokes], rng: np.random.Generator) -> Strokes:
    """Drawings beside one another, about as high as one another, nearly touching or apart."""
    strokes, right = [], 0.0
    for one in drawn:
        points = np.concatenate(one)
        size = rng.uniform(0.75, 1) / max(float(np.ptp(points, axis=0).max()), 1e-6)
        middle = (points[:, 1].min() + points[:, 1].max()) / 2
        shift = np.array([right - size * points[:, 0].min(), rng.normal(0, 0.08) - size * middle])
        strokes += [(size * stroke + shift).astype(np.float32) for stroke in one]
        right = float(size * points[:, 0].max() + shift[0]) + rng.uniform(0.06, 0.5)
    return strokes
