"""A place of its own for each part of a page that is drawn again by itself.

When a part is drawn while messages of the whole page's run still wait to be sent, Streamlit 1.67 drops that part's
own block from them (`ForwardMsgQueue.clear`). The browser then takes the block for gone, everything after it moves up
by one, and the next message finds an element where it expects a block: the page breaks until it is loaded again.
Within a container of its own nothing else can move. This can go when Streamlit keeps such blocks.
"""

from collections.abc import Callable, Hashable

import streamlit as st

from playground.ui.live import live


def live_place(
    draw: Callable[[], None], revision: Callable[[], Hashable], key: str, every: float | None = 0.5
) -> None:
    """`live` in a container of its own."""
    with st.container():
        live(draw, revision, key, every)
