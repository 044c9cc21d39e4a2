"""Mends what Streamlit's widgets are for the keyboard and for screen readers.

Streamlit 1.67 draws a segmented control as a toolbar of radio buttons: Tab enters it once and the arrows move within,
but it enters at the first option, and then at the one that was left last. A toast is named by a title that is not
drawn, and the drop zone of a file has a name, but the role of what has none. Each can go when Streamlit mends it.
"""

from playground.ui.components.mount import component

_WIDGETS = component("accessible_widgets")


def accessible_widgets(*, key: str) -> None:
    """Mount it, anywhere on the page; `key` is the element's."""
    _WIDGETS(key=key, data={})
