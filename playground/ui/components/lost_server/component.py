"""Says in the playground's own words what to do when its server does not answer any more.

Streamlit 1.67 tells a visitor to run `streamlit run yourscript.py`, which is nothing here.
"""

from playground.ui.components.mount import component

_WORDS = component("lost_server")


def lost_server(*, key: str) -> None:
    """Mount it, anywhere on the page; `key` is the element's."""
    _WORDS(key=key, data={})
