"""The digits of our own hand."""

import numpy as np
import pytest

from playground.digits.drawing.strokes import random_placement, render
from playground.digits.pretraining.templates import TEMPLATES, parse_template, spline, template_digit

EVERY = [(label, name) for label, shapes in TEMPLATES.items() for name in shapes]


def test_every_digit_has_several_templates():
    assert sorted(TEMPLATES) == list(range(10))
    assert all(len(shapes) >= 4 for shapes in TEMPLATES.values())


@pytest.mark.parametrize(("label", "name"), EVERY)
def test_a_template_is_drawn_within_its_box(label, name):
    for points, corners in parse_template(TEMPLATES[label][name]):
        assert points.shape == (len(corners), 2)
        assert len(points) > 1
        assert points.min() >= 0
        assert points.max() <= 1
    for seed in range(5):
        rng = np.random.default_rng(seed)
        strokes = template_digit(label, rng, name)
        assert len(strokes) == TEMPLATES[label][name].count("|") + 1
        assert all(stroke.dtype == np.float32 and stroke.shape[1] == 2 for stroke in strokes)
        points = np.concatenate(strokes)
        assert points.min() > -0.5
        assert points.max() < 1.5
        rgba = render(strokes, random_placement(rng))
        assert rgba[..., 0].max() == 255


def test_the_curve_goes_through_its_points_and_lies_on_a_line_through_points_of_one():
    points, corners = parse_template("10 10, 30 30!, 70 70, 90 90")[0]
    curve = spline(points, corners)
    np.testing.assert_allclose(curve[::6], points, atol=1e-6)
    np.testing.assert_allclose(curve[:, 0], curve[:, 1], atol=1e-6)


def test_a_corner_is_sharp_and_another_point_is_not():
    """Before a corner the curve does not know what follows: it stays straight; else it swings out."""
    sharp = spline(*parse_template("0 50, 50 50!, 50 100")[0])
    smooth = spline(*parse_template("0 50, 50 50, 50 100")[0])
    np.testing.assert_allclose(sharp[:7, 1], 0.5, atol=1e-6)
    np.testing.assert_allclose(sharp[6:, 0], 0.5, atol=1e-6)
    assert smooth[:7, 1].min() < 0.49


def test_the_same_seed_draws_the_same_digit_and_another_seed_another():
    one, same, other = (template_digit(8, np.random.default_rng(seed), "S first") for seed in (1, 1, 2))
    np.testing.assert_array_equal(one[0], same[0])
    assert np.abs(one[0] - other[0]).max() > 0.01


def test_without_a_name_every_template_is_drawn():
    rng = np.random.default_rng(0)
    counts = {len(template_digit(7, rng)) for _ in range(60)}
    assert counts == {1, 2}  # crossed and not


def test_what_has_no_template_is_refused():
    with pytest.raises(ValueError, match=r"label out of 0\.\.9, but got 10"):
        template_digit(10, np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"template of 7 out of plain, .*, but got 'Gothic'"):
        template_digit(7, np.random.default_rng(0), "Gothic")
