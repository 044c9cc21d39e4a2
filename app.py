"""Home: what the playground is, the first thing to do, and the map of the article's ideas."""

import streamlit as st

from playground.notices.terms import terms_in
from playground.ui.shared.frame import begin
from playground.ui.shared.page_entry import Card, PageEntry
from playground.ui.shared.pages import PAGES
from playground.ui.shared.recovery import show_trouble
from playground.ui.shared.words import show_words

COLUMNS = 2


def show_card(number: int, card: Card, entry: PageEntry) -> None:
    """One idea with the link to its page."""
    st.markdown(f"{card.icon} **{number}. {card.title}**")
    st.markdown(card.text)
    st.space("stretch")
    st.page_link(entry.file, label=entry.title, icon=":material/arrow_forward:")


def show_first_thing(first: PageEntry) -> None:
    """The way to the first idea, and for those who are in a hurry to what it all leads to."""
    with st.container(border=True, key="first_thing"):
        words, action = st.columns([2.6, 1], gap="medium", vertical_alignment="center")
        words.header("Start here: what can one neuron do?", anchor=False)
        words.markdown(
            "Drag its line until two kinds of points lie on its two sides. Each idea builds on the one before it."
        )
        if action.button("Begin", type="primary", icon=first.icon, key="begin", width="stretch"):
            st.switch_page(first.file)
        draw = PAGES["draw"]
        words.page_link(draw.file, label="Or let a trained network read your handwriting", icon=draw.icon)


def show() -> None:
    """The page."""
    begin("Deep learning playground")

    st.title("Deep learning playground", anchor=False)
    st.markdown(
        "Learn how a neural network works by moving its parts. "
        "What you see is computed while you watch, most of it by PyTorch; nothing is drawn beforehand."
    )
    show_trouble()
    cards = sorted(
        ((card, entry) for entry in PAGES.values() for card in entry.cards), key=lambda pair: pair[0].chapter
    )
    _, first = cards[0]
    show_first_thing(first)

    st.header("The ideas, from one neuron to a trained network", anchor=False)
    show_words([term.name for term in terms_in(" ".join(card.text for card, _ in cards))])
    for start in range(0, len(cards), COLUMNS):
        row = zip(st.columns(COLUMNS), cards[start : start + COLUMNS], strict=False)
        for number, (column, (card, entry)) in enumerate(row, start + 1):
            with column.container(border=True, height="stretch", key=f"idea_{number}"):
                show_card(number, card, entry)


if __name__ == "__main__":  # as Streamlit runs it for a visitor
    show()
else:  # as `streamlit run` imports it once, for the server
    from streamlit import App

    from playground.ui.shared.server import lifespan, middleware

    app = App(__file__, lifespan=lifespan, middleware=middleware())
