"""Another site's page shows the playground in a frame only where the administrator named that site."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from playground.ui.shared.pages import PAGES
from tests.browser.conftest import Server, running_server


class Embedding(BaseHTTPRequestHandler):
    """Answers `/?ADDRESS` with a page that shows the address in a frame."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        address = self.path.partition("?")[2]
        self.wfile.write(f"<iframe src='{address}' width=1200 height=800></iframe>".encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    """Another site than `localhost`; Chromium lets no page of the internet ask this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Embedding) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_no_other_site_shows_it(shared_server: Server, page: Page, site: str) -> None:
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page.goto(f"{site}/?{shared_server.url}")
    assert not page.frames[1].url.startswith(shared_server.url)


def test_a_named_site_shows_it(
    tmp_path: Path, page: Page, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAYGROUND_EMBED_IN", site)
    with running_server(tmp_path) as server:
        page.goto(f"{site}/?{server.url}/losses")
        inside = page.frame_locator("iframe")
        expect(inside.get_by_role("heading", level=1)).to_have_text(PAGES["losses"].title)
        inside.get_by_role("link", name="Home", exact=True).click()  # goes through its WebSocket
        expect(inside.get_by_role("heading", level=1)).to_have_text("Deep learning playground")
