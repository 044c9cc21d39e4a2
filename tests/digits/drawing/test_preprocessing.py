"""From canvas to MNIST's form, checked against images that already have it."""

import numpy as np
import pytest
from PIL import Image

from playground.digits.datasets import load_digits
from playground.digits.drawing import to_mnist
from playground.digits.drawing.preprocessing import (
    BLANK,
    center,
    center_of_mass,
    fit_box,
    prepare,
    shrink_only,
)
from playground.errors import BlankDrawingError
from tests.digits.mnist import needs_mnist


def canvas_with(image, scale, top, left, size=280):
    """`(28, 28)` enlarged `scale` times on a black canvas `(size, size, 4)`."""
    side = 28 * scale
    large = np.asarray(Image.fromarray(image).resize((side, side), Image.Resampling.BICUBIC))
    canvas = np.zeros((size, size, 4), np.uint8)
    canvas[..., 3] = 255
    canvas[top : top + side, left : left + side, :3] = large[..., None]
    return canvas


def stroke(rows, columns, foreground=255, background=0, alpha=255):
    canvas = np.full((280, 280, 4), background, np.uint8)
    canvas[..., 3] = alpha
    canvas[rows, columns] = (foreground, foreground, foreground, 255)
    return canvas


def mean_difference(images, scale, top, left):
    return np.mean(
        [
            np.abs(to_mnist(canvas_with(image, scale, top, left)).astype(float) - image).mean()
            for image in images
        ]
    )


@pytest.mark.parametrize(("scale", "top", "left"), [(10, 0, 0), (6, 7, 100), (4, 160, 3)])
def test_embedded_digits_come_back_from_anywhere_on_a_canvas(scale, top, left):
    # The images' own mean is about 25 of 255. Blur of the 8 x 8 originals makes the crop uncertain and the line wide,
    # so that it is thinned.
    assert mean_difference(load_digits("embedded").test_images[:60].numpy(), scale, top, left) < 13


@needs_mnist
@pytest.mark.parametrize(("scale", "top", "left"), [(10, 0, 0), (6, 7, 100), (4, 160, 3)])
def test_mnist_images_come_back_from_anywhere_on_a_canvas(scale, top, left):
    assert mean_difference(load_digits("mnist").test_images[:200].numpy(), scale, top, left) < 9


@needs_mnist
def test_the_centre_of_mass_is_mnists():
    # Half a pixel off, the MLP read 96.3 % instead of 97.9 % of the placed test images.
    centers = [center_of_mass(image) for image in load_digits("mnist").test_images[:1000].numpy()]
    np.testing.assert_allclose(np.mean(centers, 0), [14, 14], atol=0.05)


def test_the_aspect_ratio_is_kept():
    wide = to_mnist(stroke(slice(100, 124), slice(40, 240)))  # a line of a usual width, 0.12 of its length
    rows, columns = np.flatnonzero(wide.max(1)), np.flatnonzero(wide.max(0))
    assert (len(rows), len(columns)) == (2, 20)


def test_the_centre_of_mass_is_in_the_middle():
    canvas = stroke(slice(20, 220), slice(20, 60))
    canvas[180:220, 20:160] = 255
    np.testing.assert_allclose(center_of_mass(to_mnist(canvas)), [14, 14], atol=0.5)


def test_place_and_size_do_not_matter():
    large = to_mnist(stroke(slice(40, 240), slice(130, 150)))
    small = to_mnist(stroke(slice(10, 110), slice(20, 30)))
    np.testing.assert_array_equal(large, small)


def test_dark_ink_on_a_bright_ground_is_inverted():
    place = slice(40, 240), slice(130, 150)
    np.testing.assert_array_equal(
        to_mnist(stroke(*place, foreground=0, background=255)), to_mnist(stroke(*place))
    )


def test_a_transparent_ground_is_black():
    place = slice(40, 240), slice(130, 150)
    np.testing.assert_array_equal(to_mnist(stroke(*place, background=0, alpha=0)), to_mnist(stroke(*place)))


@pytest.mark.parametrize(
    "canvas", [BLANK, np.full((280, 280, 4), 255, np.uint8), stroke([], [], background=9)]
)
def test_a_blank_canvas_says_what_to_do(canvas):
    with pytest.raises(BlankDrawingError, match=r"canvas is blank\. Draw a digit"):
        to_mnist(canvas)


@pytest.mark.parametrize("shape", [(280, 280), (280, 280, 3), (0, 5, 4)])
def test_other_shapes_are_refused(shape):
    with pytest.raises(ValueError, match=r"Expected pixels \(H, W, 4\) uint8"):
        to_mnist(np.zeros(shape, np.uint8))


def test_one_pixel_and_a_thin_line_are_drawings():
    assert to_mnist(stroke(5, 5)).shape == (28, 28)
    assert to_mnist(stroke(slice(0, 280), 5)).any()


def test_off_centre_ink_stays_inside():
    foreground = np.zeros((20, 20), np.uint8)
    foreground[0] = 255
    foreground[:, 0] = 1
    assert center(fit_box(foreground)).shape == (28, 28)


def test_every_step_is_kept():
    steps = prepare(stroke(slice(40, 240), slice(100, 110)))
    assert steps.box == (40, 100, 240, 110)
    assert steps.gray.shape == (280, 280)
    assert steps.line.shape[1] / steps.line.shape[0] == pytest.approx(0.1, abs=0.02)  # thickened from 0.05
    assert max(steps.scaled.shape) == 20
    np.testing.assert_array_equal(center(fit_box(steps.line)), steps.image)
    np.testing.assert_array_equal(steps.image, to_mnist(stroke(slice(40, 240), slice(100, 110))))


def test_shrink_only_keeps_place_and_size():
    small = shrink_only(stroke(slice(0, 140), slice(0, 140)))
    assert small.shape == (28, 28)
    assert small[:13, :13].min() > 250
    assert small[15:].max() < 5
    assert small[:, 15:].max() < 5


def test_centre_of_mass_is_numpys_weighted_mean():
    gray = np.random.default_rng(0).integers(0, 256, (7, 5), dtype=np.uint8)
    rows, columns = np.indices(gray.shape)
    expected = np.average(rows, weights=gray), np.average(columns, weights=gray)
    assert center_of_mass(gray) == pytest.approx(expected)
