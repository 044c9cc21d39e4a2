import tomllib
from dataclasses import astuple
from pathlib import Path

import pytest

from playground.figures import theme

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit/config.toml").read_text())["theme"]


@pytest.mark.parametrize(("name", "palette"), [("light", theme.LIGHT), ("dark", theme.DARK)])
def test_the_palettes_are_those_of_the_page(name, palette):
    wanted = CONFIG[name]
    assert [*palette.series, *palette.further] == wanted["chartCategoricalColors"]
    assert (palette.background, palette.text) == (wanted["backgroundColor"], wanted["textColor"])


def _flat(palette):
    *single, series, further = astuple(palette)
    return [*single, *series, *further]


def test_each_light_color_has_one_dark_counterpart():
    assert theme.dark_colors() == dict(zip(_flat(theme.LIGHT), _flat(theme.DARK), strict=True))
    assert len(set(_flat(theme.LIGHT))) == len(_flat(theme.LIGHT))


def _luminance(color):
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK])
def test_text_and_curves_stand_out_from_the_background(palette):
    """By the contrast ratio of WCAG 2.1: 4.5 for text, 3 for lines."""
    background = _luminance(palette.background)

    def contrast(color):
        low, high = sorted((background, _luminance(color)))
        return (high + 0.05) / (low + 0.05)

    assert min(contrast(palette.text), contrast(palette.muted)) >= 4.5
    assert min(map(contrast, palette.series + palette.further)) >= 3


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK])
def test_further_curves_have_the_first_ones_colors_halfway_to_the_text(palette):
    def parts(color):
        return [int(color[at : at + 2], 16) for at in (1, 3, 5)]

    for color, further in zip(palette.series, palette.further, strict=True):
        middle = [(own + text) / 2 for own, text in zip(parts(color), parts(palette.text), strict=True)]
        assert parts(further) == pytest.approx(middle, abs=0.5)


def test_a_figure_has_nothing_but_colors_of_the_palette():
    text = theme.figure([{"type": "scatter", "y": [1], "line": theme.line(0)}], 300).to_json()
    colors = {text[place : place + 7] for place in range(len(text)) if text[place] == "#"}
    assert colors <= set(_flat(theme.LIGHT))


def test_thirty_six_curves_differ():
    assert len({(theme.line(index)["color"], theme.line(index)["dash"]) for index in range(36)}) == 36


def test_six_curves_of_echarts_differ_by_dashes_and_by_symbols_and_start_again_after_that():
    assert len({str(theme.echarts_dash(index)) for index in range(6)}) == 6
    assert len({theme.echarts_symbol(index) for index in range(6)}) == 6
    assert theme.echarts_dash(6) == theme.echarts_dash(0)
    assert theme.echarts_symbol(6) == theme.echarts_symbol(0)


@pytest.mark.parametrize("color", [theme.CORRECT, theme.INCORRECT])
def test_white_numbers_are_readable_on_the_colors_of_predictions(color):
    """By the contrast ratio of WCAG 2.1."""
    assert 1.05 / (_luminance("#{:02x}{:02x}{:02x}".format(*color)) + 0.05) >= 4


def test_no_other_figure_repeats_a_color_of_the_theme():
    known = {color for palette in (theme.LIGHT, theme.DARK) for color in _flat(palette)} - {"#ffffff"}
    folder = Path(theme.__file__).parent
    repeated = {
        (path.name, color)
        for path in folder.glob("*.py")
        if path.name != "theme.py"
        for color in known
        if color in path.read_text().lower()
    }
    assert repeated == set()
