"""Photographed sheets made by program: digits in rows, on paper or a board, under all kinds of light."""

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image
from scipy import ndimage

WIDTH, HEIGHT = 1280, 960


@dataclass(frozen=True)
class Sheet:
    """How the digits were written and photographed; brightness 0..1, lengths in pixels, `noise` in levels of 255.

    `gaps` lie between neighbours, as shares of a digit's height; `rules` and `squares` are what lines leave of the paper's
    brightness; `pressure` is the faintest share of the ink; `cut` the gap of a broken line in a digit's 28 pixels.
    """

    size: tuple[int, int] = (90, 170)
    paper: float = 0.9
    ink: tuple[float, float, float] = (0.15, 0.15, 0.15)
    bold: float = 0.0
    gaps: tuple[float, float] = (0.25, 0.7)
    rows: int = 1
    rules: float = 1.0
    squares: float = 1.0
    dimmest: float = 0.75
    shadow: float = 1.0
    softness: float = 2.0
    vignette: float = 0.0
    pressure: float = 1.0
    grain: float = 0.0
    noise: float = 4.0
    quality: int = 85
    tilt: float = 2.0
    dots: int = 0
    cut: int = 0
    at_border: bool = False
    table: bool = False
    exif: int = 1
    chalk: bool = False


KINDS = {
    "plain": Sheet(),
    "two rows": Sheet(rows=2, size=(80, 130)),
    "ruled": Sheet(rules=0.72),
    "squared": Sheet(rules=0.75, squares=0.75),
    "dark rules": Sheet(rules=0.5),
    "hard shadow": Sheet(shadow=0.55, softness=1.5),
    "hard shadow, ruled": Sheet(shadow=0.6, softness=1.5, rules=0.75),
    "soft shadow, squared": Sheet(shadow=0.55, softness=60, rules=0.8, squares=0.8),
    "uneven light": Sheet(dimmest=0.35, vignette=0.5),
    "pencil": Sheet(ink=(0.55, 0.55, 0.55), grain=0.5, bold=-0.6),
    "felt pen": Sheet(bold=1.5, ink=(0.08, 0.08, 0.08)),
    "blue ink": Sheet(ink=(0.12, 0.25, 0.65), rules=0.8, squares=0.8),
    "chalk": Sheet(chalk=True, paper=0.16, ink=(0.85, 0.85, 0.8), grain=0.35, dimmest=0.6),
    "uneven pressure": Sheet(pressure=0.2),
    "noise and JPEG": Sheet(noise=14, quality=25),
    "turned by EXIF": Sheet(exif=6),
    "at the border": Sheet(at_border=True),
    "stray dots": Sheet(dots=6),
    "broken lines": Sheet(cut=1),
    "paper on a table": Sheet(table=True, size=(80, 130)),
    "small and far": Sheet(size=(40, 60)),
    "large": Sheet(size=(380, 520), gaps=(0.1, 0.2)),
}
"""Kinds of photographs, each with one property of its own."""


TOUCHING = Sheet(gaps=(-0.02, 0.0))
"""Digits whose neighbours touch."""


def photographed(rows, rng, sheet):
    """The JPEG of rows of `(28, 28)` uint8 digits, white on black, written on one sheet."""
    ink, rules = _written(rows, rng, sheet)
    reflected = np.full((HEIGHT, WIDTH, 3), sheet.paper) * rules[..., None]
    if sheet.chalk:
        smears = ndimage.gaussian_filter(rng.normal(0, 1, (HEIGHT // 8, WIDTH // 8)), 4)
        reflected += 0.25 * np.clip(np.kron(smears, np.ones((8, 8))), 0, None)[..., None]
    reflected = reflected * (1 - ink[..., None]) + np.array(sheet.ink) * ink[..., None]
    if sheet.table:
        reflected[:70], reflected[:, :110] = 0.25, 0.25
    pixels = 255 * ndimage.gaussian_filter(reflected * _light(rng, sheet)[..., None], (0.8, 0.8, 0))
    pixels += rng.normal(0, sheet.noise, (HEIGHT, WIDTH, 1))
    return _jpeg(np.uint8(np.clip(pixels, 0, 255)), sheet)


def _written(rows, rng, sheet):
    """Ink and what the rules leave, each `(HEIGHT, WIDTH)` 0..1, turned a little together."""
    ink = np.zeros((HEIGHT, WIDTH))
    longest = max(len(row) for row in rows)
    size = min(
        rng.integers(*sheet.size), int(0.9 * WIDTH / (0.8 * longest + 0.3)), int(0.92 * HEIGHT / len(rows))
    )
    for number, row in enumerate(rows):
        top = (HEIGHT - size) // 2 if len(rows) == 1 else int((number + 0.5) * HEIGHT / len(rows) - size / 2)
        _write_row(ink, row, top, size, rng, sheet)
    for _ in range(sheet.dots):
        y, x, radius = rng.integers(10, HEIGHT - 10), rng.integers(10, WIDTH - 10), rng.uniform(1.5, 4)
        down, right = np.ogrid[:HEIGHT, :WIDTH]
        ink[(down - y) ** 2 + (right - x) ** 2 < radius**2] = 1
    if sheet.pressure < 1:
        wave = ndimage.gaussian_filter(rng.normal(0, 1, (HEIGHT // 8, WIDTH // 8)), size / 40)
        wave = np.kron(wave, np.ones((8, 8)))
        ink *= sheet.pressure + (1 - sheet.pressure) * np.clip(0.5 + 0.5 * wave / wave.std(), 0, 1)
    if sheet.grain:
        ink *= 1 - sheet.grain * np.clip(ndimage.gaussian_filter(rng.normal(0, 1.2, ink.shape), 0.8), 0, 1)
    rules = np.ones_like(ink)
    spacing = rng.integers(35, 70)
    for thick in range(2):
        rules[spacing // 2 + thick :: spacing] *= sheet.rules
        rules[:, spacing // 2 + thick :: spacing] *= sheet.squares
    tilt = 0.0 if sheet.at_border else rng.uniform(-sheet.tilt, sheet.tilt)
    turned = (ndimage.rotate(layer, tilt, reshape=False, order=1, mode="nearest") for layer in (ink, rules))
    return tuple(turned)


def _write_row(ink, row, top, size, rng, sheet):
    glyphs = [_glyph(image, size, rng, sheet) for image in row]
    gaps = [int(rng.uniform(*sheet.gaps) * size) for _ in glyphs[1:]]
    wide = (sum(glyph.shape[1] for glyph in glyphs) + sum(gaps)) / (
        WIDTH - 300 if sheet.table else WIDTH - 20
    )
    if wide > 1:
        return _write_row(ink, row, top, int(0.95 * size / wide), rng, sheet)
    room = WIDTH - sum(glyph.shape[1] for glyph in glyphs) - sum(gaps)
    nearest = 130 if sheet.table else 20
    left = 0 if sheet.at_border else int(rng.integers(min(nearest, room // 2), max(room - 20, room // 2) + 1))
    for number, glyph in enumerate(glyphs):
        place = max(0, top + (0 if sheet.at_border else int(rng.uniform(-0.08, 0.08) * size)))
        height, width = glyph.shape[0], min(glyph.shape[1], WIDTH - left)
        field = ink[place : place + height, left : left + width]
        np.maximum(field, glyph[: field.shape[0], :width], out=field)
        left += width + (gaps[number] if number < len(gaps) else 0)


def _glyph(image, size, rng, sheet):
    """A digit's ink, cropped, its longer side `size`: 0..1 with an edge as sharp as a pen's."""
    pixels = image.astype(np.float64) / 255
    if sheet.cut:
        rows = np.flatnonzero(pixels.max(axis=1) > 0.3)
        pixels = _cut(pixels, int(rng.integers(rows[0] + 5, rows[-1] - 4)), sheet.cut)
    large = ndimage.zoom(np.pad(pixels, 2), 8, order=3)
    soft = ndimage.gaussian_filter(large, 2)
    ink = np.clip((soft - (0.45 - 0.18 * sheet.bold)) / 0.12 + 0.5, 0, 1)
    rows, columns = np.flatnonzero(ink.max(axis=1) > 0.5), np.flatnonzero(ink.max(axis=0) > 0.5)
    crop = Image.fromarray(np.uint8(255 * ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]))
    scale = size / max(crop.size)
    shape = (max(2, round(crop.width * scale)), max(2, round(crop.height * scale)))
    return np.asarray(crop.resize(shape, Image.Resampling.LANCZOS)) / 255


def _cut(pixels, row, gap):
    """The lower part is moved down by `gap`."""
    parted = np.zeros((pixels.shape[0] + gap, pixels.shape[1]))
    parted[:row], parted[row + gap :] = pixels[:row], pixels[row:]
    return parted


def _light(rng, sheet):
    """The light on the sheet, `(HEIGHT, WIDTH)`."""
    down, right = np.mgrid[:HEIGHT, :WIDTH]
    angle = rng.uniform(0, 2 * np.pi)
    along = np.cos(angle) * (right / WIDTH - 0.5) + np.sin(angle) * (down / HEIGHT - 0.5)
    light = sheet.dimmest + (1 - sheet.dimmest) * (along + 0.7) / 1.4
    light = light * (1 - sheet.vignette * ((right / WIDTH - 0.5) ** 2 + (down / HEIGHT - 0.5) ** 2) * 2)
    if sheet.shadow < 1:
        angle, offset = rng.uniform(0, 2 * np.pi), rng.uniform(-200, 200)
        distance = np.cos(angle) * (right - WIDTH / 2) + np.sin(angle) * (down - HEIGHT / 2) - offset
        light = light * (1 - (1 - sheet.shadow) / (1 + np.exp(-np.clip(distance / sheet.softness, -30, 30))))
    return light


def _jpeg(pixels, sheet):
    image = Image.fromarray(pixels)
    exif = Image.Exif()
    exif[0x0112] = sheet.exif
    if sheet.exif == 6:  # the camera was turned: what it stored lies on its side
        image = image.transpose(Image.Transpose.ROTATE_90)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=sheet.quality, exif=exif.tobytes())
    return buffer.getvalue()
