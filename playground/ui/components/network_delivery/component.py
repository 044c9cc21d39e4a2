"""Sends a network to the browser, where other components evaluate it.

Its element is the same at every run of the page, so that its half a megabyte goes over the line once: what a browser has
had before, Streamlit sends as a hash of 40 characters.
"""

from playground.ui.components.mount import component

_DELIVERY = component("network_delivery")


def deliver_network(packed: bytes, *, key: str) -> None:
    """Send a network.

    Args:
        packed: what `layer_description.pack_network` gives.
        key: the element's key.
    """
    _DELIVERY(key=key, data=packed)
