"""What a button does: a callback whose failure is shown as a message, never as a traceback."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from playground.errors import PlaygroundError
from playground.markdown import literal
from playground.ui.shared.announcements import announce


def action(do: Callable[..., Any], *arguments: Any, done: str = "") -> Callable[[], None]:
    """`do(*arguments)` as a callback for `on_click`; `done` says that it has been done, where that is easily missed.

    A callback runs before the page, outside of whatever the page catches: a database that is locked or lost in that
    moment would end in a traceback.
    """

    def act() -> None:
        try:
            do(*arguments)
            if done:
                announce(done)
        except PlaygroundError as error:
            st.toast(literal(error), icon=":material/error:", duration="long")

    return act
