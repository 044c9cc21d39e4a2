"""Fonts made in the test, and what is traced of them. No test fetches one."""

import subprocess
import sys

import numpy as np
import pytest

from playground.digits.pretraining import handwriting_fonts
from playground.digits.pretraining.handwriting_fonts import (
    HELD_OUT_FONTS,
    SIDE,
    TRAINING_FONTS,
    glyphs,
    handwritten,
    trace_font,
)
from tests.digits.pretraining.small_font import LINES, write_font


def test_no_font_is_both_seen_and_held_out():
    assert not set(TRAINING_FONTS) & set(HELD_OUT_FONTS)
    assert len(TRAINING_FONTS) >= 50
    assert 8 <= len(HELD_OUT_FONTS) <= 10


def test_a_glyph_becomes_the_lines_that_drew_it(fonts):
    """An L, 700 high and 400 wide between the middles of its lines, in one stroke or two."""
    strokes = glyphs("first", fonts)["L"]
    points = np.concatenate(strokes)
    assert all(stroke.dtype == np.float32 and stroke.shape[1] == 2 for stroke in strokes)
    assert np.ptp(points, axis=0).max() == pytest.approx(SIDE, abs=1e-3)
    across, down = points.T
    height = 700 + 40  # the upright one ends at its square end, the level one in its middle
    from_upright = np.abs(across) * height / SIDE
    from_level = np.abs(down - SIDE) * height / SIDE
    assert np.minimum(from_upright, from_level).max() < 60
    assert np.ptp(across) * height / SIDE == pytest.approx(400, abs=80)
    assert points[down.argmin()][0] < 2  # y points down: the foot of an L is at its largest y


def test_a_glyph_keeps_its_parts_apart(fonts):
    assert len(glyphs("first", fonts)["i"]) == 2
    assert "!" not in glyphs("first", fonts)  # the font has none


def test_an_i_without_a_dot_is_left_out(tmp_path):
    capitals = LINES | {"i": [((100, 0), (100, 700))]}
    write_font(tmp_path / "node_modules/@fontsource/capitals/files/capitals-latin-400-normal.woff2", capitals)
    trace_font("capitals", tmp_path)
    assert "i" not in glyphs("capitals", tmp_path)
    assert {"L", "T", "7"} <= set(glyphs("capitals", tmp_path))


def test_a_letter_is_drawn_by_another_hand_each_time(fonts):
    rng = np.random.default_rng(0)
    (one, first), (other, second) = (
        handwritten("first", "L!", rng, fonts),
        handwritten("first", "L!", rng, fonts),
    )
    assert one == other == "L"
    assert [stroke.shape for stroke in first] == [stroke.shape for stroke in second]
    assert np.abs(first[0] - second[0]).max() > 0.1
    _, again = handwritten("first", "L!", np.random.default_rng(0), fonts)
    np.testing.assert_array_equal(first[0], again[0])


def test_a_missing_font_says_how_to_fetch_it(tmp_path):
    with pytest.raises(
        FileNotFoundError, match=r"Expected the strokes of the font caveat .* Fetch the fonts with"
    ):
        glyphs("caveat", tmp_path)


def test_the_program_asks_npm_for_each_font_and_traces_it(fonts, tmp_path, monkeypatch):
    asked = []

    def npm(command, check):
        assert check
        asked.extend(command)
        for package in command:
            if package.startswith("@fontsource/"):
                name = package.split("/")[1].split("@")[0]
                write_font(tmp_path / f"node_modules/@fontsource/{name}/files/{name}-latin-400-normal.woff2")

    monkeypatch.setattr(subprocess, "run", npm)
    monkeypatch.setattr(sys, "argv", ["handwriting_fonts", "--folder", str(tmp_path)])
    handwriting_fonts.main()
    assert asked[:2] == ["npm", "install"]
    assert "--ignore-scripts" in asked
    assert {"@fontsource/first@1.0.0", "@fontsource/second@1.0.0", "@fontsource/third@1.0.0"} <= set(asked)
    assert set(glyphs("third", tmp_path)) >= set("LTi0")
