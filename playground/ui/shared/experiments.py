"""'What to try' on the page itself: buttons that set its controls, and with them its address.

A link from a page to itself changes only the settings it names, leaves the rest as they stand, and loses them
from the address. Setting the controls in a callback puts all of them, and the address, as the experiment says.
"""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from playground.ui.shared.streamlit_workarounds import write_unbound_parameter

LEFT = "experiment_settings"


def forget_experiment() -> None:
    """What the last experiment set leaves the session: another page has settings of the same names.

    A widget's own setting leaves with its page; one of a part that was never opened would stay.
    """
    for name in st.session_state.pop(LEFT, ()):
        st.session_state.pop(name, None)


def experiments(
    choices: Mapping[str, Mapping[str, Any]],
    defaults: Mapping[str, Any] | Callable[[Mapping[str, Any]], Mapping[str, Any]],
) -> None:
    """One button for each label of `choices`.

    Args:
        choices: what each label sets: widget keys with their values.
        defaults: every setting of the page; what a choice does not name goes back to these. A function of the choice
            where they depend on it.
    """
    st.subheader("What to try", anchor=False)
    with st.container(horizontal=True):
        for number, (label, values) in enumerate(choices.items(), 1):
            st.button(
                label,
                key=f"try_{number}",
                icon=":material/science:",
                on_click=_set,
                args=(
                    {**(defaults(values) if callable(defaults) else defaults), **values},
                    values,
                ),
            )


def _set(settings: Mapping[str, Any], chosen: Mapping[str, Any]) -> None:
    """All settings go to the session, and what the experiment itself chose to the URL."""
    st.session_state.update(settings)
    st.session_state[LEFT] = tuple(settings)
    for name in settings.keys() & st.query_params.keys() - chosen.keys():
        write_unbound_parameter(name, None)
    for name, value in chosen.items():
        write_unbound_parameter(name, value)
