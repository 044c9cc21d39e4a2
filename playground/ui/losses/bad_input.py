"""Mistakes with losses: each is run at this moment, PyTorch's answer beside its meaning and the corrected call."""

import streamlit as st

from playground.concepts.losses.common_mistakes import MISTAKES, Outcome, run
from playground.snippets.losses import mistake_program
from playground.ui.losses.settings import DEFAULTS
from playground.ui.shared.choice import choose_one
from playground.ui.shared.frame import show_pytorch


def show() -> None:
    """One mistake at a time."""
    labels = {name: entry.label for name, entry in MISTAKES.items()}
    chosen = choose_one(
        "What goes wrong", labels, DEFAULTS["mistake"], "mistake", widget=st.radio, horizontal=True
    )
    mistake = MISTAKES[chosen]
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown("**The mistake**")
        st.code(mistake.source, language="python", wrap_lines=True)
        _answer(run(mistake.source))
    with right:
        st.markdown("**Mended**")
        st.code(mistake.corrected, language="python", wrap_lines=True)
        _answer(run(mistake.corrected))
    with st.container(border=True, key="what_to_notice"):
        st.markdown(f"**In plain words.** {mistake.meaning}")
    show_pytorch(mistake_program(mistake.source, mistake.corrected))


def _answer(outcome: Outcome) -> None:
    if outcome.kind == "error":
        st.error(outcome.message, icon=":material/error:")
    elif outcome.kind == "warning":
        st.warning(outcome.message, icon=":material/warning:")
    if outcome.value is not None:
        st.markdown(f"loss = **{outcome.value:.4f}**")
