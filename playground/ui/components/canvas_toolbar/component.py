"""Takes the toolbar of streamlit-drawable-canvas away, so that every pixel of the canvas takes the pen.

The package lays it over the canvas's upper right, invisible until a pointer hovers: where no pointer can hover, a finger
presses its buttons in place of drawing. Version 0.13 has no argument that leaves it out, and page styles do not reach
into its shadow root. This can go when `st_canvas` can be asked for a canvas without a toolbar.

It also sends a stroke that the canvas still holds back as soon as anything else is pressed, through that toolbar's own
button. This can go when `st_canvas` sends at once, or sends before it loses the pointer.
"""

from playground.ui.components.mount import component

_HIDE = component("canvas_toolbar")


def hide_canvas_toolbar(*, container: str, key: str) -> None:
    """Hide the toolbar of each canvas that stands, now or later, in a container.

    Args:
        container: the key of the `st.container` that the canvas is drawn in.
        key: the element's key.
    """
    _HIDE(key=key, data={"container": container})
