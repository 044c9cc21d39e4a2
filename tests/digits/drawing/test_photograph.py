"""Photographs made from digits are read as these digits, and what holds no digit is said."""

import numpy as np
import pytest

from playground.digits.checkpoints import load_pretrained
from playground.digits.datasets import load_digits
from playground.digits.drawing import to_mnist
from playground.digits.drawing.photograph import find_writing, on_canvas
from playground.digits.drawing.photograph_file import open_photograph
from playground.digits.prediction import predict
from playground.errors import PhotographError
from tests.digits.drawing.photographs import Scene, encoded, photograph

SCENES = {
    "dark on light": Scene(),
    "light on dark": Scene(light_ink=True),
    "a shadow's edge": Scene(shadow=0.7),
    "ruled paper": Scene(ruled=0.7),
    "squared paper": Scene(ruled=0.6, squared=0.6),
    "far away": Scene(width=1200, height=900, digit=150, noise=10),
}


def drawings(gray):
    """What each group of a photograph looks like on the canvas."""
    writing = find_writing(gray)
    return [on_canvas(writing, group) for group in writing.groups]


@pytest.fixture(scope="module")
def read():
    model = load_pretrained("cnn").model
    return lambda image: predict(model, image, abstain=False).label


@pytest.fixture(scope="module")
def digits(read):
    """Three of each digit that the network reads rightly without a photograph."""
    data = load_digits("auto")
    images, labels = data.test_images.numpy(), data.test_labels.numpy()
    chosen = []
    for digit in range(10):
        readable = (
            images[index] for index in np.flatnonzero(labels == digit) if read(images[index]) == digit
        )
        chosen += [(next(readable), digit) for _ in range(3)]
    return chosen


def test_photographs_are_read_as_the_digits_that_were_photographed(digits, read):
    rng = np.random.default_rng(0)
    scenes = list(SCENES.values())
    right = 0
    for number, (image, digit) in enumerate(digits):
        content = encoded(photograph(image, rng, scenes[number % len(scenes)]))
        right += [read(to_mnist(canvas)) for canvas in drawings(open_photograph(content))] == [digit]
    assert len(digits) == 30
    assert right >= 28


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_the_ink_is_white_on_black_in_the_middle_of_the_canvas(digits, scene):
    image, _ = digits[15]
    (pixels,) = drawings(photograph(image, np.random.default_rng(1), scene))
    assert pixels.shape == (280, 280, 4)
    assert pixels.dtype == np.uint8
    assert (pixels[..., 3] == 255).all()
    rows, columns = np.nonzero(pixels[..., 0] > 100)
    assert max(np.ptp(rows), np.ptp(columns)) == pytest.approx(199, abs=12)
    assert rows.min() + rows.max() == pytest.approx(279, abs=12)
    assert columns.min() + columns.max() == pytest.approx(279, abs=12)
    assert len(np.unique(pixels[..., 0])) > 20  # grey edges


def blocks(*places, ink=30):
    """Light paper with dark blocks: top, bottom, left, right."""
    gray = np.full((300, 400), 220, np.uint8)
    for top, bottom, left, right in places:
        gray[top:bottom, left:right] = ink
    return gray


def box(pixels):
    rows, columns = np.nonzero(pixels[..., 0] > 127)
    return np.ptp(rows) + 1, np.ptp(columns) + 1


def test_a_loose_bar_stays_with_its_digit_and_specks_do_not():
    upright, bar, speck = (100, 200, 150, 165), (90, 100, 175, 230), (20, 24, 370, 374)
    (drawing,) = drawings(blocks(upright, bar, speck))
    height, width = box(drawing)
    assert width / height == pytest.approx(80 / 110, abs=0.05)


def test_a_far_digit_is_another_one_and_what_lies_along_the_edge_is_left_out():
    upright, other, edge = (100, 200, 150, 165), (120, 160, 300, 312), (0, 300, 0, 20)
    first, second = drawings(blocks(upright, other, edge))
    assert np.divide(*box(first)) == pytest.approx(100 / 15, abs=0.6)
    assert np.divide(*box(second)) == pytest.approx(40 / 12, abs=0.4)


def test_a_lone_digit_at_the_border_is_ink_and_its_hole_is_not():
    # The hole, which is light, was taken for chalk.
    gray = blocks((80, 220, 10, 100), (140, 180, 0, 12))
    gray[110:190, 30:70] = 220
    (drawing,) = drawings(gray)
    assert np.divide(*box(drawing)) == pytest.approx(140 / 100, abs=0.05)


@pytest.mark.parametrize("faintest", [0.5, 0.3, 0.2])
def test_a_line_that_fades_stays_whole(faintest):
    # At half of the darkest ink as the threshold the paler half would be lost, or the line broken.
    gray = blocks((60, 240, 190, 206)).astype(float)
    pale = np.linspace(1, faintest, 180)[:, None]
    gray[60:240, 190:206] = 220 - (220 - gray[60:240, 190:206]) * pale
    (drawing,) = drawings(np.uint8(gray))
    assert np.divide(*box(drawing)) == pytest.approx(180 / 16, rel=0.15)


@pytest.mark.parametrize("softness", [1, 40])
@pytest.mark.parametrize("rules", [False, True])
def test_a_shadows_edge_is_no_ink(softness, rules):
    paper = np.full((600, 800), 215.0)
    if rules:
        paper[20::40] *= 0.75
    down, right = np.mgrid[:600, :800]
    shadow = 1 / (1 + np.exp(-np.clip((0.8 * right + 0.5 * down - 500) / softness, -30, 30)))
    paper[200:400, 300:324] = 40
    gray = paper * (1 - 0.45 * shadow) + np.random.default_rng(0).normal(0, 3, paper.shape)
    writing = find_writing(np.uint8(np.clip(gray, 0, 255)))
    (group,) = writing.groups
    assert (group.box.left, group.box.right) == (pytest.approx(300, abs=4), pytest.approx(324, abs=4))
    assert (group.box.top, group.box.bottom) == (pytest.approx(200, abs=4), pytest.approx(400, abs=4))


@pytest.mark.parametrize("noise", [0, 5, 15])
@pytest.mark.parametrize("level", [10, 128, 245])
def test_paper_without_ink_is_said(level, noise):
    light = np.linspace(1, 0.7, 400) * level + np.random.default_rng(0).normal(0, noise, (300, 400))
    with pytest.raises(PhotographError, match="nothing stands"):
        find_writing(np.uint8(np.clip(light, 0, 255)))


def test_a_printed_page_is_said():
    marks = [(top, top + 9, left, left + 4) for top in range(20, 280, 20) for left in range(20, 380, 20)]
    with pytest.raises(PhotographError, match="more than 80 marks"):
        find_writing(blocks(*marks))


@pytest.mark.parametrize(
    "pixels", [np.zeros((5, 5, 3), np.uint8), np.zeros((5, 5)), np.zeros((0, 5), np.uint8)]
)
def test_other_arrays_are_refused(pixels):
    with pytest.raises(ValueError, match="Expected brightness"):
        find_writing(pixels)


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (500, 1), (3, 4)])
def test_tiny_images_end_in_words(size):
    with pytest.raises(PhotographError):
        find_writing(open_photograph(encoded(np.zeros(size, np.uint8), "PNG")))
