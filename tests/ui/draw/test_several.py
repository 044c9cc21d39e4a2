"""Several digits on the canvas or in a photograph: what each is read as, and which one is looked at closer."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from playground.digits.checkpoints import load_pretrained
from playground.digits.drawing.history import DrawingHistory
from playground.digits.prediction import predict
from playground.digits.several import find_digits_in_drawing
from playground.notices.several import title
from playground.ui.draw.several import CHOSEN, SHEET, chosen_of, drawn_digits, photographed_digit
from tests.elements import keyed


def canvas(*columns):
    """An upright line at each of these columns of a canvas."""
    gray = np.zeros((280, 280), np.uint8)
    for column in columns:
        gray[60:220, column - 8 : column + 8] = 255
    return np.stack([gray, gray, gray, np.full_like(gray, 255)], axis=-1)


def opened(pixels, **session):
    at = AppTest.from_function(_page, default_timeout=60)
    at.session_state["pixels"] = pixels
    for key, value in session.items():
        at.session_state[key] = value
    at.run()
    assert not at.exception
    return at


def _page():
    import streamlit as st

    from playground.digits.checkpoints import load_pretrained
    from playground.digits.several import find_digits_in_drawing
    from playground.ui.draw.several import chosen_of, read_all, show_drawing, show_photograph

    sheet = find_digits_in_drawing(st.session_state["pixels"])
    predictions = read_all(sheet, load_pretrained("cnn"))
    if st.session_state.get("photographed"):
        show_photograph(sheet, predictions, chosen_of(sheet), "**A sheet**")
    else:
        show_drawing(sheet, predictions, chosen_of(sheet))


def test_each_digit_has_its_answer_and_a_button():
    pixels = canvas(70, 210)
    at = opened(pixels)
    model = load_pretrained("cnn").model
    expected = [predict(model, mark.image) for mark in find_digits_in_drawing(pixels).marks]
    assert len(expected) == 2
    assert title(expected) in at.markdown[0].value
    assert len(at.get("echarts_chart")) == 2
    for caption, prediction in zip(at.caption, expected, strict=True):
        assert caption.value.startswith("no digit" if prediction.label is None else str(prediction.label))
    assert keyed(at.button, "draw_choose_0").disabled
    assert keyed(at.button, "draw_choose_0").label == "Looked at closer"


def test_a_click_chooses_another_to_look_at():
    at = opened(canvas(70, 210))
    at.button(key="draw_choose_1").click().run()
    assert at.session_state[CHOSEN] == 1
    assert keyed(at.button, "draw_choose_1").disabled
    assert not keyed(at.button, "draw_choose_0").disabled


def test_many_digits_are_tiles_with_the_bars_of_one():
    at = opened(canvas(30, 75, 120, 165, 210, 255))
    assert len(at.get("echarts_chart")) == 1
    assert not at.button
    assert any(element.proto.component_name == "tile_grid" for element in at.get("bidi_component"))


def test_a_photograph_shows_its_picture_without_marks_of_markdown_in_its_description():
    at = opened(canvas(70, 210), photographed=True)
    assert "In the photo" in at.markdown[0].value
    assert at.get("image")[0].proto.imgs[0].alt == "A sheet"


@pytest.mark.parametrize(("kept", "expected"), [(None, 0), (1, 1), (7, 1)])
def test_a_choice_beyond_the_marks_is_the_last(kept, expected, monkeypatch):
    import streamlit as st

    monkeypatch.setattr(st, "session_state", {} if kept is None else {CHOSEN: kept})
    assert chosen_of(find_digits_in_drawing(canvas(70, 210))) == expected


def test_one_line_alone_is_not_several():
    assert drawn_digits(canvas(140), "several") is None


def test_the_photograph_belongs_to_the_digit_on_the_canvas_alone(monkeypatch):
    import streamlit as st

    pixels = canvas(70, 210)
    pixels[140:, 140:, :3] = 0  # the second line is shorter
    sheet = find_digits_in_drawing(pixels)
    monkeypatch.setattr(st, "session_state", {SHEET: sheet})
    second = DrawingHistory().starting_with_photograph(sheet.marks[1].canvas)
    found = photographed_digit(second)
    assert found is not None
    assert found[1] == 1
    assert photographed_digit(DrawingHistory()) is None
    assert photographed_digit(DrawingHistory().starting_with_photograph(canvas(140))) is None
