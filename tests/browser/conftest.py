"""A real server and a real Chromium; without Chromium these tests skip, saying so."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

expect.set_options(timeout=30_000)

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Server:
    """A `streamlit run app.py` on a free local port."""

    home: Path
    data: Path
    port: int = 0
    process: subprocess.Popen | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> "Server":
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        return self.restart()

    def restart(self) -> "Server":
        """Start it on the same port as before."""
        environment = {**os.environ, "PLAYGROUND_HOME": str(self.home), "PLAYGROUND_DATA_DIR": str(self.data)}
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
        with open(self.home / "server.log", "ab") as log:
            self.process = subprocess.Popen(
                [*command, "--server.port", str(self.port)],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._await_health()
        return self

    def _await_health(self) -> None:
        import time

        assert self.process is not None
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log()
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise AssertionError(f"the server did not answer within 60 s: {self.log()}")

    def log(self) -> str:
        return (self.home / "server.log").read_text(errors="replace")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def find_chromium() -> str | None:
    """The installed Chromium, or a Chrome."""
    return shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as instance:
        yield instance


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    executable = find_chromium()
    if executable is None:
        reason = "no Chromium on this machine: install it (on Debian: apt-get install chromium)"
        if os.environ.get("PLAYGROUND_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    instance = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
    yield instance
    instance.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A freshly started server with no runs and no MNIST: what a newcomer without internet has."""
    data = tmp_path / "data"
    data.mkdir()
    instance = Server(tmp_path, data).start()
    yield instance
    instance.stop()
    for worker in psutil.process_iter(["cmdline"]):  # runs outlive their server: here they should not
        if str(tmp_path) in (worker.info["cmdline"] or []):
            with contextlib.suppress(psutil.Error):
                worker.kill()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    page = context.new_page()
    yield page
    context.close()
