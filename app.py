"""Home: what the playground is, the first thing to do, and the map of the article's ideas."""

import streamlit as st

from playground.ui.shared.frame import navigation
from playground.ui.shared.pages import PAGES, Card, PageEntry

COLUMNS = 2


def show_card(number: int, card: Card, entry: PageEntry) -> None:
    """One idea with the link to its page."""
    st.markdown(f"{card.icon} **{number}. {card.title}**")
    st.markdown(card.text)
    st.space("stretch")
    st.page_link(entry.file, label=entry.title, icon=":material/arrow_forward:")


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
cards = sorted(
    ((card, entry) for entry in PAGES.values() for card in entry.cards), key=lambda pair: pair[0].chapter
)
for start in range(0, len(cards), COLUMNS):
    row = zip(st.columns(COLUMNS), cards[start : start + COLUMNS], strict=False)
    for number, (column, (card, entry)) in enumerate(row, start + 1):
        with column.container(border=True, height="stretch", key=f"idea_{number}"):
            show_card(number, card, entry)
