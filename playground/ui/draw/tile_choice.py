"""The choice of a tile and of the tiles' order, shared by units and feature maps."""

import streamlit as st

from playground.ui.shared.choice import choose_one

STRONGEST = "strongest"
ORDERS = {"contribution": "What they do for the digit", "number": "By number"}


def choose_order(digit: int) -> bool:
    """Whether the tiles are sorted by their contribution to the digit, not by their number."""
    chosen = choose_one(
        "Order",
        ORDERS,
        "contribution",
        "inside_order",
        help=f"What they do for the digit: how much each raises the logit of the {digit}, largest first.",
    )
    return chosen == "contribution"


def choose_tile(label: str, key: str, count: int, strongest: int) -> int:
    """The number chosen in the field or by a click on a tile; `strongest` unless one is."""
    chosen = choose_one(
        f"{label}: choose here, or click a tile",
        {STRONGEST: "the strongest", **{str(index): str(index) for index in range(count)}},
        STRONGEST,
        key,
        widget=st.selectbox,
        help=f"For this drawing and this digit the strongest is {strongest}.",
    )
    return strongest if chosen == STRONGEST else int(chosen)


def pick(key: str, index: int) -> None:
    """A tile was clicked: put its number into the field of `choose_tile`."""
    st.session_state[key] = str(index)
