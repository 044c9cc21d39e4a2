"""Lines of known widths, and rings whose radii say how wide their line is."""

import numpy as np
import pytest

from playground.digits.drawing.stroke_width import SCALE, USUAL, normalise_stroke_width, stroke_width


def bar(width, length=200):
    return np.full((length, width), 255, np.uint8)


def ring(inner, outer=100):
    rows, columns = np.indices((2 * outer, 2 * outer)) - outer + 0.5
    radius = np.hypot(rows, columns)
    return np.where((radius >= inner) & (radius <= outer), 255, 0).astype(np.uint8)


@pytest.mark.parametrize("width", [10, 20, 30, 60])
def test_a_bars_width_is_measured_against_its_length(width):
    # To a pixel and a half of the 96 at which it is measured.
    assert stroke_width(bar(width)) == pytest.approx(width / 200, abs=0.016)


@pytest.mark.parametrize("inner", [50, 70, 80, 94])
def test_a_rings_width_is_the_difference_of_its_radii(inner):
    assert stroke_width(ring(inner)) == pytest.approx((100 - inner) / 200, abs=0.015)


@pytest.mark.parametrize(
    ("inner", "wanted"), [(96, USUAL[0]), (90, USUAL[0]), (60, USUAL[1]), (40, USUAL[1])]
)
def test_a_line_comes_to_the_nearest_usual_width(inner, wanted):
    assert stroke_width(normalise_stroke_width(ring(inner))) == pytest.approx(wanted, abs=0.02)


def test_the_middle_of_the_line_stays_where_it_is():
    # A ring's middle line has radius 75 of 100 before, and that share of the thinner ring, whose outside moved in.
    thinned = normalise_stroke_width(ring(50))
    assert len(thinned) < SCALE
    middle = thinned[len(thinned) // 2]
    inked = np.flatnonzero(middle >= 128)
    left_arm = inked[inked < len(middle) // 2]
    radius = len(middle) / 2 - left_arm.mean()
    assert radius == pytest.approx(0.75 * SCALE / 2, abs=1)


@pytest.mark.parametrize("width", [22, 26, 30])
def test_a_usual_line_is_left_exactly_as_it_is(width):
    foreground = bar(width)
    assert normalise_stroke_width(foreground) is foreground


@pytest.mark.parametrize("foreground", [bar(200), bar(120), np.full((1, 1), 255, np.uint8), ring(0)])
def test_a_dot_or_a_filled_shape_is_left_as_it_is(foreground):
    assert normalise_stroke_width(foreground) is foreground


def test_faint_ink_survives():
    faint = np.full((50, 5), 40, np.uint8)
    assert normalise_stroke_width(faint).any()
