"""Strokes, Undo, Clear, and what a canvas reports when it is new."""

import numpy as np

from playground.digits.sketch import Sketch


def pixels(value):
    return np.full((2, 2, 4), value, np.uint8)


def strokes(count):
    return {"objects": [{"stroke": index} for index in range(count)]}


def two_strokes():
    return Sketch().drawn(strokes(1), pixels(1)).drawn(strokes(2), pixels(2))


def test_each_stroke_is_a_step():
    assert [step.pixels[0, 0, 0] for step in two_strokes().steps] == [1, 2]


def test_undo_goes_back_one_stroke_under_a_new_key():
    sketch = two_strokes().undone()
    assert sketch.pixels[0, 0, 0] == 1
    assert sketch.initial_drawing == strokes(1)
    assert sketch.version == 1
    assert sketch.undone().initial_drawing is None
    assert Sketch().undone().pixels is None


def test_a_new_canvas_that_repeats_the_strokes_without_pixels_changes_nothing():
    sketch = two_strokes()
    assert sketch.drawn(strokes(2), None) is sketch


def test_two_strokes_reported_at_once_are_undone_one_by_one():
    sketch = Sketch().drawn(strokes(2), pixels(2)).undone()
    assert sketch.initial_drawing == strokes(1)
    assert sketch.pixels is None  # until the canvas sends it
    assert sketch.drawn(strokes(1), pixels(1)).pixels[0, 0, 0] == 1


def test_a_canvas_emptied_by_its_own_toolbar_is_blank():
    assert two_strokes().drawn(strokes(0), pixels(0)).steps == ()
    assert two_strokes().cleared().steps == ()


def test_nothing_drawn_yet():
    assert Sketch().drawn(None, None) == Sketch()
    assert Sketch().initial_drawing is None
