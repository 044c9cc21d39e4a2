"""'What to try' on the page itself: buttons that set its controls, and with them its URL.

A link from a page to itself changes only the settings it names, leaves the rest as they stand, and loses them
from the URL. Setting the controls in a callback sets all of them, and the URL, as the experiment says.
"""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from playground.ui.shared.streamlit_workarounds import write_unbound_parameter

SETTINGS_KEY = "experiment_settings"
"""In the session: the names of all settings that the last experiment set."""


_CHOSEN = "experiments_chosen"


def experiments_chosen() -> int:
    """How many experiments were chosen in this session: after each the top of the page is brought into sight."""
    return st.session_state.get(_CHOSEN, 0)


def forget_experiment() -> None:
    """Remove what the last experiment set from the session: another page has settings of the same names.

    Streamlit removes a widget's value with its page, but not that of a part that was never opened.
    """
    for name in st.session_state.pop(SETTINGS_KEY, ()):
        st.session_state.pop(name, None)


def experiments(
    choices: Mapping[str, Mapping[str, Any]],
    defaults: Mapping[str, Any] | Callable[[Mapping[str, Any]], Mapping[str, Any]],
    choose: Callable[[Mapping[str, Any]], None] | None = None,
) -> None:
    """One button for each label of `choices`.

    Args:
        choices: what each label sets: widget keys with their values.
        defaults: every setting of the page; what a choice does not name goes back to these. A function of the choice
            where they depend on it.
        choose: takes all settings of a choice, where they are no values of widgets.
    """
    st.header("What to try", anchor=False)
    with st.container(horizontal=True):
        for number, (label, values) in enumerate(choices.items(), 1):
            settings = {**(defaults(values) if callable(defaults) else defaults), **values}
            st.button(
                label,
                key=f"try_{number}",
                icon=":material/science:",
                on_click=_choose,
                args=(settings, values, choose),
            )


def _choose(
    settings: Mapping[str, Any],
    chosen: Mapping[str, Any],
    choose: Callable[[Mapping[str, Any]], None] | None,
) -> None:
    st.session_state[_CHOSEN] = experiments_chosen() + 1
    if choose:
        choose(settings)
    else:
        set_controls(settings, chosen)


def set_controls(settings: Mapping[str, Any], chosen: Mapping[str, Any]) -> None:
    """Set the widgets of these keys, in a callback: `settings` go to the session, and of them `chosen` to the URL."""
    st.session_state.update(settings)
    st.session_state[SETTINGS_KEY] = tuple(settings)
    for name in settings.keys() & st.query_params.keys() - chosen.keys():
        write_unbound_parameter(name, None)
    for name, value in chosen.items():
        write_unbound_parameter(name, value)
