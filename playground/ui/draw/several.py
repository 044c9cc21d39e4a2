"""Several digits, photographed or on the canvas: what each is read as, and the choice of one to look at closer."""

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from playground.digits.checkpoints import Checkpoint
from playground.digits.drawing.history import DrawingHistory
from playground.digits.prediction import Prediction, predict
from playground.digits.several import Sheet, find_digits_in_drawing
from playground.figures.draw import answer_bars, enlarge
from playground.figures.sheet import digit_tiles, sheet_picture
from playground.formatting import format_percent
from playground.markdown import first_sentence
from playground.notices.several import photograph_title, title
from playground.ui.components.tile_grid.component import Tile, tile_grid
from playground.ui.draw.canvas import change

SHEET, CHOSEN = "draw_sheet", "draw_chosen_digit"
BARS = 4
"""Bars are shown for this many digits at most."""
TILES_IN_A_ROW = 6
"""On a phone."""
WIDEST, HIGHEST = 560, 330
"""The photograph's size on the page, in pixels; a phone makes it narrower."""


def keep_sheet(sheet: Sheet) -> None:
    """Remember a photograph's digits, and put the first that looks like one onto the canvas; for callbacks."""
    st.session_state[SHEET] = sheet
    first = next((at for at, mark in enumerate(sheet.marks) if mark.judgement.accepted), 0)
    _put_onto_canvas(first)


def photographed_digit(history: DrawingHistory) -> tuple[Sheet, int] | None:
    """The photograph whose digit is on the canvas, and which one it is; None where there are no others beside it."""
    sheet: Sheet | None = st.session_state.get(SHEET)
    if sheet is None or len(sheet.marks) < 2 or not history.steps or history.steps[0].pixels is None:
        return None
    start = history.steps[0].pixels
    same = (at for at, mark in enumerate(sheet.marks) if np.array_equal(mark.canvas, start))
    chosen = next(same, None)
    return None if chosen is None else (sheet, chosen)


def drawn_digits(pixels: NDArray[np.uint8], refused_as: str) -> Sheet | None:
    """The digits of a refused drawing, `(H, W, 4)` uint8; None where it is not made of several.

    What looks like several digits may hold marks that are none; anything else must be digits alone.
    """
    sheet = _find(pixels)
    if len(sheet.marks) < 2:
        return None
    accepted = len(sheet.accepted)
    return sheet if accepted == len(sheet.marks) or (accepted and refused_as == "several") else None


@st.cache_data(max_entries=20, show_spinner=False)
def _find(pixels: NDArray[np.uint8]) -> Sheet:
    return find_digits_in_drawing(pixels)


def chosen_of(sheet: Sheet) -> int:
    """The digit of a drawing that is looked at closer: the one that was clicked, else the first."""
    return min(st.session_state.get(CHOSEN, 0), len(sheet.marks) - 1)


def read_all(sheet: Sheet, checkpoint: Checkpoint) -> list[Prediction]:
    """What a network reads in each mark."""
    return [predict(checkpoint.model, mark.image) for mark in sheet.marks]


def show_photograph(sheet: Sheet, predictions: Sequence[Prediction], chosen: int, notice: str) -> None:
    """What the photograph holds, its picture with boxes, and its digits to choose from."""
    st.markdown(f"## {photograph_title(sheet, predictions)}")
    picture = sheet_picture(sheet, predictions, chosen)
    height, width, _ = picture.shape
    st.image(picture, width=min(WIDEST, round(HIGHEST * width / height)), alt=first_sentence(notice))
    _tiles(sheet, predictions, chosen, _put_onto_canvas)


def show_drawing(sheet: Sheet, predictions: Sequence[Prediction], chosen: int) -> None:
    """The headline, what the network saw of each digit, and its bars."""
    st.markdown(f"## {title(predictions)}")
    if len(sheet.marks) > BARS:
        _tiles(sheet, predictions, chosen, _choose)
        _bars(predictions[chosen], "probabilities", 200)
        return
    columns = st.columns(len(sheet.marks), gap="small")
    for number, (column, mark, prediction) in enumerate(zip(columns, sheet.marks, predictions, strict=True)):
        with column:
            answer = "no digit" if prediction.label is None else _answer(prediction)
            alt = f"What the network saw of digit {number + 1}: {answer}."
            st.image(enlarge(mark.image, 4), width=84, alt=alt)
            st.caption(answer)  # not the image's own caption, which is as narrow as the image
            _bars(prediction, f"probabilities_{number}", 190)
            st.button(
                "Looked at closer" if number == chosen else "Look closer",
                key=f"draw_choose_{number}",
                icon=":material/visibility:" if number == chosen else None,
                disabled=number == chosen,
                on_click=_choose,
                args=[number],
                width="stretch",
            )


def _bars(prediction: Prediction, key: str, height: int) -> None:
    st.echarts_chart(
        answer_bars(prediction),
        height=height,
        key=key,
        alt="Not read: it does not look like one digit." if prediction.label is None else _answer(prediction),
    )


def _answer(prediction: Prediction) -> str:
    return f"{prediction.label} with {format_percent(100 * prediction.confidence)}"


def _tiles(
    sheet: Sheet, predictions: Sequence[Prediction], chosen: int, on_pick: Callable[[int], None]
) -> None:
    tiles = [
        Tile(
            number,
            number,
            "?" if prediction.label is None else str(prediction.label),
            "" if prediction.label is None else format_percent(100 * prediction.confidence),
            prediction.confidence,
            prediction.label is None,
            f"Digit {number + 1}: "
            + ("it does not look like one digit" if prediction.label is None else _answer(prediction)),
        )
        for number, prediction in enumerate(predictions)
    ]
    rows = -(-len(tiles) // TILES_IN_A_ROW)
    tile_grid(
        tiles,
        digit_tiles([mark.image for mark in sheet.marks]),
        chosen,
        label="Digits to look at closer",
        key="digit_tiles",
        on_pick=on_pick,
        tile=54,
        height=min(240, 92 * rows),
    )


def _choose(number: int) -> None:
    st.session_state[CHOSEN] = number


def _put_onto_canvas(number: int) -> None:
    pixels = st.session_state[SHEET].marks[number].canvas
    change(lambda history: history.starting_with_photograph(pixels))
