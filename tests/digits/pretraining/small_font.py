"""A font of a few straight letters, made where a test needs one."""

import string

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

THICKNESS = 80
"""Of each line, in the font's units, of which 1000 are an em."""
LINES = {
    "L": [((100, 0), (100, 700)), ((100, 0), (500, 0))],
    "i": [((100, 0), (100, 400)), ((100, 560), (100, 600))],
    "+": [((0, 300), (400, 300)), ((200, 100), (200, 500))],
    "T": [((0, 700), (500, 700)), ((250, 0), (250, 700))],
}
"""Upright or level lines of glyphs by their characters, y up."""


def write_font(path, lines=None):
    """A woff2 file at `path` with `lines`, and with T's for all other letters and all digits."""
    lines = {one: LINES["T"] for one in string.ascii_letters + string.digits} | (lines or LINES)
    font = FontBuilder(1000, isTTF=True)
    names = {one: f"glyph{ord(one)}" for one in lines}
    font.setupGlyphOrder([".notdef", *names.values()])
    font.setupCharacterMap({ord(one): name for one, name in names.items()})
    empty = TTGlyphPen(None).glyph()
    font.setupGlyf({".notdef": empty} | {names[one]: _glyph(parts) for one, parts in lines.items()})
    font.setupHorizontalMetrics({name: (700, 0) for name in [".notdef", *names.values()]})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Small", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.font.flavor = "woff2"
    path.parent.mkdir(parents=True)
    font.save(path)


def _glyph(parts):
    pen, half = TTGlyphPen(None), THICKNESS // 2
    for (left, bottom), (right, top) in parts:
        corners = [(left - half, bottom), (left - half, top), (right + half, top), (right + half, bottom)]
        if bottom == top:
            corners = [(left, bottom - half), (left, top + half), (right, top + half), (right, bottom - half)]
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph()
