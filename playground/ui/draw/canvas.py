"""The canvas of the 'Draw a digit' page with its pen, eraser and buttons, and the drawing that outlives the page."""

import random
from collections.abc import Callable

import streamlit as st

from playground.digits.datasets import usual_dataset
from playground.digits.drawing.history import DrawingHistory
from playground.digits.evaluation.image_reference import ImageReference
from playground.errors import ConfigurationError, DatasetError, PlaygroundError
from playground.ui.shared.actions import action
from playground.ui.shared.digit_images import ShownDigit, find_digit, load_test_images

HISTORY = "draw_sketch"
BRUSH, HAND = "brush", "draw_hand"
DEFAULT_BRUSH = 20
FOREGROUND, BACKGROUND = "#FFFFFF", "#000000"
_SEEN, _START = "draw_digit_in_address", "draw_start"
_HANDS = {"Pen": ":material/edit:", "Eraser": ":material/ink_eraser:"}

# The canvas's own toolbar would cover the text above and cannot be reached by keyboard. The black background is there
# before the canvas is, so that nothing flashes or jumps when a canvas is made anew.
_STYLE = """<style>
.st-key-canvas { overflow: clip; min-height: 280px; touch-action: none;
  background: linear-gradient(#000, #000) 0 0 / 280px 280px no-repeat; }
</style>"""


def current_history() -> DrawingHistory:
    """The drawing of this visitor."""
    return st.session_state.setdefault(HISTORY, DrawingHistory())


def change(how: Callable[[DrawingHistory], DrawingHistory]) -> None:
    """Put another drawing onto the canvas; to be called in a callback, before the page is drawn again."""
    history = st.session_state[HISTORY] = how(current_history())
    if not history.image_reference:
        st.query_params.pop("digit", None)


def open_digit() -> ShownDigit | None:
    """The test image on the canvas; it is put there when the page opens with its reference in the URL."""
    history = current_history()
    wanted = st.query_params.get("digit")
    opened = "undo" not in st.session_state  # the button's state is lost when the page is left
    try:
        if wanted and (opened or wanted != st.session_state.get(_SEEN)):
            st.session_state[_SEEN] = wanted
            digit = find_digit(wanted)
            if history.image_reference != wanted:  # coming back finds the strokes on it
                st.session_state[HISTORY] = history.starting_with_image(digit.image.numpy(), wanted)
            return digit
        if not history.image_reference:
            return None
        st.session_state[_SEEN] = st.query_params["digit"] = history.image_reference
        return find_digit(history.image_reference)
    except (ConfigurationError, DatasetError) as error:
        st.info(f"The image of that link cannot be shown. {error}")
        return None


def draw(brush: int) -> DrawingHistory:
    """The canvas with what a hand needs; the drawing as it is now."""
    from streamlit_drawable_canvas import st_canvas  # it can be imported inside a running page alone

    history = current_history()
    key = f"digit-{history.version}"
    # A changed initial_drawing makes the canvas draw again, so it changes only when the canvas is new.
    if key not in st.session_state:
        st.session_state[_START] = history.initial_drawing
    st.html(_STYLE)
    with st.container(key="canvas"):
        surface = st.empty()
    hand = _choose_hand()
    with surface:
        result = st_canvas(
            stroke_width=brush,
            stroke_color=BACKGROUND if hand == "Eraser" else FOREGROUND,
            background_color=BACKGROUND,
            width=280,
            height=280,
            drawing_mode="freedraw",
            return_image_data=True,
            initial_drawing=st.session_state.get(_START),
            key=key,
        )
    history = st.session_state[HISTORY] = history.drawn(result.json_data, result.image_data)
    _buttons()
    return history


def choose_brush() -> int:
    """The width of pen and eraser in pixels of the canvas."""
    return st.slider("Brush size", 8, 30, DEFAULT_BRUSH, format="%d px", key=BRUSH, bind="query-params")


def _choose_hand() -> str:
    return (
        st.segmented_control(
            "Pen or eraser",
            list(_HANDS),
            default="Pen",
            key=HAND,
            required=True,
            label_visibility="collapsed",
            format_func=lambda hand: f"{_HANDS[hand]} {hand}",
            persist_state="session",
        )
        or "Pen"
    )


def _buttons() -> None:
    with st.container(horizontal=True, gap="small", key="canvas_buttons"):
        for label, key, shortcut, how in (
            ("Undo", "undo", "Mod+Z", DrawingHistory.undone),
            ("Redo", "redo", "Mod+Y", DrawingHistory.redone),
            ("Clear", "clear", "Delete", DrawingHistory.cleared),
        ):
            st.button(label, shortcut=shortcut, key=key, on_click=change, args=[how])
        st.button(
            "Show me an example",
            icon=":material/casino:",
            key="example",
            on_click=action(_show_example),
            help="Puts a digit that somebody else wrote onto the canvas: another one each time.",
        )


def _show_example() -> None:
    """Another digit than the one on the canvas, out of the test images at hand."""
    name = usual_dataset()
    digits = load_test_images(name)
    known = current_history().image_reference
    try:
        shown = find_digit(known).true if known else -1
    except PlaygroundError:
        shown = -1
    index = random.choice((digits.labels != shown).nonzero().flatten().tolist())
    example = str(ImageReference(name, index))
    change(lambda history: history.starting_with_image(digits.images[index].numpy(), example))
