"""What the network makes of the drawing at this moment: the digit, its confidence, what it saw, and ten bars."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from playground.digits.checkpoints import Checkpoint
from playground.digits.drawing.history import DrawingHistory
from playground.digits.drawing.preprocessing import Preparation
from playground.digits.prediction import Prediction, predict
from playground.digits.rejection import KINDS
from playground.errors import BlankDrawingError
from playground.figures.draw import answer_bars, enlarge
from playground.formatting import format_percent
from playground.notices.prediction import describe_prediction
from playground.ui.shared.charts import is_dark
from playground.ui.shared.digit_images import ShownDigit
from playground.ui.shared.networks import describe_checkpoint

# The blank canvas and the answer take the same room, so that nothing below them jumps.
_STYLE = "<style>.st-key-answer { min-height: 400px; }</style>"


ABSTAINED = "The page gives no answer, since this does not look like one digit. The program asks the network all the same."


@dataclass(frozen=True)
class Reading:
    """A drawing as a network saw it.

    Attributes:
        image: `(28, 28)` uint8.
        preparation: the way from the canvas to `image`; None for an image of a data set.
        prediction: the answer.
    """

    image: NDArray[np.uint8]
    preparation: Preparation | None
    prediction: Prediction


def read(history: DrawingHistory, checkpoint: Checkpoint) -> Reading | None:
    """The reading of a drawing; None for a blank canvas."""
    try:
        image, preparation = history.prepared()
    except BlankDrawingError:
        return None
    return Reading(image, preparation, predict(checkpoint.model, image))


def describe(reading: Reading | None, checkpoint: Checkpoint, digit: ShownDigit | None, strokes: int) -> str:
    """What to notice, with the numbers of this moment; `digit` is the test image on the canvas, under `strokes`."""
    network = describe_checkpoint(checkpoint)
    if reading is None:
        return f"The answer appears after each stroke. Waiting to read: {network}."
    notice = describe_prediction(reading.prediction, network)
    return notice if digit is None else f"{digit.verdict(reading.prediction.label, strokes)} {notice}"


def show_answer(reading: Reading | None, notice: str) -> None:
    """The answer, or what to do where there is none yet."""
    st.html(_STYLE)
    with st.container(key="answer"):
        if reading is None:
            st.markdown("#### Nothing to read yet")
            st.info("Draw a digit from 0 to 9 in the black square.", icon=":material/draw:")
            return
        with st.container(horizontal=True, gap="small"):
            _headline(reading.prediction)
            st.image(
                enlarge(reading.image, 4),
                "What it saw",
                width=72,
                alt="The canvas cropped, scaled to 20 x 20 and centred in 28 x 28 pixels.",
            )
        st.echarts_chart(
            answer_bars(reading.prediction, is_dark()),
            height=240,
            key="probabilities",
            alt=notice.replace("**", ""),
        )


def _headline(prediction: Prediction) -> None:
    """The one place that knows how an answer is announced, and how it is when the network abstains."""
    if prediction.label is None:
        with st.container(width=300):
            st.markdown("#### This does not look like one digit")
            kind = KINDS.get(prediction.looks_like)
            like = f"It looks more like {kind}. " if kind else ""
            st.caption(f"{like}So no answer is given. Draw one digit from 0 to 9.")
        return
    st.metric("The network reads", prediction.label, width=112)
    st.metric("Confidence", format_percent(100 * prediction.confidence), width=138)
