"""Drawings that are not one digit, for training and measuring the network that refuses them.

Each kind has several families, and some of these are held out: no training sees them, so that what is measured on
them is about drawings that nobody showed the network. Letters are those of Hershey's single-stroke fonts.
"""

import string
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from playground.digits.hershey import HELD_OUT_FONTS, TRAINING_FONTS, character
from playground.digits.pictures import PICTURES, picture
from playground.digits.strokes import Strokes
from playground.digits.templates import template_digit

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
"""Letters that some hand writes as another hand writes a digit: the training shows none of them as a non-digit."""
PRINTABLE = "".join(chr(code) for code in range(33, 127))
PUNCTUATION = "|'`.,-_()[]/\\"


def families(*, held_out: bool) -> Mapping[str, Mapping[str, Family]]:
    """Kind to family to its generator; `held_out` chooses those that no training may see."""
    if held_out:
        pictures = [name for name in PICTURES if name in HELD_OUT_PICTURES]
        scribbles: dict[str, Family] = {"lissajous": lissajous, "hatching": hatching}
        shapes: dict[str, Family] = {"filled square": partial(filled, corners=4)}
        letters = {f"letters of {font}": partial(letter, font) for font in HELD_OUT_FONTS}
        letters |= {
            f"lookalikes of {font}": partial(letter, font, characters=LOOKALIKES) for font in HELD_OUT_FONTS
        }
        several: dict[str, Family] = {"two digits": partial(side_by_side, count=2)}
    else:
        pictures = [name for name in PICTURES if name not in HELD_OUT_PICTURES]
        scribbles = {"tangle": tangle, "zigzag": zigzag, "spiral": spiral, "random walk": random_walk, "sticks": sticks,
                     "arcs": arcs}  # fmt: skip
        shapes = {"filled disk": partial(filled, corners=24), "filled triangle": partial(filled, corners=3),
                  "filled blob": partial(filled, corners=7)}  # fmt: skip
        letters = {f"letters of {font}": partial(letter, font) for font in (*TRAINING_FONTS, "japanese")}
        several = {
            "two digits": partial(side_by_side, count=2),
            "three digits": partial(side_by_side, count=3),
        }
    return {
        "dot": {"dot": dot, **shapes},
        "scribble": scribbles,
        "letter": letters,
        "picture": {
            **{name: partial(picture, name) for name in pictures},
            **({} if held_out else {"polygon": polygon, "shapes": shapes_together}),
        },
        "several": several,
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


def tangle(rng: np.random.Generator) -> Strokes:
    """A curve through many random points."""
    from scipy.interpolate import CubicSpline

    points = rng.uniform(0, 1, (int(rng.integers(9, 26)), 2))
    times = np.arange(len(points))
    return [CubicSpline(times, points)(np.linspace(0, len(points) - 1, 8 * len(points))).astype(np.float32)]


def zigzag(rng: np.random.Generator) -> Strokes:
    """To and fro with a slow drift, in any direction."""
    count = int(rng.integers(7, 24))
    along = np.linspace(0, rng.uniform(0.6, 2), count) + rng.normal(0, 0.03, count)
    across = np.where(np.arange(count) % 2, 1.0, 0.0) + rng.normal(0, 0.12, count)
    return [_turned(np.stack([along, across], axis=1), rng.uniform(0, np.pi))]


def spiral(rng: np.random.Generator) -> Strokes:
    """Two to five turns outwards."""
    angle = np.linspace(0, 2 * np.pi * rng.uniform(2.2, 5), 120) * rng.choice([-1, 1]) + rng.uniform(0, 6)
    radius = np.linspace(0.05, 1, 120)
    return [
        np.stack([radius * np.cos(angle), radius * np.sin(angle) * rng.uniform(0.6, 1.3)], 1).astype(
            np.float32
        )
    ]


def random_walk(rng: np.random.Generator) -> Strokes:
    """One or two pens that wander without aim."""
    strokes = []
    for _ in range(int(rng.integers(1, 3))):
        heading = np.cumsum(rng.normal(0, rng.uniform(0.5, 1.1), int(rng.integers(60, 160))))
        strokes.append(np.cumsum(np.stack([np.cos(heading), np.sin(heading)], 1), axis=0).astype(np.float32))
    return strokes


def sticks(rng: np.random.Generator) -> Strokes:
    """Four to eight straight lines without any order."""
    return [rng.uniform(0, 1, (2, 2)).astype(np.float32) for _ in range(int(rng.integers(4, 9)))]


def arcs(rng: np.random.Generator) -> Strokes:
    """Four to seven bent lines without any order."""
    return [_arc(rng, rng.uniform(0.2, 0.8, 2)) for _ in range(int(rng.integers(4, 8)))]


def polygon(rng: np.random.Generator) -> Strokes:
    """The outline of three to seven corners."""
    count = int(rng.integers(3, 8))
    angles = np.sort(rng.uniform(0, 2 * np.pi / count, count) + np.arange(count) * 2 * np.pi / count)
    rim = np.stack([np.cos(angles), np.sin(angles)], axis=1) * rng.uniform(0.5, 1, (count, 1))
    return [np.concatenate([rim, rim[:1]]).astype(np.float32)]


def shapes_together(rng: np.random.Generator) -> Strokes:
    """Two or three outlines, sticks or arcs, beside or across one another."""
    strokes: Strokes = []
    for _ in range(int(rng.integers(2, 4))):
        part = [polygon, _circle, lambda rng: [_arc(rng, np.zeros(2))]][int(rng.integers(3))](rng)
        strokes += [
            (stroke * rng.uniform(0.3, 0.7) + rng.uniform(0, 1, 2)).astype(np.float32) for stroke in part
        ]
    points = np.concatenate(strokes)
    # A lone circle would be a zero; two lines at least make something else of it.
    return [*strokes, *(rng.uniform(points.min(), points.max(), (2, 2)).astype(np.float32) for _ in range(2))]


def lissajous(rng: np.random.Generator) -> Strokes:
    """Two swings of different pace across one another."""
    fast, slow = rng.choice([(3, 2), (5, 2), (4, 3), (5, 3), (5, 4), (7, 4)])
    time = np.linspace(0, 2 * np.pi, 200)
    phase = rng.uniform(0.2, 1.3)
    points = np.stack([np.sin(fast * time + phase), np.sin(slow * time)], axis=1)
    return [_turned(points + rng.normal(0, 0.01, points.shape), rng.uniform(0, np.pi))]


def hatching(rng: np.random.Generator) -> Strokes:
    """Lines across lines."""
    strokes = []
    for direction in (rng.uniform(0, 0.6), np.pi / 2 + rng.normal(0, 0.2)):
        for offset in np.linspace(0, 1, int(rng.integers(3, 6))):
            line = np.array([[0, offset], [1, offset]]) + rng.normal(0, 0.03, (2, 2)) - 0.5
            strokes.append(_turned(line, direction))
    return strokes


def letter(font: str, rng: np.random.Generator, characters: str = "") -> Strokes:
    """One of `characters`, else a letter or sign that nobody takes for a digit, of one of Hershey's fonts."""
    digits = "" if font == "japanese" else string.digits
    unlike = "".join(one for one in PRINTABLE if one not in LOOKALIKES + PUNCTUATION + digits)
    return character(font, characters or unlike, rng)[1]


def side_by_side(rng: np.random.Generator, count: int) -> Strokes:
    """Several digits of our own hand in a row, close or apart."""
    strokes, right = [], 0.0
    for _ in range(count):
        digit = template_digit(int(rng.integers(10)), rng)
        points = np.concatenate(digit)
        size = rng.uniform(0.75, 1)
        shift = np.array([right - size * points[:, 0].min(), rng.normal(0, 0.08)])
        strokes += [(size * stroke + shift).astype(np.float32) for stroke in digit]
        right = float(size * points[:, 0].max() + shift[0]) + rng.uniform(0.1, 0.5)
    return strokes


def _circle(rng: np.random.Generator) -> Strokes:
    angle = np.linspace(0, 2 * np.pi, 40) + rng.uniform(0, 6)
    return [np.stack([np.cos(angle), np.sin(angle) * rng.uniform(0.7, 1.3)], axis=1).astype(np.float32)]


def _arc(rng: np.random.Generator, middle: np.ndarray) -> np.ndarray:
    angle = np.linspace(0, rng.uniform(1, 3.5), 24) + rng.uniform(0, 6)
    points = np.stack([np.cos(angle), np.sin(angle)], axis=1) * rng.uniform(0.2, 0.6)
    return (points + middle).astype(np.float32)


def _turned(points: np.ndarray, angle: float) -> np.ndarray:
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return (points @ turn.T).astype(np.float32)
