"""Whole numbers that a page keeps in its address.

Streamlit 1.67 lets an infinite number in an address, such as `?epochs=1e400`, reach `int()` inside
`st.number_input`, and the page ends in a traceback. This file can go when Streamlit drops such a value as it drops
other invalid ones.
"""

import streamlit as st


def whole_number(
    label: str,
    value: int,
    key: str,
    *,
    step: int = 1,
    minimum: int | None = None,
    maximum: int | None = None,
) -> int:
    """A number input that is bound to the address; with an infinite number there it begins at `value`."""
    try:
        return int(st.number_input(label, minimum, maximum, value, step, key=key, bind="query-params"))
    except OverflowError:
        return int(st.number_input(label, minimum, maximum, value, step, key=f"{key}_unbound"))
