"""Home: what the playground is, the first thing to do, and the map of the article's ideas."""

from dataclasses import dataclass

import streamlit as st

from playground.ui.shared.frame import PAGES, navigation


@dataclass(frozen=True)
class Idea:
    """One idea of the article and the page where it can be touched."""

    title: str
    icon: str
    text: str
    path: str


IDEAS = (
    Idea(
        "Neurons and networks",
        ":material/hub:",
        "A neuron weighs its inputs and adds them up. Layers of neurons turn 784 pixels into ten answers.",
        "draw",
    ),
    Idea(
        "Activation functions",
        ":material/show_chart:",
        "Sigmoid, tanh, ReLU and nineteen more bend the sum. See what they do to learning, layer after layer.",
        "activations",
    ),
    Idea(
        "Loss functions",
        ":material/straighten:",
        "One number says how wrong the network is. Move a prediction, an outlier or a logit, and read the pull.",
        "losses",
    ),
    Idea(
        "Gradient descent",
        ":material/trending_down:",
        "Step against the slope, again and again. Find the learning rate at which it breaks.",
        "gradient_descent",
    ),
    Idea(
        "Forward and backward",
        ":material/sync_alt:",
        "Numbers flow forward, derivatives flow back. Step through the real graph, and check any weight by hand.",
        "backpropagation",
    ),
    Idea(
        "Training the network",
        ":material/model_training:",
        "784 inputs, 128 hidden neurons, 10 outputs, trained with Adam. Start it and watch the loss fall.",
        "train",
    ),
    Idea(
        "Testing",
        ":material/fact_check:",
        "What counts is images it has never seen. Read the accuracy and find the digits it mixes up.",
        "mistakes",
    ),
    Idea(
        "Saving and loading",
        ":material/save:",
        "A trained network is a file of weights. Keep yours, load it again, and let it read your digits.",
        "draw",
    ),
)
COLUMNS = 2

st.set_page_config(page_title="Deep learning playground", page_icon=":material/neurology:", layout="wide")
navigation()

st.title("Deep learning playground", anchor=False)
st.markdown(
    "Learn how a neural network works by moving its parts. "
    "Every curve and every number here is computed by PyTorch at this moment."
)
with st.container(border=True, key="first_thing"):
    words, action = st.columns([2.6, 1], gap="medium", vertical_alignment="center")
    words.subheader("Start here: can it read your handwriting?", anchor=False)
    words.markdown("Draw a digit with the mouse or a finger. A trained network says what it sees.")
    if action.button("Draw a digit", type="primary", icon=":material/draw:", key="draw", width="stretch"):
        st.switch_page(PAGES["draw"].file)

st.subheader("The ideas, from one neuron to a trained network", anchor=False)
for start in range(0, len(IDEAS), COLUMNS):
    for number, (column, idea) in enumerate(
        zip(st.columns(COLUMNS), IDEAS[start : start + COLUMNS], strict=False), start + 1
    ):
        with column.container(border=True, height="stretch", key=f"idea_{number}"):
            st.markdown(f"{idea.icon} **{number}. {idea.title}**")
            st.markdown(idea.text)
            st.space("stretch")
            entry = PAGES[idea.path]
            st.page_link(entry.file, label=entry.title, icon=":material/arrow_forward:")
