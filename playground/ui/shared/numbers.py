"""Whole numbers that a page keeps in its address.

Streamlit 1.67 lets an infinite number in an address, such as `?epochs=1e400`, reach `int()` inside
`st.number_input`, and the page ends in a traceback. This file can go when Streamlit drops such a value as it drops
other invalid ones.
"""

from functools import partial
from typing import overload

import streamlit as st


@overload
def whole_number(
    label: str, value: int, key: str, *, step: int = 1, minimum: int | None = None, maximum: int | None = None,
    help: str | None = None,
) -> int: ...  # fmt: skip
@overload
def whole_number(
    label: str, value: None, key: str, *, step: int = 1, minimum: int | None = None, maximum: int | None = None,
    help: str | None = None,
) -> int | None: ...  # fmt: skip
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
    """A number input that is bound to the address; with an infinite number there it begins at `value`, None for off."""
    field = partial(st.number_input, label, minimum, maximum, value, step, placeholder="off", help=help)
    try:
        number = field(key=key, bind="query-params")
    except OverflowError:
        number = field(key=f"{key}_unbound")
    return None if number is None else int(number)
