"""Sheets of digits are read whole, in rows, and drawings of several digits fall apart into them."""

import numpy as np
import pytest

from playground.digits.checkpoints import load_pretrained
from playground.digits.datasets import load_digits
from playground.digits.drawing import to_mnist
from playground.digits.drawing.photograph_file import open_photograph
from playground.digits.drawing.strokes import Placement, render
from playground.digits.prediction import predict
from playground.digits.several import find_digits_in_drawing, find_digits_in_photograph, row_texts
from tests.digits.drawing.sheets import KINDS, Sheet, photographed
from tests.digits.mnist import needs_mnist


@pytest.fixture(scope="module")
def read():
    model = load_pretrained("cnn").model
    return lambda image: predict(model, image).label


@pytest.fixture(scope="module")
def digits(read):
    """Three of each digit, `(3, 28, 28)`, that the network reads rightly as they are."""
    data = load_digits("mnist")
    images, labels = data.test_images.numpy(), data.test_labels.numpy()
    chosen = {}
    for digit in range(10):
        readable = (image for image in images[labels == digit] if read(image) == digit)
        chosen[digit] = [next(readable) for _ in range(3)]
    return chosen


def photograph_of(rows, digits, sheet, seed=3):
    rng = np.random.default_rng(seed)
    images = [[digits[int(digit)][rng.integers(3)] for digit in row] for row in rows]
    return find_digits_in_photograph(open_photograph(photographed(images, rng, sheet)))


def texts(sheet, read):
    return row_texts(sheet, [read(mark.image) for mark in sheet.marks])


HARDEST = (
    "dark rules",
    "hard shadow, ruled",
    "soft shadow, squared",
    "chalk",
    "uneven pressure",
    "turned by EXIF",
)
"""The benchmark measures all kinds, and how many sheets of each are read."""


@needs_mnist
@pytest.mark.parametrize("kind", HARDEST)
def test_a_row_is_read_under_every_light_and_on_every_paper(kind, digits, read):
    assert texts(photograph_of(["402"], digits, KINDS[kind]), read) == ["402"]


@needs_mnist
def test_ten_digits_in_two_rows_are_all_read(digits, read):
    assert texts(photograph_of(["01234", "56789"], digits, Sheet(rows=2, size=(90, 130))), read) == [
        "01234",
        "56789",
    ]


@needs_mnist
def test_numbers_far_apart_are_two_numbers(digits, read):
    sheet = photograph_of(["25"], digits, Sheet(gaps=(2.0, 2.1), size=(100, 101)))
    assert texts(sheet, read) == ["2 5"]


@needs_mnist
@pytest.mark.parametrize("digit", [5, 7])
def test_parts_of_a_broken_digit_stay_together(digit, digits, read):
    sheet = photograph_of([str(digit)], digits, Sheet(cut=1, size=(150, 151)))
    assert len(sheet.marks) == 1


@needs_mnist
def test_what_is_no_digit_is_a_mark_of_its_own(digits, read):
    scribble = np.zeros((28, 28), np.uint8)
    scribble[4:24:4, 4:24] = scribble[4:24, 4:24:4] = 255
    rng = np.random.default_rng(0)
    content = photographed([[digits[7][0], scribble, digits[1][0]]], rng, Sheet())
    assert texts(find_digits_in_photograph(open_photograph(content)), read) == ["7?1"]


ONE = [(0.5, 0.0), (0.5, 1.0)]
SEVEN = [(0.0, 0.0), (0.6, 0.0), (0.25, 1.0)]
CROSS = [(0.08, 0.5), (0.6, 0.5)]
HAT, BODY = [(0.25, 0.0), (0.7, 0.0)], [
    (0.15, 0.03), (0.12, 0.45), (0.35, 0.38), (0.55, 0.45), (0.6, 0.65), (0.5, 0.9), (0.3, 1.0), (0.08, 0.92)
]  # fmt: skip


def drawn(*strokes, brush=14.0, size=0.8):
    paths = [np.array(stroke, np.float32) for stroke in strokes]
    return render(paths, Placement(brush, size, 0.0, (0.5, 0.5)))


def beside(stroke, right, scale=1.0):
    return [(scale * x + right, scale * y) for x, y in stroke]


def test_seventeen_on_the_canvas_is_a_one_and_a_seven(read):
    sheet = find_digits_in_drawing(drawn(ONE, beside(SEVEN, 0.8)))
    assert [read(mark.image) for mark in sheet.marks] == [1, 7]
    assert all(mark.judgement.accepted for mark in sheet.marks)
    np.testing.assert_array_equal(sheet.marks[1].image, to_mnist(sheet.marks[1].canvas))


@pytest.mark.parametrize(
    "strokes", [[SEVEN, CROSS], [HAT, BODY], [[(0.1, 0), (0.05, 0.5), (0.6, 0.5)], [(0.5, 0.1), (0.45, 1)]]]
)
def test_one_digit_of_several_strokes_is_one_mark(strokes):
    assert len(find_digits_in_drawing(drawn(*strokes)).marks) == 1


def test_digits_below_one_another_are_two_rows(read):
    above, below = beside(SEVEN, 0.0, 0.45), [(x, y + 0.62) for x, y in beside(SEVEN, 0.05, 0.38)]
    sheet = find_digits_in_drawing(drawn(above, below))
    assert sheet.rows == ((0,), (1,))


def test_nothing_is_on_a_blank_canvas():
    assert find_digits_in_drawing(np.zeros((280, 280, 4), np.uint8)).marks == ()


@needs_mnist
def test_touching_digits_are_cut_where_both_parts_are_sure_and_else_stay_one_mark(digits):
    whole = 0
    for seed in range(3):
        sheet = photograph_of(["70"], digits, Sheet(gaps=(-0.03, 0.0)), seed)
        if len(sheet.marks) == 2:
            assert all(mark.judgement.digit >= 0.5 for mark in sheet.marks)
            whole += 1
        else:
            assert not sheet.marks[0].judgement.accepted
    assert whole >= 1
