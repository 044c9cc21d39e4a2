"""How a drawing was prepared: every step from the canvas to the network's image, and what it is good for."""

import streamlit as st

from playground.digits.drawing.preprocessing import Preparation, shrink_only
from playground.digits.prediction import predict
from playground.figures.draw import enlarge, paired_bars
from playground.figures.preparation import preparation_pictures
from playground.markdown import first_sentence, plain
from playground.notices.preparation import captions, difference
from playground.ui.draw.subject import Subject

WIDTH = 120
_NAMES = (
    "Your ink",
    "The box around it",
    "Its line",
    "Scaled to 20 x 20",
    "Its centre of mass",
    "Centred in 28 x 28",
)


def show(subject: Subject) -> None:
    """The steps side by side, then the same drawing only shrunk."""
    if subject.preparation is None or subject.pixels is None:
        assert subject.image is not None  # the part is shown for an image alone
        st.image(enlarge(subject.image, 5), width=WIDTH, alt="The 28 x 28 image as the data set holds it.")
        st.markdown(
            "This image comes from the data set and needs no preparation: its makers cropped, scaled and centred it. "
            "Your drawing goes the same way. Draw a stroke on it, or clear the canvas and draw, to see each step."
        )
        return
    _steps(subject.preparation)
    _compare(subject, subject.preparation)


def _steps(preparation: Preparation) -> None:
    with st.container(horizontal=True, gap="small", key="preparation_steps"):
        texts = captions(preparation)
        for name, picture, text in zip(_NAMES, preparation_pictures(preparation), texts, strict=True):
            with st.container(width=WIDTH, gap="xsmall"):
                st.image(picture, width=WIDTH, alt=f"{name}. {plain(text)}")
                st.caption(text)


def _compare(subject: Subject, preparation: Preparation) -> None:
    assert subject.pixels is not None
    shrunk = shrink_only(subject.pixels)
    # The network's own answers, also to what the page refuses: what is compared is the image, not the judgement.
    prepared, naive = (
        predict(subject.checkpoint.model, image, abstain=False) for image in (preparation.image, shrunk)
    )
    words = difference(prepared, naive, preparation)
    st.markdown("### Is it worth it? The same drawing, only shrunk")
    images, chart = st.columns([1, 1.6], gap="medium", vertical_alignment="center")
    with images.container(horizontal=True, gap="small"):
        for name, image in (("Prepared", preparation.image), ("Only shrunk", shrunk)):
            with st.container(width=WIDTH, gap="xsmall"):
                st.image(enlarge(image, 5), width=WIDTH, alt=f"{name}: the 28 x 28 image.")
                st.caption(f"**{name}**")
    with chart:
        st.echarts_chart(
            paired_bars(prepared.probabilities, naive.probabilities, ("prepared", "only shrunk")),
            height=240,
            key="preparation_answers",
            alt=first_sentence(words),
        )
    st.markdown(words)
