"""The headers of every answer of the server: what a page may load, who may show it in a frame, what other sites are told.

A name that was shown as HTML in spite of all care could then still call nobody. `SecurityHeaders` is a plain ASGI
application around Streamlit's.
"""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from pathlib import Path
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def inline_scripts(page: str) -> list[str]:
    """The sources of `Content-Security-Policy` that allow the scripts written in an HTML page, and no other ones."""
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE_SCRIPT.findall(page))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def security_headers(embedded_in: Sequence[str] = (), scripts: Sequence[str] = ()) -> dict[str, str]:
    """The headers by their names.

    Args:
        embedded_in: the origins whose pages may show the playground in a frame, besides its own.
        scripts: further sources of scripts, such as `inline_scripts` gives.
    """
    policy = {
        "default-src": ["'none'"],
        # Streamlit loads the code of components as a blob; its protobuf counts 64-bit numbers in WebAssembly.
        "script-src": ["'self'", "blob:", "'wasm-unsafe-eval'", *scripts],
        "style-src": ["'self'", "'unsafe-inline'"],  # Streamlit, KaTeX and Plotly write styles into elements
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "media-src": ["'self'"],
        "connect-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'self'", *embedded_in],
    }
    headers = {
        "Content-Security-Policy": "; ".join(" ".join((name, *sources)) for name, sources in policy.items()),
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    if not embedded_in:  # it knows no list of sites; browsers that read `frame-ancestors` pass over it
        headers["X-Frame-Options"] = "SAMEORIGIN"
    return headers


class SecurityHeaders:
    """Adds headers to every answer of an ASGI application.

    Args:
        application: whose answers they are.
        embedded_in: see `security_headers`.
        page: the HTML file that all pages begin with, whose own scripts may run.
    """

    def __init__(self, application: Application, embedded_in: Sequence[str], page: Path) -> None:
        self._application = application
        headers = security_headers(embedded_in, inline_scripts(page.read_text(encoding="utf-8")))
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def send_with_headers(message: Scope) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self._headers]
            await send(message)

        await self._application(scope, receive, send_with_headers)
