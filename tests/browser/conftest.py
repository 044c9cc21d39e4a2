"""A real server and a real Chromium; without Chromium these tests skip, saying so."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from playground.runs.store import RunStore
from tests.answered_run import write_run
from tests.browser.finished_runs import write_runs
from tests.waiting import wait_until

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
    """A `streamlit run app.py`, or another `script`, on a free local port; `streamlit` are the arguments that run Streamlit in Python."""

    home: Path
    data: Path
    streamlit: Sequence[str] = ("-m", "streamlit")
    script: str = "app.py"
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
        environment["PYTHONPATH"] = str(ROOT)  # a script of the tests lies in another folder
        command = [sys.executable, *self.streamlit, "run", self.script, "--server.headless", "true"]
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
        wait_until(self._answers)

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log()
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            return False

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


@contextlib.contextmanager
def running_server(home: Path, streamlit: Sequence[str] = ("-m", "streamlit")) -> Iterator[Server]:
    """A freshly started server with no runs and no MNIST: what a newcomer without internet has."""
    data = home / "data"
    data.mkdir()
    instance = Server(home, data, streamlit).start()
    yield instance
    instance.stop()
    for worker in psutil.process_iter(["cmdline"]):  # runs outlive their server: here they should not
        if str(home) in (worker.info["cmdline"] or []):
            with contextlib.suppress(psutil.Error):
                worker.kill()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server of this test alone, for what writes runs, ends it, or asks of a page that nobody has opened yet."""
    with running_server(tmp_path) as instance:
        yield instance


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that leave nothing behind on it: what they do stays in their own session."""
    with running_server(tmp_path_factory.mktemp("shared_server")) as instance:
        yield instance


@pytest.fixture(scope="session")
def recorded_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server with finished runs, one of them with its answers, so that no page is empty; as `shared_server` for looking."""
    with running_server(tmp_path_factory.mktemp("recorded_server")) as server:
        write_runs(server.home, 2)
        write_run(RunStore(server.home))
        yield server


@pytest.fixture(scope="session")
def looking_page(browser: Browser) -> Iterator[Page]:
    """One page for all that only looks: what it fetched and compiled once, it has. Each address is a new session."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def looking_phone(browser: Browser) -> Iterator[Page]:
    """The same for a small screen that is touched."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    page = context.new_page()
    yield page
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A small screen that is touched."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()
