"""What the forward pass of every network is shown with: a layer's formula and program, and the six parts of a step."""

import streamlit as st

from playground.concepts.forward_pass import LayerPass, OneStep
from playground.notices.forward_pass import shapes, written_code, written_layer
from playground.notices.training_step import StepBatch, six_parts
from playground.ui.shared.pages import PAGES


def show_formula_of(layer: LayerPass, number: int, layers: int) -> None:
    """A layer's name with the shapes, its product in numbers, and the lines of PyTorch that do it.

    Args:
        layer: what it did.
        number: from 1.
        layers: how many there are.
    """
    where = "Output layer" if number == layers else f"Hidden layer {number}" if layers > 2 else "Hidden layer"
    st.markdown(f"**{where}**: {shapes(layer)}")
    st.latex(written_layer(layer, number))
    st.code(written_code(layer, number), language="python", wrap_lines=True)


def show_step(step: OneStep, batch: StepBatch) -> None:
    """Prepare, forward, loss, backward, update, repeat, each with the page that goes deeper."""
    st.header("One step of training, in six", anchor=False)
    for number, part in enumerate(six_parts(step, batch), 1):
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{number}. {part.title}.** {part.text}")
            entry = PAGES[part.page]
            st.page_link(entry.file, label=f"Go deeper: {entry.title}", icon=":material/arrow_forward:")
