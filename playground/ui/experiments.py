"""'What to try' on the page itself: buttons that set its controls, and with them its address.

A link from a page to itself changes only the settings it names, leaves the rest as they stand, and loses them
from the address. Setting the controls in a callback puts all of them, and the address, as the experiment says.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st


def experiments(choices: Mapping[str, Mapping[str, Any]], defaults: Mapping[str, Any]) -> None:
    """One button for each label of `choices`.

    Args:
        choices: what each label sets: widget keys with their values.
        defaults: every setting of the page; what a choice does not name goes back to these.
    """
    st.subheader("What to try", anchor=False)
    with st.container(horizontal=True):
        for number, (label, values) in enumerate(choices.items(), 1):
            st.button(
                label,
                key=f"try_{number}",
                icon=":material/science:",
                on_click=st.session_state.update,
                args=({**defaults, **values},),
            )
