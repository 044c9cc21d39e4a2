"""Hershey's fonts, drawn with single strokes for plotters in 1967: letters, signs and digits in other handwritings than the templates'.

The package Hershey-Fonts (requirements-dev.txt) holds them; only training data and benchmarks are made of them.
"""

from functools import cache

import numpy as np

from playground.digits.drawing.strokes import Strokes

TRAINING_FONTS = ("futural", "cursive", "greeks", "rowmand", "timesr", "cyrilc_1", "mathlow")
HELD_OUT_FONTS = ("scripts", "timesi")
"""Fonts that no training may see: they measure handwritings that the network has never seen."""


AMBIGUOUS: dict[str, str] = {
    "futural": "^",
    "cursive": "Q^",
    "greeks": "FHKUduhr",
    "rowmand": "^",
    "timesr": "^",
    "cyrilc_1": "BHhUuXx",
    "mathlow": "BGLQSZm^",
    "japanese": "!kmiLR",
}
"""For each training font the keys of letters and signs that some hand writes as another writes a digit, such as Φ and З."""


def character(font: str, characters: str, rng: np.random.Generator) -> tuple[str, Strokes]:
    """One of `characters` that the font holds, by a slightly other hand: slanted, stretched and bent.

    Returns:
        The character, and its strokes `(n, 2)` float32, x to the right and y down.
    """
    drawn = _glyphs(font, characters)
    chosen, strokes = drawn[int(rng.integers(len(drawn)))]
    slant, stretch = rng.normal(0, 0.15), rng.normal(1, 0.12)
    shape = np.array([[stretch, slant], [0, 1]])
    extent = float(np.ptp(np.concatenate(strokes), axis=0).max())
    reach, pace, phase = rng.normal(0, 0.03 * extent, 2), rng.uniform(2, 6, 2) / extent, rng.uniform(0, 6, 2)
    varied = []
    for stroke in strokes:
        bend = [reach[axis] * np.sin(pace[axis] * stroke[:, 1 - axis] + phase[axis]) for axis in (0, 1)]
        jitter = rng.normal(0, 0.012 * extent, 2)
        varied.append((stroke @ shape.T + np.stack(bend, axis=1) + jitter).astype(np.float32))
    return chosen, varied


@cache
def _glyphs(font: str, characters: str) -> list[tuple[str, Strokes]]:
    from HersheyFonts import HersheyFonts

    fonts = HersheyFonts()
    fonts.load_default_font(font)
    drawn = [
        (one, [np.array(stroke, dtype=np.float32) for stroke in fonts.strokes_for_text(one) if len(stroke)])
        for one in characters
    ]
    # A glyph without extent is a space or a full stop.
    return [
        (one, strokes)
        for one, strokes in drawn
        if strokes and np.ptp(np.concatenate(strokes), axis=0).max() > 4
    ]
