"""The frame that all pages share: page set-up, navigation, title and sentence, and what stands at the end."""

from dataclasses import dataclass

import streamlit as st

from playground.ui.shared.experiments import forget_experiment


@dataclass(frozen=True)
class PageEntry:
    """One page of the playground: file, address, title, icon and its idea in one sentence."""

    file: str
    path: str
    title: str
    icon: str
    idea: str
    section: str


PAGES: dict[str, PageEntry] = {
    entry.path: entry
    for entry in (
        PageEntry(
            "pages/activations.py",
            "activations",
            "Activation functions",
            ":material/show_chart:",
            "A neuron adds up its inputs and bends the sum: the bend is what lets a network learn curves.",
            "Ideas",
        ),
        PageEntry(
            "pages/losses.py",
            "losses",
            "Loss functions",
            ":material/straighten:",
            "One number says how wrong the network is, and its slope says which way is better.",
            "Ideas",
        ),
        PageEntry(
            "pages/backpropagation.py",
            "backpropagation",
            "Backpropagation",
            ":material/sync_alt:",
            "Numbers flow forward to the loss, derivatives flow back: every weight learns how much it is to blame.",
            "Ideas",
        ),
        PageEntry(
            "pages/gradient_descent.py",
            "gradient_descent",
            "Gradient descent",
            ":material/trending_down:",
            "Measure the slope of the error, take a step downhill, repeat: this is how every network learns.",
            "Ideas",
        ),
        PageEntry(
            "pages/train.py",
            "train",
            "Train",
            ":material/model_training:",
            "Teach a network to read handwritten digits and watch its error fall, step by step.",
            "Digits",
        ),
        PageEntry(
            "pages/compare.py",
            "compare",
            "Compare runs",
            ":material/stacked_line_chart:",
            "Lay runs over one another: same start, one change, and you see what that change does.",
            "Digits",
        ),
        PageEntry(
            "pages/sweep.py",
            "sweep",
            "Sweep",
            ":material/grid_on:",
            "Try several values of a setting at once, and see which one teaches the network best.",
            "Digits",
        ),
        PageEntry(
            "pages/mistakes.py",
            "mistakes",
            "Mistakes",
            ":material/rule:",
            "See which digits a network mixes up, and look at the very images that it got wrong.",
            "Digits",
        ),
        PageEntry(
            "pages/draw.py",
            "draw",
            "Draw a digit",
            ":material/draw:",
            "Draw a digit, and see what a trained network makes of it after every stroke.",
            "Digits",
        ),
    )
}

HOME = "app.py"
OPEN = "open_page"
"""In the session: the page that was drawn last."""

SHARED = (
    "activation", "batch_size", "function", "hidden", "learning_rate", "mode", "rate", "seed", "temperature", "x1", "x2", "x3",
)  # fmt: skip
"""Settings that several pages have under one name: Streamlit 1.67 would hand those of one page to the next."""


def page(path: str) -> PageEntry:
    """Set up the page at `path`, a key of `PAGES`: browser tab, navigation, title and sentence."""
    entry = PAGES[path]
    if st.session_state.get(OPEN) != path:
        st.session_state[OPEN] = path
        forget_experiment()
        for name in SHARED:
            st.session_state.pop(name, None)
    st.set_page_config(
        page_title=f"{entry.title} · Deep learning playground", page_icon=entry.icon, layout="wide"
    )
    navigation()
    st.title(entry.title, anchor=False)
    st.markdown(entry.idea)
    return entry


def navigation() -> None:
    """The sidebar: the same links on every page."""
    with st.sidebar:
        st.page_link(HOME, label="Home", icon=":material/home:")
        section = ""
        for entry in PAGES.values():
            if entry.section != section:
                section = entry.section
                st.caption(section)
            st.page_link(entry.file, label=entry.title, icon=entry.icon)


def what_to_notice(text: str) -> None:
    """Two or three sentences with the numbers of this very moment, in Markdown."""
    with st.container(border=True, key="what_to_notice"):
        st.markdown(f"**What to notice.** {text}")


def show_pytorch(program: str, note: str = "") -> None:
    """The runnable PyTorch program for what the page shows; `note` says where the page goes further than it."""
    with st.expander("Show me the PyTorch", icon=":material/code:"):
        if note:
            st.caption(note)
        st.code(program, language="python")


def show_formula(latex: str, source: str, name: str = "") -> None:
    """A formula in LaTeX with the address of its source; `name` tells several on one page apart."""
    with st.expander(f"The formula: {name}" if name else "The formula", icon=":material/function:"):
        st.latex(latex)
        st.caption(f"Source: [{source}]({source})")
