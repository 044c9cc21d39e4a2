"""The controls that say when playing stops."""

from functools import partial

import streamlit as st

from playground.concepts.plane.branches import MOST_EPOCHS
from playground.concepts.plane.stopping import Measured, StopRule
from playground.ui.network.settings import DEFAULTS
from playground.ui.shared.choice import choose_one
from playground.ui.shared.numbers import whole_number
from playground.ui.shared.streamlit_workarounds import bound_number_input

MEASURED: dict[str, str] = {"test": "Test loss", "training": "Training loss"}


def stop_form(test_share: float) -> StopRule:
    """When to stop; all of it is off to begin with.

    Raises:
        ConfigurationError: a number in a link that cannot be.
    """
    with st.expander("Stop by itself", icon=":material/timer:"):
        epoch = whole_number(
            "At epoch",
            DEFAULTS["stop_epoch"],
            "stop_epoch",
            step=10,
            minimum=1,
            maximum=MOST_EPOCHS,
            help="Play goes on from where it stopped.",
        )
        field = partial(
            st.number_input,
            "Below this loss",
            None,
            None,
            DEFAULTS["stop_below"],
            0.01,
            "%g",
            placeholder="off",
        )
        below = bound_number_input(field, "stop_below")
        measured: Measured = choose_one(
            "Which loss", MEASURED, DEFAULTS["stop_loss"], "stop_loss", widget=st.pills
        )  # type: ignore[assignment]  # one of its keys
        patience = whole_number(
            "Epochs without a better test loss",
            DEFAULTS["stop_patience"],
            "stop_patience",
            step=5,
            minimum=1,
            maximum=MOST_EPOCHS,
            help="Early stopping: it waits for so many epochs for a new least test loss, then gives up.",
        )
        if not test_share:
            st.caption("No points test: the test loss stops nothing.")
    return StopRule(epoch, below, measured, patience)
