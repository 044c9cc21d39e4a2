"""Handwriting fonts: letters, signs and digits of many hands, for training data and benchmarks.

The fonts come from the npm registry as packages `@fontsource/NAME` under free licences (SIL OFL 1.1 or Apache 2.0):
`python -m playground.digits.pretraining.handwriting_fonts` installs them into a folder outside the repository. Each
glyph is drawn large and thinned to a line, so that a brush of any width can ink it again. It needs Node's npm for
the installation, and fontTools, Brotli and scikit-image of requirements-dev.txt; about 100 seconds of one core.
"""

import argparse
import io
import string
import subprocess
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from playground.digits.drawing.strokes import Stroke, Strokes
from playground.digits.pretraining.tracing import SPECK, trace
from playground.digits.pretraining.variation import vary
from playground.settings import data_directory

_SEEN = """
alex-brush allura amatic-sc annie-use-your-telescope architects-daughter bad-script balsamiq-sans
caveat-brush cedarville-cursive chilanka comfortaa comic-neue comic-relief cookie courgette
covered-by-your-grace damion dancing-script delicious-handrawn delius dosis ephesis gloria-hallelujah
grand-hotel grandstander handlee homemade-apple indie-flower itim kaushan-script licorice
liu-jian-mao-cao long-cang marck-script mansalva ms-madi nanum-brush-script neucha oooh-baby
patrick-hand permanent-marker playpen-sans poor-story quicksand rock-salt satisfy schoolbell
shadows-into-light shantell-sans short-stack sniglet sriracha sue-ellen-francisco twinkle-star
varela-round vibur whisper yellowtail yusei-magic zen-kurenaido zhi-mang-xing
"""
_HELD_OUT = """
caveat gaegu gochi-hand kalam nanum-pen-script reenie-beanie swanky-and-moo-moo the-girl-next-door
yomogi
"""
TRAINING_FONTS: dict[str, str] = {
    **dict.fromkeys(_SEEN.split(), "5.3.0"),
    "freehand": "5.2.8",
    "happy-monkey": "5.2.8",
    "ma-shan-zheng": "5.3.1",
    "mouse-memoirs": "5.2.7",
}
"""Fonts that training may see, with the version of each package."""
HELD_OUT_FONTS: dict[str, str] = dict.fromkeys(_HELD_OUT.split(), "5.3.0")
"""Fonts that no training may see: they measure hands that no network has seen."""

HEIGHT = 64
"""Pixels of a glyph's longer side when it is thinned."""
SIDE = 20.0
"""The longer side of the strokes, in pixels of MNIST's digits."""
DOTTED = "ij!?:;%"
"""Characters whose short paths are dots."""
SIGNS = '!"#$%&*+:;<=>?@{}~'


def default_folder() -> Path:
    """Where the fonts lie: beside the data sets."""
    return data_directory() / "handwriting-fonts"


def install(folder: Path) -> None:
    """Fetch every font with npm into `folder`; what is there already stays.

    Raises:
        subprocess.CalledProcessError: npm failed; its own words are on the screen.
    """
    folder.mkdir(parents=True, exist_ok=True)
    packages = [
        f"@fontsource/{name}@{version}" for name, version in (TRAINING_FONTS | HELD_OUT_FONTS).items()
    ]
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder)]
    subprocess.run([*command, *packages], check=True)


def handwritten(font: str, characters: str, rng: np.random.Generator, folder: Path) -> tuple[str, Strokes]:
    """One of `characters` that the font draws, by a slightly other hand.

    Returns:
        The character, and its strokes `(n, 2)` float32, x to the right and y down.

    Raises:
        FileNotFoundError: see `glyphs`.
    """
    drawn = glyphs(font, folder)
    held = [one for one in characters if one in drawn]
    chosen = held[int(rng.integers(len(held)))]
    return chosen, vary(drawn[chosen], rng)


@cache
def glyphs(font: str, folder: Path) -> dict[str, Strokes]:
    """Each character that `trace_font` found, as it stands in the font.

    Raises:
        FileNotFoundError: the fonts were not fetched.
    """
    path = _strokes_file(font, folder)
    if not path.exists():
        raise FileNotFoundError(
            f"Expected the strokes of the font {font} in {path}, but there is no such file. "
            "Fetch the fonts with python -m playground.digits.pretraining.handwriting_fonts."
        )
    drawn: dict[str, Strokes] = {}
    with np.load(path) as arrays:
        for name in arrays.files:  # in the order in which they were saved
            drawn.setdefault(chr(int(name.split("-")[0])), []).append(arrays[name])
    # In a font of capitals, i is an I, which some hands write as others write a 1.
    if len(drawn.get("i", [])) == 1:
        del drawn["i"]
    return drawn


def trace_font(font: str, folder: Path) -> None:
    """Thin each letter, digit and sign of `SIGNS` that the font draws, and keep the strokes: `SIDE` large, y down."""
    from fontTools.ttLib import TTFont

    file = folder / "node_modules" / "@fontsource" / font / "files" / f"{font}-latin-400-normal.woff2"
    unpacked = TTFont(file)
    held = unpacked.getBestCmap()
    unpacked.flavor = None  # Pillow reads no woff2
    data = io.BytesIO()
    unpacked.save(data)
    arrays: dict[str, Stroke] = {}
    for one in string.ascii_letters + string.digits + SIGNS:
        strokes = _thin(one, data.getvalue()) if ord(one) in held else []
        arrays |= {f"{ord(one)}-{number}": stroke for number, stroke in enumerate(strokes)}
    _strokes_file(font, folder).parent.mkdir(exist_ok=True)
    np.savez(_strokes_file(font, folder), **arrays)  # type: ignore[arg-type]


def _strokes_file(font: str, folder: Path) -> Path:
    return folder / "strokes" / f"{font}.npz"


def _thin(one: str, font: bytes) -> Strokes:
    """The strokes of a character; none where the font has an empty glyph for it."""
    large = ImageFont.truetype(io.BytesIO(font), 4 * HEIGHT)
    left, top, right, bottom = (round(edge) for edge in large.getbbox(one))
    if right <= left or bottom <= top:
        return []
    ink = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(ink).text((-left, -top), one, font=large, fill=255)
    scale = HEIGHT / max(ink.size)
    size = (max(1, round(ink.width * scale)), max(1, round(ink.height * scale)))
    strokes = trace(np.asarray(ink.resize(size, Image.Resampling.BOX)), 0.0 if one in DOTTED else SPECK)
    if not strokes:
        return []
    points = np.concatenate(strokes)
    extent = max(float(np.ptp(points, axis=0).max()), 1.0)
    # Every third point of a line, which are about a pixel of MNIST apart, and its end.
    return [
        (np.concatenate([stroke[:-1:3], stroke[-1:]]) - points.min(axis=0)).astype(np.float32)
        * np.float32(SIDE / extent)
        for stroke in strokes
    ]


def main() -> None:
    """Fetch the fonts and trace them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=default_folder(), help="default: beside the data sets")
    folder = parser.parse_args().folder
    install(folder)
    with ProcessPoolExecutor() as pool:
        list(pool.map(partial(trace_font, folder=folder), TRAINING_FONTS | HELD_OUT_FONTS))


if __name__ == "__main__":
    main()
