"""A hint that a picture can be pasted, and the listener that sends it: anywhere on the page."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from playground.ui.components.mount import component, sent

_PASTE = component("paste_image")


def paste_image(*, key: str, on_paste: Callable[[bytes], None]) -> None:
    """Show the hint and listen.

    Args:
        key: the element's key.
        on_paste: called with the bytes of a pasted file, before the page runs again; empty where a browser sent
            something that is no base64.
    """

    def pasted() -> None:
        content = decode_data_url(sent(key, "pasted"))
        if content is not None:
            on_paste(content)

    _PASTE(key=key, on_pasted_change=pasted)


def decode_data_url(value: Any) -> bytes | None:
    """The bytes of `data:...;base64,...`, or None: a browser can send anything."""
    if not isinstance(value, str) or not value.startswith("data:"):
        return None
    try:
        return base64.b64decode(value.partition(";base64,")[2], validate=True)
    except (binascii.Error, ValueError):
        return b""
