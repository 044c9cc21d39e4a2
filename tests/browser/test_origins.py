"""Only the server's own pages may open its WebSocket: another site's page could steer a visitor's playground with it."""

import socket

import pytest

from tests.browser.conftest import Server


def answer(server: Server, origin: str) -> str:
    """The first line that the server answers to a WebSocket that a page of `origin` opens."""
    request = (
        f"GET /_stcore/stream HTTP/1.1\r\nHost: localhost:{server.port}\r\nOrigin: {origin}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    with socket.create_connection(("localhost", server.port), timeout=30) as connection:
        connection.sendall(request.encode())
        return connection.recv(4096).decode(errors="replace").splitlines()[0]


@pytest.mark.parametrize("origin", ["https://example.org", "http://localhost.example.org", "null"])
def test_another_sites_page_is_refused(shared_server: Server, origin: str) -> None:
    assert " 403 " in answer(shared_server, origin)


def test_an_own_page_is_let_in(shared_server: Server) -> None:
    assert " 101 " in answer(shared_server, shared_server.url)
