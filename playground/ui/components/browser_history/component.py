"""Makes Back in the browser undo one deliberate choice, and brings the top of the page into sight after an experiment.

Streamlit 1.67 adds an entry to the browser's history for each query parameter that a script sets, so that Back would
undo a part of an experiment; and a script cannot tell a URL that Back opened from one that a poll repeats. Can go when
a script's changes are one entry and Back can be told.
"""

from playground.ui.components.mount import component

_HISTORY = component("browser_history")


def browser_history(*, back: str, top: int, key: str) -> None:
    """Mount it, anywhere on the page.

    Args:
        back: the query parameter that marks a URL which Back or Forward opened.
        top: the page scrolls to its top whenever this number grows.
        key: the element's key.
    """
    _HISTORY(key=key, data={"back": back, "top": top})
