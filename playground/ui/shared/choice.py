"""A choice of one out of a few, side by side, that stands in the address."""

from collections.abc import Sequence

import streamlit as st


def choose_one(label: str, options: Sequence[str], default: str, key: str) -> str:
    """One of `options`, `default` to begin with; `key` is the widget's, and the name in the address."""
    choice = st.segmented_control(
        label, options, default=default, required=True, key=key, bind="query-params"
    )
    return choice or default  # an address may leave a required choice empty
