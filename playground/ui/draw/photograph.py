"""Photographed digits onto the canvas: a file, a telephone's camera, or a picture pasted from the clipboard."""

import streamlit as st

from playground.digits.drawing.photograph_file import open_photograph
from playground.digits.several import find_digits_in_photograph
from playground.errors import PhotographError
from playground.markdown import literal
from playground.ui.components.paste_image.component import paste_image
from playground.ui.draw.several import keep_sheet

PASTED, PROBLEM, ROUND = "draw_pasted", "draw_photograph_problem", "draw_photograph_round"


def photograph() -> None:
    """The ways in, and what was wrong with the last picture."""
    # A new key after each file: the same file can be sent again, and no name of an old one stays.
    key = f"draw_photograph_{st.session_state.setdefault(ROUND, 0)}"
    with st.expander("A photo instead", icon=":material/photo_camera:"):
        st.file_uploader(
            "A photo of handwritten digits",
            type=["png", "jpg", "jpeg", "webp"],
            key=key,
            max_upload_size=10,
            on_change=_uploaded,
            args=[key],
            help="One digit or a whole sheet, dark ink on paper or chalk on a board; a telephone offers its camera here. HEIC photographs: send "
            "a screenshot, or choose Settings, Camera, Formats, Most Compatible on the iPhone.",
        )
    paste_image(key=PASTED, on_paste=_put_onto_canvas)
    problem = st.session_state.pop(PROBLEM, "")
    if problem:
        st.error(literal(problem))


def _uploaded(key: str) -> None:
    file = st.session_state.get(key)
    if file is not None:
        st.session_state[ROUND] += 1
        _put_onto_canvas(file.getvalue())


def _put_onto_canvas(content: bytes) -> None:
    try:
        sheet = find_digits_in_photograph(open_photograph(content))
    except PhotographError as error:
        st.session_state[PROBLEM] = str(error)
    else:
        keep_sheet(sheet)
