"""Home: what the playground is, one first thing to do, and the map of the article's ideas."""

import streamlit as st

from playground.ui.frame import PAGES, navigation

IDEAS = (
    ("Neurons and networks", "A neuron weighs its inputs and adds them up. 784-128-10 of them read a digit.", "train"),
    ("Activation functions", PAGES["activations"].idea, "activations"),
    ("Loss functions", "One number that says how wrong the network is: MSE for values, cross-entropy for classes.", "gradient_descent"),
    ("Gradient descent", PAGES["gradient_descent"].idea, "gradient_descent"),
    ("Forward and backward", "Forward: from pixels to a guess. Backward: how much each weight was to blame.", "train"),
    ("Training", PAGES["train"].idea, "train"),
    ("Testing", "Accuracy on digits that the network never saw, and which digits it mixes up.", "train"),
    ("Saving and loading", "A trained network is a small file: download it, load it, draw for it.", "draw"),
)  # fmt: skip

st.set_page_config(page_title="Deep learning playground", page_icon=":material/neurology:", layout="wide")
navigation()
st.title("Deep learning playground", anchor=False)
st.markdown(
    "Learn how a network learns by moving its parts. Every curve and number here is computed by PyTorch "
    "while you watch."
)
with st.container(border=True):
    st.subheader("First thing to do: draw a digit", anchor=False)
    st.markdown("A small network that was trained beforehand reads your handwriting, stroke by stroke.")
    if st.button("Draw a digit", type="primary", icon=":material/draw:"):
        st.switch_page(PAGES["draw"].file)

st.subheader("The ideas, and where to touch them", anchor=False)
columns_per_row = 4
for first in range(0, len(IDEAS), columns_per_row):
    columns = st.columns(columns_per_row)
    for column, (title, sentence, path) in zip(columns, IDEAS[first : first + columns_per_row], strict=False):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{title}**")
            st.markdown(sentence)
            st.page_link(PAGES[path].file, label=PAGES[path].title, icon=PAGES[path].icon)
