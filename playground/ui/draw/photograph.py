"""A photographed digit onto the canvas: a file, a telephone's camera, or a picture pasted from the clipboard."""

import base64
import binascii
from typing import Any

import streamlit as st

from playground.digits.drawing.photograph import find_digit_in_photograph
from playground.digits.drawing.photograph_file import open_photograph
from playground.errors import PhotographError
from playground.ui.components.mount import COMPONENTS
from playground.ui.draw.canvas import change

PASTED, PROBLEM, ROUND = "draw_pasted", "draw_photograph_problem", "draw_photograph_round"

_PASTE = st.components.v2.component(
    "paste_image",
    html='<p class="hint">Or press <kbd>Ctrl</kbd> + <kbd>V</kbd> to paste a picture.</p>',
    css=(COMPONENTS / "paste_image/paste.css").read_text("utf-8"),
    js=(COMPONENTS / "paste_image/paste.js").read_text("utf-8"),
)


def photograph() -> None:
    """The ways in, and what was wrong with the last picture."""
    # A new key after each file: the same file can be sent again, and no name of an old one stays.
    key = f"draw_photograph_{st.session_state.setdefault(ROUND, 0)}"
    with st.expander("A photo instead", icon=":material/photo_camera:"):
        st.file_uploader(
            "A photo of a handwritten digit",
            type=["png", "jpg", "jpeg", "webp"],
            key=key,
            max_upload_size=10,
            on_change=_uploaded,
            args=[key],
            help="Dark ink on light paper, or chalk on a board; a telephone offers its camera here. HEIC photographs: send "
            "a screenshot, or choose Settings, Camera, Formats, Most Compatible on the iPhone.",
        )
    _PASTE(key=PASTED, on_pasted_change=_pasted)
    problem = st.session_state.pop(PROBLEM, "")
    if problem:
        st.error(problem)


def _uploaded(key: str) -> None:
    file = st.session_state.get(key)
    if file is not None:
        st.session_state[ROUND] += 1
        _put_onto_canvas(file.getvalue())


def _pasted() -> None:
    content = decode_data_url(st.session_state[PASTED].get("pasted"))
    if content is not None:
        _put_onto_canvas(content)


def _put_onto_canvas(content: bytes) -> None:
    try:
        pixels = find_digit_in_photograph(open_photograph(content))
    except PhotographError as error:
        st.session_state[PROBLEM] = str(error)
    else:
        change(lambda history: history.starting_with_photograph(pixels))


def decode_data_url(value: Any) -> bytes | None:
    """The bytes of `data:...;base64,...`, or None: a browser can send anything."""
    if not isinstance(value, str) or not value.startswith("data:"):
        return None
    try:
        return base64.b64decode(value.partition(";base64,")[2], validate=True)
    except (binascii.Error, ValueError):
        return b""
