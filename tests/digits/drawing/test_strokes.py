"""The brush and the geometry, against areas and boxes computed by hand."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.digits.drawing import to_mnist
from playground.digits.drawing.strokes import (
    BRUSH,
    DRAWING_SIZE,
    TILT,
    Placement,
    place,
    random_placement,
    render,
)

DOT = [np.array([[3.0, 7.0]], dtype=np.float32)]
LINE = [np.array([[0.0, 5.0], [2.0, 5.0]], dtype=np.float32)]
HOOK = [np.array([[0, 0], [4, 0]], dtype=np.float32), np.array([[1, 0], [1, 10]], dtype=np.float32)]


def coverage(strokes, placement, canvas=280):
    """How much of each pixel is inked, `(H, W)` in 0..1."""
    return render(strokes, placement, canvas)[..., 0] / 255


def foreground_box(strokes, placement):
    rows, columns = np.nonzero(coverage(strokes, placement) > 0.5)
    return np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1])


def test_a_drawing_is_what_the_canvas_gives():
    rgba = render(LINE, Placement(20, 0.5, 0, (0.5, 0.5)))
    assert rgba.shape == (280, 280, 4)
    assert rgba.dtype == np.uint8
    assert (rgba[..., 3] == 255).all()
    np.testing.assert_array_equal(rgba[140, 140], [255, 255, 255, 255])
    np.testing.assert_array_equal(rgba[0, 0], [0, 0, 0, 255])
    assert to_mnist(rgba).any()


@pytest.mark.parametrize("brush", [8, 13.3, 20, 30])
def test_a_dot_has_the_brush_s_area(brush):
    inked = coverage(DOT, Placement(brush, 0.5, 0, (0.5, 0.5))).sum()
    assert inked == pytest.approx(math.pi * brush**2 / 4, rel=0.06)


@pytest.mark.parametrize("brush", [8, 13.3, 20, 30])
def test_a_horizontal_line_is_as_thick_as_the_brush(brush):
    column = coverage(LINE, Placement(brush, 0.5, 0, (0.5, 0.5)))[:, 140]
    assert column.sum() == pytest.approx(brush, abs=0.7)  # to the supersampled pixel at both borders


def test_joints_are_round():
    """A sharp turn leaves no notch: its foreground covers the brush's whole circle at the corner."""
    corner = [np.array([[0, 0], [1, 0], [0.6, 0.6]], dtype=np.float32)]
    placement = Placement(30, 0.5, 0, (0.5, 0.5))
    x, y = place(corner, placement)[0][1]
    rows, columns = np.mgrid[:280, :280] + 0.5
    inside = np.hypot(columns - x, rows - y) < 14
    assert coverage(corner, placement)[inside].min() == 1


@pytest.mark.parametrize("size", [0.25, 0.6, 0.9])
@pytest.mark.parametrize("position", [(0, 0), (0.5, 0.5), (1, 0.25)])
def test_the_ink_s_box_has_its_size_and_place(size, position):
    left, top, right, bottom = foreground_box(HOOK, Placement(12, size, 0, position))
    height = size * 280
    width = (height - 12) * 0.4 + 12  # the path's own aspect ratio is 4 to 10
    expected_left, expected_top = position[0] * (280 - width), position[1] * (280 - height)
    expected = [expected_left, expected_top, expected_left + width, expected_top + height]
    np.testing.assert_allclose([left, top, right, bottom], expected, atol=1.01)


@pytest.mark.parametrize("tilt", [-15, 10])
def test_tilt_turns_clockwise_by_its_angle(tilt):
    (start, end) = place(LINE, Placement(10, 0.5, tilt, (0.5, 0.5)))[0]
    assert math.degrees(math.atan2(end[1] - start[1], end[0] - start[0])) == pytest.approx(tilt, abs=1e-3)


def test_another_canvas_shows_the_same_drawing():
    small = coverage(HOOK, Placement(10, 0.8, 5, (0.3, 0.6)), canvas=140)
    large = coverage(HOOK, Placement(20, 0.8, 5, (0.3, 0.6)))
    assert np.abs(large.reshape(140, 2, 140, 2).mean(axis=(1, 3)) - small).mean() < 0.005


def test_random_placements_fill_their_ranges():
    rng = np.random.default_rng(0)
    drawn = [random_placement(rng) for _ in range(2000)]
    for values, (low, high) in (
        ([p.brush for p in drawn], BRUSH),
        ([p.size for p in drawn], DRAWING_SIZE),
        ([p.tilt for p in drawn], (-TILT, TILT)),
        ([p.position[0] for p in drawn], (0, 1)),
        ([p.position[1] for p in drawn], (0, 1)),
    ):
        assert low <= min(values) < max(values) <= high
        # Uniform: each quarter of the range holds a quarter of the draws, four standard errors either way.
        counts = np.histogram(values, bins=4, range=(low, high))[0]
        np.testing.assert_allclose(counts, 500, atol=4 * math.sqrt(2000 * 0.25 * 0.75))


def test_the_same_seed_gives_the_same_placement():
    one, other = (random_placement(np.random.default_rng(7)) for _ in range(2))
    assert one == other
    np.testing.assert_array_equal(render(HOOK, one), render(HOOK, other))


def test_a_path_s_size_leaves_room_for_the_brush():
    for seed in range(200):
        of_ink = random_placement(np.random.default_rng(seed))
        of_path = random_placement(np.random.default_rng(seed), size_of_path=True)
        assert of_path.size == pytest.approx(min(of_ink.size + of_ink.brush / 280, 1))


@given(seed=st.integers(0, 2**32 - 1), of_path=st.booleans())
@settings(max_examples=40, deadline=None)
def test_ink_stays_inside_the_canvas(seed, of_path):
    """Nothing is cut off: half a brush around every point is on the canvas, and the foreground reaches as far."""
    placement = random_placement(np.random.default_rng(seed), size_of_path=of_path)
    points = np.concatenate(place(HOOK, placement))
    low, high = points.min(axis=0) - placement.brush / 2, points.max(axis=0) + placement.brush / 2
    assert low.min() >= -1e-3
    assert high.max() <= 280 + 1e-3
    np.testing.assert_allclose(foreground_box(HOOK, placement), [*low, *high], atol=1.01)


def test_a_brush_larger_than_the_digit_makes_a_dot():
    left, top, right, bottom = foreground_box(HOOK, Placement(30, 0.05, 0, (0.5, 0.5)))
    assert (right - left, bottom - top) == pytest.approx((30, 30), abs=1)


def test_what_cannot_be_drawn_says_why():
    placement = Placement(10, 0.5, 0, (0.5, 0.5))
    for strokes in ([], [np.zeros((0, 2), np.float32)], [np.zeros((3, 3), np.float32)]):
        with pytest.raises(ValueError, match=r"Expected strokes \(n, 2\) with n > 0, but got shapes \["):
            render(strokes, placement)
    for brush in (0, 281):
        with pytest.raises(ValueError, match=f"at most 280 pixels, but got {brush}"):
            render(LINE, Placement(brush, 0.5, 0, (0.5, 0.5)))


def test_placing_keeps_each_stroke_s_points_in_order():
    placed = place(HOOK, Placement(10, 0.5, 0, (0.5, 0.5)))
    assert [stroke.shape for stroke in placed] == [(2, 2), (2, 2)]
    assert all(stroke.dtype == np.float32 for stroke in placed)
    lengths = [math.dist(*stroke) for stroke in placed]
    assert lengths[1] / lengths[0] == pytest.approx(10 / 4, rel=1e-5)
    assert all(one[1] <= other[1] for one, other in pairwise(placed[1]))
