"""The canvas of the 'Draw a digit' page with its pen, eraser and buttons, and the drawing that outlives the page."""

import random
from collections.abc import Callable

import streamlit as st

from playground.digits.datasets import usual_dataset
from playground.digits.drawing.history import DrawingHistory
from playground.digits.evaluation.image_reference import ImageReference
from playground.errors import ConfigurationError, DatasetError, PlaygroundError
from playground.markdown import literal
from playground.ui.components.canvas_toolbar.component import hide_canvas_toolbar
from playground.ui.shared import columns
from playground.ui.shared.actions import action
from playground.ui.shared.digit_images import ShownDigit, find_digit, load_test_images
from playground.ui.shared.query_parameters import mark_read

HISTORY, CANVAS = "drawing_history", "canvas"
BRUSH, TOOL = "brush", "draw_hand"
DEFAULT_BRUSH = 20
EXAMPLES_TRIED = 10
"""Test images that are judged for an example; one or two of a hundred are refused."""
FOREGROUND, BACKGROUND = "#FFFFFF", "#000000"
_URL_REFERENCE, _START = "draw_digit_in_url", "draw_start"
_TOOLS = {"Pen": ":material/edit:", "Eraser": ":material/ink_eraser:"}

# The black background is there before the canvas is, so that nothing flashes or jumps when a canvas is made anew. A
# finger is wide: beside the canvas is nothing that a browser could take a touch at its edge to be meant for.
_STYLE = """<style>
.st-key-canvas { --side: 280px; margin-top: 1rem; overflow: clip; min-height: var(--side); touch-action: none;
  background: linear-gradient(#000, #000) 0 0 / var(--side) var(--side) no-repeat; }
@media (min-width: 1200px) { .st-key-canvas { --side: 420px; } } /* as in the component canvas_toolbar */
@media (max-width: 640px) { .st-key-canvas { margin-top: 0; } }
</style>"""


def current_history() -> DrawingHistory:
    """The drawing of this visitor."""
    return st.session_state.setdefault(HISTORY, DrawingHistory())


def change(how: Callable[[DrawingHistory], DrawingHistory]) -> None:
    """Put another drawing onto the canvas; to be called in a callback, before the page is drawn again."""
    history = st.session_state[HISTORY] = how(_with_the_newest_stroke())
    if not history.image_reference:
        st.query_params.pop("digit", None)


def _with_the_newest_stroke() -> DrawingHistory:
    """The drawing with what the canvas reported since the page was drawn: it may come together with a click."""
    from streamlit_drawable_canvas import CanvasResult

    history = current_history()
    reported = (st.session_state.get(_canvas_key(history)) or {}).get("drawing")
    if not reported:
        return history
    result = CanvasResult(reported.get("raw"), reported.get("data"), return_image_data=True)
    return history.drawn(result.json_data, result.image_data)


def _canvas_key(history: DrawingHistory) -> str:
    return f"digit-{history.version}"


def open_digit() -> ShownDigit | None:
    """The test image on the canvas; it is put there when the page opens with its reference in the URL."""
    history = current_history()
    mark_read("digit")
    wanted = st.query_params.get("digit")
    opened = "undo" not in st.session_state  # the button's state is lost when the page is left
    try:
        if wanted and (opened or wanted != st.session_state.get(_URL_REFERENCE)):
            st.session_state[_URL_REFERENCE] = wanted
            digit = find_digit(wanted)
            if history.image_reference != wanted:  # coming back finds the strokes on it
                st.session_state[HISTORY] = history.starting_with_image(digit.image.numpy(), wanted)
            return digit
        if not history.image_reference:
            return None
        st.session_state[_URL_REFERENCE] = st.query_params["digit"] = history.image_reference
        return find_digit(history.image_reference)
    except (ConfigurationError, DatasetError) as error:
        st.info(f"The image of that link cannot be shown. {literal(error)}")
        return None


def draw(brush: int) -> DrawingHistory:
    """The canvas with its tools and buttons; returns the drawing as it is now."""
    from streamlit_drawable_canvas import st_canvas  # it can be imported inside a running page alone

    history = current_history()
    key = _canvas_key(history)
    # A changed initial_drawing makes the canvas draw again, so it changes only when the canvas is new.
    if key not in st.session_state:
        st.session_state[_START] = history.initial_drawing
    st.html(_STYLE)
    # A container and no `st.empty`, which would lie over the canvas until the next run reaches it, in the middle of a stroke.
    surface = st.container(key=CANVAS, gap=None)
    tools = columns.settings()
    with tools:
        tool = _choose_tool()
    with surface:
        hide_canvas_toolbar(container=CANVAS, key="canvas_toolbar")
        result = st_canvas(
            stroke_width=brush,
            stroke_color=BACKGROUND if tool == "Eraser" else FOREGROUND,
            background_color=BACKGROUND,
            width=280,
            height=280,
            drawing_mode="freedraw",
            return_image_data=True,
            initial_drawing=st.session_state.get(_START),
            key=key,
        )
    history = st.session_state[HISTORY] = history.drawn(result.json_data, result.image_data)
    with tools:
        _buttons()
    return history


def choose_brush() -> int:
    """The width of pen and eraser in pixels of the canvas."""
    return st.slider("Brush size", 8, 30, DEFAULT_BRUSH, format="%d px", key=BRUSH, bind="query-params")


def _choose_tool() -> str:
    return (
        st.segmented_control(
            "Pen or eraser",
            list(_TOOLS),
            default="Pen",
            key=TOOL,
            required=True,
            label_visibility="collapsed",
            format_func=lambda tool: f"{_TOOLS[tool]} {tool}",
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
    """Another digit than the one on the canvas, out of the test images at hand that look like one digit."""
    from playground.digits.rejection import judge  # the page loads its network with the first drawing

    name = usual_dataset()
    digits = load_test_images(name)
    known = current_history().image_reference
    try:
        shown = find_digit(known).true if known else -1
    except PlaygroundError:
        shown = -1
    others = (digits.labels != shown).nonzero().flatten().tolist()
    candidates = random.sample(others, min(EXAMPLES_TRIED, len(others)))
    index = next((at for at in candidates if judge(digits.images[at]).accepted), candidates[0])
    example = str(ImageReference(name, index))
    change(lambda history: history.starting_with_image(digits.images[index].numpy(), example))
