"""Numbers that a page keeps in its URL."""

from functools import partial
from typing import overload

import streamlit as st

from playground.ui.shared.streamlit_workarounds import bound_number_input

DECIMAL = "%.6g"
"""How a slider writes its number: 0.5, as sentences do, where Streamlit would write 0.50."""


@overload
def whole_number(
    label: str,
    value: int,
    key: str,
    *,
    step: int = 1,
    minimum: int | None = None,
    maximum: int | None = None,
    help: str | None = None,
) -> int: ...
@overload
def whole_number(
    label: str,
    value: None,
    key: str,
    *,
    step: int = 1,
    minimum: int | None = None,
    maximum: int | None = None,
    help: str | None = None,
) -> int | None: ...
def whole_number(
    label: str,
    value: int | None,
    key: str,
    *,
    step: int = 1,
    minimum: int | None = None,
    maximum: int | None = None,
    help: str | None = None,
) -> int | None:
    """A number input that is bound to the URL.

    Args:
        label: what is set.
        value: the number to begin with; None: off.
        key: of the widget, and the query parameter.
        step: between two numbers that the buttons reach.
        minimum: the least number; None: any.
        maximum: the largest number; None: any.
        help: the tooltip.
    """
    field = partial(st.number_input, label, minimum, maximum, value, step, placeholder="off", help=help)
    number = bound_number_input(field, key)
    return None if number is None else int(number)
