"""A button that asks first, for what ends or removes several things, or cannot be taken back."""

from collections.abc import Callable

import streamlit as st


def ask_first(label: str, question: str, answer: str, do: Callable[[], None], *, icon: str, key: str) -> None:
    """A button `label` that opens a question.

    Args:
        label: what would be done.
        question: in Markdown: to what and to how many, and whether it can be undone.
        answer: of the button that does it.
        do: a callback.
        icon: of the button.
        key: of the button that does it.
    """
    with st.popover(label, icon=icon, key=f"{key}_question"):
        st.markdown(question)
        st.button(answer, type="primary", key=key, on_click=do)
