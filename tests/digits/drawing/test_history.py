"""Strokes, Undo, Clear, and what a canvas reports when it is new."""

import numpy as np
import pytest
import torch

from playground.digits.checkpoints import load_pretrained
from playground.digits.datasets import load_digits
from playground.digits.drawing import to_mnist
from playground.digits.drawing.history import DrawingHistory
from playground.digits.models import to_input
from playground.errors import BlankDrawingError
from tests.digits.mnist import needs_mnist


def pixels(value):
    return np.full((2, 2, 4), value, np.uint8)


def strokes(count):
    return {"objects": [{"stroke": index} for index in range(count)]}


def two_strokes():
    return DrawingHistory().drawn(strokes(1), pixels(1)).drawn(strokes(2), pixels(2))


def test_each_stroke_is_a_step():
    assert [step.pixels[0, 0, 0] for step in two_strokes().steps] == [1, 2]


def test_undo_goes_back_one_stroke_under_a_new_key():
    history = two_strokes().undone()
    assert history.pixels[0, 0, 0] == 1
    assert history.initial_drawing == strokes(1)
    assert history.version == 1
    assert history.undone().initial_drawing is None
    assert DrawingHistory().undone().pixels is None


def test_a_new_canvas_that_repeats_the_strokes_without_pixels_changes_nothing():
    history = two_strokes()
    assert history.drawn(strokes(2), None) is history


def test_two_strokes_reported_at_once_are_undone_one_by_one():
    history = DrawingHistory().drawn(strokes(2), pixels(2)).undone()
    assert history.initial_drawing == strokes(1)
    assert history.pixels is None  # until the canvas sends it
    assert history.drawn(strokes(1), pixels(1)).pixels[0, 0, 0] == 1


def test_a_canvas_emptied_by_its_own_toolbar_is_blank():
    assert two_strokes().drawn(strokes(0), pixels(0)).steps == ()
    assert two_strokes().cleared().steps == ()


def test_nothing_drawn_yet():
    assert DrawingHistory().drawn(None, None) == DrawingHistory()
    assert DrawingHistory().initial_drawing is None


def image():
    """A bar with a faint edge, 28 x 28."""
    picture = np.zeros((28, 28), np.uint8)
    picture[5:23, 12:15], picture[5:23, 15] = 255, 20
    return picture


def with_strokes(history, count):
    """What the canvas reports when strokes lie on the image."""
    return {"objects": [*history.initial_drawing["objects"][:1], *strokes(count)["objects"]]}


def test_an_image_is_put_onto_the_canvas_and_read_as_it_is():
    history = DrawingHistory(version=3).starting_with_image(image(), "mnist-test-7")
    assert history.version == 4
    (entry,) = history.initial_drawing["objects"]
    assert entry["src"].startswith("data:image/png;base64,")
    assert history.pixels.shape == (280, 280, 4)
    np.testing.assert_array_equal(history.pixels[::10, ::10, 0], image())
    np.testing.assert_array_equal(history.prepared()[0], image())
    assert history.drawn(history.initial_drawing, None) is history


def test_a_stroke_on_an_image_goes_the_way_of_every_drawing_and_undo_brings_the_image_back():
    history = DrawingHistory().starting_with_image(image(), "mnist-test-7")
    pixels = history.pixels.copy()
    pixels[250:260, 20:260, :3] = 255
    drawn = history.drawn(with_strokes(history, 1), pixels)
    np.testing.assert_array_equal(drawn.prepared()[0], to_mnist(pixels))
    assert drawn.image_reference == "mnist-test-7"
    undone = drawn.undone()
    np.testing.assert_array_equal(undone.prepared()[0], image())
    assert undone.image_reference == "mnist-test-7"
    assert undone.version == drawn.version + 1
    # the canvas's own toolbar undoes too, and then sends pixels
    np.testing.assert_array_equal(
        drawn.drawn(with_strokes(history, 0), history.pixels).prepared()[0], image()
    )


@pytest.mark.parametrize(
    "how",
    [DrawingHistory.cleared, DrawingHistory.undone, lambda history: history.drawn(strokes(0), pixels(0))],
)
def test_without_its_image_a_sketch_is_blank_and_forgets_its_name(how):
    history = how(DrawingHistory().starting_with_image(image(), "mnist-test-7"))
    assert history.image_reference == ""
    assert history.initial_drawing is None
    with pytest.raises(BlankDrawingError):
        history.prepared()[0]


@needs_mnist
def test_an_image_from_mnist_is_read_as_on_the_page_of_mistakes():
    digits, model = load_digits("mnist"), load_pretrained("mlp").model
    chosen = digits.test_images[:200]
    held = np.stack([DrawingHistory().starting_with_image(one.numpy(), "x").prepared()[0] for one in chosen])
    with torch.inference_mode():
        expected, got = model(to_input(chosen)), model(to_input(torch.from_numpy(held)))
    assert torch.equal(expected.argmax(1), got.argmax(1))
    # Cropped and scaled like a drawing nearly all are read the same too, but not all mistakes.
    drawn = np.stack(
        [to_mnist(DrawingHistory().starting_with_image(one.numpy(), "x").pixels) for one in chosen]
    )
    with torch.inference_mode():
        again = model(to_input(torch.from_numpy(drawn)))
    assert (expected.argmax(1) == again.argmax(1)).float().mean() > 0.98


def test_redo_brings_back_what_undo_took_until_something_new_is_drawn():
    history = two_strokes().undone().undone()
    assert history.initial_drawing is None
    assert history.redone().initial_drawing == strokes(1)
    again = history.redone().redone()
    assert again.initial_drawing == strokes(2)
    assert again.pixels[0, 0, 0] == 2
    assert again.version == 4
    assert again.redone() is again
    undone = two_strokes().undone()
    assert undone.drawn(strokes(1), pixels(1)).redone().initial_drawing == strokes(
        2
    )  # the canvas repeats itself
    other = undone.drawn({"objects": [*strokes(1)["objects"], {"stroke": "new"}]}, pixels(9))
    assert other.redone() is other


def test_redo_brings_back_an_image_with_its_name():
    history = DrawingHistory().starting_with_image(image(), "mnist-test-7").undone()
    assert history.image_reference == ""
    assert history.redone().image_reference == "mnist-test-7"
    np.testing.assert_array_equal(history.redone().prepared()[0], image())


def test_a_photographs_ink_is_prepared_as_a_drawing_is_and_undo_removes_it():
    ink = np.zeros((280, 280, 4), np.uint8)
    ink[40:240, 130:160], ink[..., 3] = 255, 255
    history = DrawingHistory(version=2).starting_with_photograph(ink)
    assert history.image_reference == ""
    assert history.version == 3
    np.testing.assert_array_equal(history.prepared()[0], to_mnist(ink))
    assert history.prepared()[1] is not None
    assert history.undone().initial_drawing is None


def test_an_image_of_a_data_set_has_no_way_behind_it():
    prepared, way = DrawingHistory().starting_with_image(image(), "mnist-test-7").prepared()
    assert way is None
    np.testing.assert_array_equal(prepared, image())


def test_a_canvas_whose_ink_was_painted_over_is_blank():
    erased = DrawingHistory().drawn(strokes(1), pixels(255)).drawn(strokes(2), pixels(0))
    with pytest.raises(BlankDrawingError):
        erased.prepared()[0]
    assert erased.undone().pixels[0, 0, 0] == 255


def test_undo_brings_back_what_was_cleared():
    before = two_strokes()
    cleared = before.cleared()
    assert cleared.undone().steps == before.steps
    assert cleared.undone().version > cleared.version
    assert cleared.undone().undone().steps == before.steps[:1]
    assert cleared.cleared().undone().steps == before.steps  # cleared twice


def test_undo_brings_back_what_an_image_took_the_place_of():
    before = two_strokes()
    image = before.starting_with_image(np.zeros((28, 28), np.uint8), "mnist-test-1")
    assert image.undone().steps == ()
    assert image.undone().undone().steps == before.steps
