"""Strokes found in images, against the strokes that drew them."""

import math

import numpy as np
import pytest
from PIL import Image

from playground.digits.datasets import load_digits
from playground.digits.drawing.strokes import Placement, render
from playground.digits.pretraining.skeleton import length
from playground.digits.pretraining.tracing import trace

pytest.importorskip("skimage", reason="scikit-image is in requirements-dev.txt only")


def image_of(strokes, pen=2.4, field=28):
    """Strokes in pixels of the field, drawn there with a pen of such width: `(field, field)` uint8."""
    rows, columns = np.mgrid[: field * 4, : field * 4] / 4 + 1 / 8
    nearest = np.full(rows.shape, np.inf)
    for stroke in strokes:
        for share in np.linspace(0, 1, 200):
            x, y = point_at(np.asarray(stroke, dtype=float), share)
            nearest = np.minimum(nearest, np.hypot(columns - x, rows - y))
    inked = (nearest < pen / 2).reshape(field, 4, field, 4).mean(axis=(1, 3))
    return np.rint(inked * 255).astype(np.uint8)


def point_at(stroke, share):
    along = share * (len(stroke) - 1)
    at = min(int(along), len(stroke) - 2)
    return stroke[at] + (along - at) * (stroke[at + 1] - stroke[at])


def farthest(points, stroke):
    """The largest distance from any of the points to the nearest point of a stroke."""
    dense = np.array([point_at(np.asarray(stroke, dtype=float), share) for share in np.linspace(0, 1, 400)])
    return max(np.hypot(*(dense - point).T).min() for point in points)


RING = [(14 + 8 * math.cos(t), 14 + 9 * math.sin(t)) for t in np.linspace(0, 2 * math.pi, 80)]


@pytest.mark.parametrize("line", [[(6, 14), (22, 14)], [(14, 4), (14, 24)], [(6, 5), (21, 23)]])
def test_a_straight_line_is_one_stroke(line):
    (stroke,) = trace(image_of([line]))
    assert stroke.dtype == np.float32
    assert farthest(stroke, line) < 0.6  # thinning may leave the last pixel askew
    assert length(stroke) == pytest.approx(math.dist(*line), abs=2)


def test_points_are_evenly_spaced():
    (stroke,) = trace(image_of([[(6, 5), (21, 23)]]))
    steps = np.hypot(*np.diff(stroke, axis=0).T)
    np.testing.assert_allclose(steps, 1, atol=0.15)


def test_a_ring_closes():
    (stroke,) = trace(image_of([RING]))
    np.testing.assert_array_equal(stroke[0], stroke[-1])
    assert farthest(stroke, RING) < 0.6
    assert farthest(RING, stroke) < 0.6


def test_crossing_lines_stay_two_straight_strokes():
    lines = [[(5, 6), (23, 22)], [(5, 22), (23, 6)]]
    strokes = trace(image_of(lines))
    assert len(strokes) == 2
    for stroke in strokes:
        assert min(farthest(stroke, line) for line in lines) < 0.9


def test_a_fork_is_a_stroke_and_what_branches_off():
    stem, branch = [(14, 4), (14, 24)], [(14, 14), (23, 14)]
    strokes = sorted(trace(image_of([stem, branch])), key=length)
    assert len(strokes) == 2
    assert farthest(strokes[1], stem) < 0.8
    assert farthest(strokes[0], branch) < 0.8


def test_a_thick_line_grows_no_spurs():
    assert len(trace(image_of([[(7, 7), (20, 20)]], pen=5))) == 1


def test_specks_are_left_out():
    image = image_of([[(14, 4), (14, 24)]])
    image[3, 3] = 255
    assert len(trace(image)) == 1


def test_ink_at_the_border_is_followed():
    image = np.zeros((28, 28), dtype=np.uint8)
    image[:2] = 255
    (stroke,) = trace(image)
    assert length(stroke) > 24


def test_a_blot_is_a_dot():
    image = np.zeros((28, 28), dtype=np.uint8)
    image[13:15, 13:15] = 255
    (stroke,) = trace(image)
    assert stroke.shape == (1, 2)
    np.testing.assert_allclose(stroke[0], [14, 14], atol=0.3)


def test_nothing_is_found_in_nothing():
    assert trace(np.zeros((28, 28), dtype=np.uint8)) == []


@pytest.mark.parametrize(
    "image", [np.zeros((28, 28), dtype=np.float32), np.zeros((1, 28, 28), dtype=np.uint8)]
)
def test_another_image_is_refused(image):
    with pytest.raises(ValueError, match=r"Expected an image \(H, W\) uint8, but got \("):
        trace(image)


def test_real_digits_drawn_again_cover_their_ink():
    """A trace, inked with MNIST's own pen, overlaps the image that it came from."""
    shares = []
    for image in load_digits("embedded").train_images[:60].numpy():
        strokes = trace(image)
        points = np.concatenate(strokes)
        pen = (image / 255).sum() / max(sum(length(stroke) for stroke in strokes), 1)
        low, high = points.min(axis=0) - pen / 2, points.max(axis=0) + pen / 2
        longer = float((high - low).max())
        position = low / np.maximum(28 - (high - low), 1e-6)
        drawn = render(strokes, Placement(pen * 10, longer / 28, 0, (position[0], position[1])))[..., 0]
        again = np.asarray(Image.fromarray(drawn).reduce(10))
        one, other = image > 100, again > 100
        shares.append((one & other).sum() / (one | other).sum())
    assert np.mean(shares) > 0.7
    assert min(shares) > 0.5


def test_tracing_twice_gives_the_same():
    image = load_digits("embedded").test_images[0].numpy()
    for one, other in zip(trace(image), trace(image), strict=True):
        np.testing.assert_array_equal(one, other)
