"""The part 'How it was prepared': its numbers, its pictures, and the part itself."""

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from playground.digits.drawing.preprocessing import prepare
from playground.digits.prediction import Prediction
from playground.figures.preparation import preparation_pictures
from playground.notices.preparation import captions, difference, measure
from tests.elements import only


def bar(top=40, bottom=200, left=100, right=124):
    """A canvas with an upright bar of a usual line's width."""
    pixels = np.zeros((280, 280, 4), np.uint8)
    pixels[..., 3] = 255
    pixels[top:bottom, left:right] = 255
    return pixels


def answer(label, confidence):
    probabilities = torch.full((10,), (1 - confidence) / 9)
    probabilities[label] = confidence
    return Prediction(label, probabilities, confidence)


def test_numbers_are_those_of_the_drawing():
    numbers = measure(prepare(bar()))
    assert (numbers.height, numbers.width) == (160, 24)
    assert numbers.share == pytest.approx(160 * 24 / 280**2)
    assert (numbers.right, numbers.down) == pytest.approx((0, 0), abs=0.05)


def test_every_picture_has_a_caption_with_its_numbers():
    preparation = prepare(bar())
    texts = captions(preparation)
    pictures = preparation_pictures(preparation)
    assert len(texts) == len(pictures)
    assert all(picture.shape[:2] == (280, 280) and picture.dtype == np.uint8 for picture in pictures)
    assert "24 x 160 pixels" in texts[1]
    assert "in the middle of the box" in texts[4]
    np.testing.assert_array_equal(pictures[-1][::10, ::10], preparation.image)


def test_a_heavy_foot_pulls_the_cross_down():
    pixels = bar()
    pixels[170:200, 60:164] = 255
    assert measure(prepare(pixels)).down > 1
    assert "down of the box" in captions(prepare(pixels))[4]


@pytest.mark.parametrize(
    ("prepared", "shrunk", "expected"),
    [
        (
            answer(7, 0.9),
            answer(1, 0.4),
            "reads a **7** with 90.0\u00a0%; only shrunk, a **1** with 40.0\u00a0%",
        ),
        (answer(7, 0.9), answer(7, 0.5), "40.0 points less sure"),
        (answer(7, 0.5), answer(7, 0.9), "40.0 points surer"),
        (answer(7, 0.9), answer(7, 0.89), "nearly the same"),
        (answer(7, 0.9), Prediction(None, torch.zeros(10), 0.0), "nothing is left of its line"),
    ],
)
def test_the_difference_is_said(prepared, shrunk, expected):
    assert expected in difference(prepared, shrunk, prepare(bar()))


def part(image_reference):
    import numpy as np

    from playground.digits.drawing.history import DrawingHistory
    from playground.digits.prediction import predict
    from playground.ui.draw import preparation
    from playground.ui.draw.subject import Subject
    from playground.ui.shared.networks import load_choice, model_choices

    ink = np.zeros((280, 280, 4), np.uint8)
    ink[20:120, 30:46], ink[..., 3] = 255, 255
    history = (
        DrawingHistory().starting_with_image(ink[::10, ::10, 0], "mnist-test-7")
        if image_reference
        else DrawingHistory().starting_with_photograph(ink)
    )
    image, way = history.prepared()
    choices = model_choices()
    network = load_choice(choices, "mlp")
    preparation.show(
        Subject(
            "mlp", network, choices, image, history.pixels, way, predict(network.model, image, abstain=False)
        )
    )


@pytest.fixture
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path))


def test_the_part_shows_each_step_and_both_answers(own_home):
    at = AppTest.from_function(part, kwargs={"image_reference": False}, default_timeout=30).run()
    assert not at.exception
    words = " ".join(element.value for element in [*at.caption, *at.markdown])
    assert "16 x 100 pixels" in words
    assert "Prepared, the network reads a **1**" in words
    assert sum(len(at.get(kind)) for kind in ("image", "imgs", "image_list")) == 8


def test_an_image_of_a_data_set_needs_no_preparation(own_home):
    at = AppTest.from_function(part, kwargs={"image_reference": True}, default_timeout=30).run()
    assert not at.exception
    assert "needs no preparation" in only(at.markdown).value
