"""Every image is a glyph on the map, the drawing a star with a line to each neighbour."""

import numpy as np

from playground.figures.neighbours import neighbour_map_figure

LAYOUT = np.random.default_rng(0).uniform(-1, 1, (30, 2))
LABELS = np.arange(30) % 10
FIGURE = neighbour_map_figure(LAYOUT, LABELS, [0.25, -0.5], [3, 14])


def points(trace):
    return np.column_stack([trace.x, trace.y])


def test_each_image_is_written_as_its_digit_where_it_lies():
    glyphs = FIGURE.data[:10]
    for digit, trace in enumerate(glyphs):
        assert (trace.text, trace.name) == (str(digit), str(digit))
        assert trace.hovertemplate == f"a training image of a {digit}<extra></extra>"
        np.testing.assert_allclose(points(trace), LAYOUT[digit == LABELS], atol=5e-4)
    assert len({trace.textfont.color for trace in glyphs}) == 10


def test_lines_lead_from_the_star_to_its_neighbours():
    lines, rings, star = FIGURE.data[10:]
    assert star.marker.symbol == "star"
    np.testing.assert_allclose(points(star), [[0.25, -0.5]])
    rows = points(lines)
    np.testing.assert_allclose(rows[0::3], [[0.25, -0.5]] * 2)
    np.testing.assert_allclose(rows[1::3], LAYOUT[[3, 14]], atol=5e-4)
    assert np.isnan(rows[2::3]).all()  # the lines do not touch
    np.testing.assert_array_equal(points(rings), rows[1::3])


def test_the_legend_has_the_digits_alone():
    assert [trace.name for trace in FIGURE.data if trace.showlegend is not False] == list("0123456789")
