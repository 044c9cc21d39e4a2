"""Numbers that a page keeps in its URL."""

from decimal import Decimal
from functools import partial
from typing import Any, overload

import streamlit as st

from playground.ui.shared.streamlit_workarounds import bound_number_input

DECIMAL = "%.6g"
"""How a slider writes its number: 0.5, as sentences do, where Streamlit would write 0.50."""

SMALLEST = 1e-6
"""JavaScript writes a power of ten for what is smaller."""

MOST_PLACES = 20
"""After the point: so many fit into a field."""


def small_number_format(key: str, default: float | None) -> str:
    """The format of a number field that may be tiny: in full where a browser would write 1e-8.

    Args:
        key: of the field; its number is the one in the session, or in the URL where the page begins.
        default: the number to begin with.
    """
    held: Any = st.session_state.get(key, st.query_params.get(key, default))
    try:
        number = abs(float(held))
    except (TypeError, ValueError):
        return "%g"
    if not 0 < number < SMALLEST:
        return "%g"
    places = len(f"{Decimal(repr(number)):f}".partition(".")[2])
    return f"%.{min(places, MOST_PLACES)}f"


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
