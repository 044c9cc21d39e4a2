"""Every image is a glyph on the map, the drawing a star with a line to each neighbour."""

import json

import numpy as np

from playground.figures.neighbours import STAR, neighbour_map_option

LAYOUT = np.random.default_rng(0).uniform(-1, 1, (30, 2))
LABELS = np.arange(30) % 10


def series(**settings):
    option = neighbour_map_option(LAYOUT, LABELS, [0.25, -0.5], [3, 14], **settings)
    json.dumps(option)
    return option["series"]


def test_each_image_is_written_as_its_digit_where_it_lies():
    for digit, glyphs in enumerate(series()[:10]):
        assert glyphs["label"]["formatter"] == str(digit)
        assert glyphs["name"] == f"a training image of a {digit}"
        np.testing.assert_allclose(glyphs["data"], LAYOUT[digit == LABELS], atol=5e-4)
    assert len({glyphs["label"]["color"] for glyphs in series()[:10]}) == 10


def test_lines_lead_from_the_star_to_its_neighbours():
    lines, rings, star = series()[10:]
    assert star["symbol"] == STAR
    assert star["data"] == [[0.25, -0.5]]
    assert [line["coords"][0] for line in lines["data"]] == [[0.25, -0.5]] * 2
    np.testing.assert_allclose([line["coords"][1] for line in lines["data"]], LAYOUT[[3, 14]], atol=5e-4)
    assert rings["data"] == [line["coords"][1] for line in lines["data"]]


def test_lines_are_dark_on_light_and_light_on_dark():
    assert series(dark=True)[10]["lineStyle"]["color"] != series(dark=False)[10]["lineStyle"]["color"]
