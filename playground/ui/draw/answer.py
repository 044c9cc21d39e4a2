"""What the network makes of the drawing at this moment: the digit, its confidence, what it saw, and ten bars."""

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from playground.digits.checkpoints import Checkpoint
from playground.digits.drawing.history import DrawingHistory
from playground.digits.drawing.preprocessing import Preparation, prepare
from playground.digits.prediction import Prediction, predict
from playground.digits.several import Sheet
from playground.errors import BlankDrawingError
from playground.markdown import first_sentence, literal
from playground.notices.prediction import describe_prediction
from playground.notices.several import describe_drawing, describe_photograph
from playground.ui.components.digit_reading.component import Drawing, digit_reading
from playground.ui.draw.canvas import CANVAS
from playground.ui.draw.live import LiveReading
from playground.ui.draw.several import (
    chosen_of,
    drawn_digits,
    photographed_digit,
    read_all,
    show_drawing,
    show_photograph,
)
from playground.ui.shared.digit_images import ShownDigit
from playground.ui.shared.networks import describe_checkpoint

PLACE = "answer"

# The blank canvas and the answer take the same room, so that nothing below them jumps.
# On a phone the bars end above the end of the screen.
# A reading hides what else is at its place: until a run ends, Streamlit leaves there what the one before has shown.
_STYLE = """<style>
.st-key-answer { min-height: 450px; }
.st-key-answer[data-empty] > :has(.st-key-reading) { display: none; }
.st-key-answer[data-reading] > :not(:has(.st-key-reading)) { display: none; }
.st-key-what_to_notice { transition: opacity 0.2s; }
body[data-drawing] .st-key-what_to_notice { opacity: 0.35; }
@media (max-width: 640px) {
  .st-key-answer { min-height: 410px; gap: 0.25rem; }
  .st-key-answer [data-testid="stEChartsChart"], .st-key-answer [data-testid="stElementContainer"] { max-height: 190px; }
}
</style>"""


ABSTAINED = "The page gives no answer, since this does not look like one digit. The program asks the network all the same."


@dataclass(frozen=True)
class Reading:
    """A drawing as a network saw it.

    Attributes:
        image: `(28, 28)` uint8; of several digits the chosen one, as the three below.
        pixels: `(H, W, 4)` uint8, the canvas or what of it is that digit; None for an image of a data set.
        preparation: the way from `pixels` to `image`; None for an image of a data set.
        prediction: the answer.
        sheet: all digits of the drawing or photograph, where there are several.
        predictions: the answers for them.
        chosen: which of them this one is.
        photographed: whether the sheet is a photograph; else it is the canvas.
    """

    image: NDArray[np.uint8]
    pixels: NDArray[np.uint8] | None
    preparation: Preparation | None
    prediction: Prediction
    sheet: Sheet | None = None
    predictions: tuple[Prediction, ...] = ()
    chosen: int = 0
    photographed: bool = False


def read(history: DrawingHistory, checkpoint: Checkpoint) -> Reading | None:
    """The reading of a drawing; None for a blank canvas."""
    try:
        image, preparation = history.prepared()
    except BlankDrawingError:
        return None
    reading = Reading(image, history.pixels, preparation, predict(checkpoint.model, image))
    photograph = photographed_digit(history)
    if photograph is not None:
        sheet, chosen = photograph
        answers = tuple(read_all(sheet, checkpoint))
        return replace(reading, sheet=sheet, predictions=answers, chosen=chosen, photographed=True)
    if preparation is None or history.pixels is None or reading.prediction.label is not None:
        return reading
    drawn = drawn_digits(history.pixels, reading.prediction.looks_like)
    return reading if drawn is None else _read_drawn(drawn, checkpoint)


def _read_drawn(sheet: Sheet, checkpoint: Checkpoint) -> Reading:
    """The reading of the chosen digit among those on the canvas."""
    predictions, chosen = tuple(read_all(sheet, checkpoint)), chosen_of(sheet)
    pixels = sheet.marks[chosen].canvas
    preparation = prepare(pixels)
    return Reading(preparation.image, pixels, preparation, predictions[chosen], sheet, predictions, chosen)


def describe(reading: Reading | None, checkpoint: Checkpoint, digit: ShownDigit | None, strokes: int) -> str:
    """What to notice, with the numbers of this moment; `digit` is the test image on the canvas, under `strokes`."""
    network = literal(describe_checkpoint(checkpoint))
    if reading is None:
        return f"The answer appears as soon as there is ink. Waiting to read: {network}."
    if reading.sheet is not None and reading.photographed:
        return describe_photograph(reading.sheet, reading.predictions, reading.chosen)
    if reading.sheet is not None:
        return describe_drawing(reading.predictions, reading.chosen, network)
    notice = describe_prediction(reading.prediction, network)
    return notice if digit is None else f"{digit.verdict(reading.prediction.label, strokes)} {notice}"


def show_answer(reading: Reading | None, notice: str, history: DrawingHistory, live: LiveReading) -> None:
    """The answer, or what to do where there is none yet; the browser's own takes its place while the pen is down."""
    st.html(_STYLE)
    shown = reading is not None and (reading.sheet is None or reading.photographed)
    with st.container(key=PLACE):
        if reading is not None and reading.sheet is not None and reading.photographed:
            show_photograph(reading.sheet, reading.predictions, reading.chosen, notice)
        digit_reading(
            (reading.prediction, reading.image) if reading is not None and shown else None,
            Drawing(history.version, len(history.objects)),
            live.networks,
            key="reading",
            canvas=CANVAS,
            place=PLACE,
            alt=first_sentence(notice),
            why=live.why,
            photographed=reading is not None and reading.photographed,
        )
        if reading is None:
            st.markdown("## Nothing to read yet")
            st.info("Draw a digit from 0 to 9 in the black square.", icon=":material/draw:")
        elif reading.sheet is not None and not reading.photographed:
            show_drawing(reading.sheet, reading.predictions, reading.chosen)
