"""The field's words that a page uses, named in one line below its heading; pointing at one, or tapping it, explains it."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from playground.notices.terms import TERMS


def show_words(names: Sequence[str]) -> None:
    """The terms of these names, keys of `TERMS`; nothing for none."""
    if not names:
        return
    words = " · ".join(_word(number, name) for number, name in enumerate(names))
    st.html(f'<p class="words">Words on this page: <span class="list">{words}</span></p>')


def _word(number: int, name: str) -> str:
    """A word that the keyboard reaches, with its meaning for a screen reader too."""
    key = f"word_{number}"
    return (
        f'<dfn class="word" tabindex="0" aria-describedby="{key}">{escape(name)}'
        f'<span class="meaning" role="tooltip" id="{key}">{escape(TERMS[name].meaning)}</span></dfn>'
    )
