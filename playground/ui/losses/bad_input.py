"""Mistakes with losses: each is run at this moment, PyTorch's answer beside its meaning and the corrected lines."""

import streamlit as st

from playground.concepts.losses.common_mistakes import MISTAKES, Outcome, run
from playground.figures.common_mistakes import mistake_option
from playground.formatting import counted, format_number
from playground.markdown import literal
from playground.snippets.losses import mistake_program
from playground.ui.losses.settings import DEFAULTS
from playground.ui.shared.charts import live_chart
from playground.ui.shared.choice import choose_one
from playground.ui.shared.frame import show_pytorch

HEIGHT = 300


def show() -> None:
    """One mistake at a time."""
    labels = {name: entry.label for name, entry in MISTAKES.items()}
    chosen = choose_one(
        "What goes wrong", labels, DEFAULTS["mistake"], "mistake", widget=st.radio, horizontal=True
    )
    mistake = MISTAKES[chosen]
    wrong, right = run(mistake.source), run(mistake.corrected)
    sides = st.columns(2, gap="medium")
    for side, title, source, outcome in (
        (sides[0], "The mistake", mistake.source, wrong),
        (sides[1], "Mended", mistake.corrected, right),
    ):
        with side:
            st.markdown(f"**{title}**")
            st.code(source, language="python", wrap_lines=True)
            _answer(outcome)
    if wrong.losses:
        st.markdown("**The loss** of each step")
        live_chart(
            mistake_option(wrong.losses, right.losses),
            height=HEIGHT,
            key="mistake_losses",
            alt=mistake.meaning,
        )
    with st.container(border=True, key="what_to_notice"):
        st.markdown(f"**In plain words.** {mistake.meaning}")
    show_pytorch(mistake_program(mistake.source, mistake.corrected))


def _answer(outcome: Outcome) -> None:
    if outcome.kind == "error":
        st.error(literal(outcome.message), icon=":material/error:")
    elif outcome.kind == "warning":
        st.warning(literal(outcome.message), icon=":material/warning:")
    if outcome.value is not None:
        after = f" after {counted(len(outcome.losses), 'step')}" if outcome.losses else ""
        st.markdown(f"loss{after} = **{format_number(outcome.value, 4)}**")
