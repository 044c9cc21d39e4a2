"""Measuring which combination reads a file's weights best: once a file, with progress, and it can be ended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import streamlit as st

from playground.digits.checkpoints.measuring import Measurement, measure
from playground.digits.datasets import dataset_name, usual_dataset
from playground.digits.models.entry import Recognised
from playground.formatting import format_percent
from playground.markdown import literal
from playground.ui.shared.digit_images import load_test_images

MEASURING = "weights_measuring"
"""In the session: the measurement of the newest file."""


@dataclass
class _Measuring:
    """One file's measurement; a rerun of the page goes on where the one before was."""

    digest: str
    steps: Iterator[Measurement]
    newest: Measurement | None = None
    ended: bool = False


def measured(recognised: Sequence[Recognised], digest: str) -> Measurement:
    """What was measured of a file, after all of it is, or as far as it came when the visitor ended it."""
    measuring: _Measuring | None = st.session_state.get(MEASURING)
    if measuring is None or measuring.digest != digest:
        images = load_test_images(usual_dataset())
        measuring = _Measuring(digest, measure(recognised, images.images, images.labels))
        st.session_state[MEASURING] = measuring
    place = st.empty()
    if not measuring.ended:
        with place.container():
            _go_on(measuring)
        place.empty()
    assert measuring.newest is not None  # there is a first step at least
    return measuring.newest


def _go_on(measuring: _Measuring) -> None:
    bar = st.progress(0.0, "Reading test images with every activation and preparation")
    st.button(
        "Enough, take the best so far",
        key="weights_enough",
        on_click=_end,
        args=(measuring,),
        type="tertiary",
    )
    shown = -1
    for step in measuring.steps:
        measuring.newest = step
        if int(50 * step.done) > shown:  # not more messages than the bar has room for
            shown = int(50 * step.done)
            best = format_percent(100 * step.best.accuracy)
            data = literal(dataset_name(usual_dataset()))
            bar.progress(step.done, f"Reading test images of {data} in every usual way; best so far {best}")
    measuring.ended = True


def _end(measuring: _Measuring) -> None:
    if measuring.newest is None:
        measuring.newest = next(measuring.steps)
    measuring.ended = True
