"""How fast the Train page answers, what it sends, and what watching costs: `python -m benchmarks.training_studio`.

Starts a server and a Chromium of its own on this machine, so give it two quiet cores. It uses MNIST where
`PLAYGROUND_DATA_DIR` has it, else the embedded digits. Figures are medians; the last one is a ratio of the same run
with three tabs that watch it and with none.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from playground.digits.datasets import mnist_on_disk
from playground.digits.training_config import TrainingConfig
from playground.runs.store import RunStore
from playground.settings import data_directory
from tests.browser.conftest import CHROMIUM_ARGUMENTS, Server, find_chromium

ROUNDS = 5
CURVE = "div[aria-label*='Training loss from']"


def main() -> None:
    """Print one figure a line."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder), data_directory()).start()
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        try:
            store = RunStore(server.home)
            data = "mnist" if mnist_on_disk() else "embedded"
            print(f"data: {data}; cores: {os.cpu_count()}")
            _print(
                "click to first point, s",
                [_click_to_first_point(browser, server, store) for _ in range(ROUNDS)],
            )
            for word in ("Pause", "Resume", "Stop"):
                _print(f"{word}: click to the run's new state, s", [_click_to_state(browser, server, store, word) for _ in range(ROUNDS)])  # fmt: skip
            updates = _bytes_of_updates(browser, server)
            _print("bytes of an update", updates)
            print(f"bytes of an update, largest: {max(updates):,}")
            alone, watched = [], []
            for _ in range(ROUNDS):
                alone.append(_seconds_of_a_run(browser, server, store, data, tabs=0))
                watched.append(_seconds_of_a_run(browser, server, store, data, tabs=3))
            _print("a run nobody watches, s", alone)
            _print("the same run watched by three tabs, s", watched)
            print(f"watched / alone: {statistics.median(watched) / statistics.median(alone):.3f}")
        finally:
            browser.close()
            server.stop()


def _print(name: str, values: list[float]) -> None:
    print(
        f"{name}: {statistics.median(values):,.3f} (from {min(values):,.3f} to {max(values):,.3f})",
        flush=True,
    )


def _open(browser: Browser, server: Server, query: str = "") -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 1400}).new_page()
    page.goto(f"{server.url}/train{query}")
    page.get_by_role("button", name="Start training").wait_for()
    return page


def _button(page: Page, name: str) -> Callable[[], None]:
    return page.get_by_test_id("stMainBlockContainer").get_by_role("button", name=name, exact=True).click


def _until(page: Page, condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("what was waited for did not happen within two minutes")
        page.wait_for_timeout(5)


def _click_to_first_point(browser: Browser, server: Server, store: RunStore) -> float:
    page = _open(browser, server)
    page.wait_for_timeout(6000)  # a reader looks at the page first: the spare worker gets ready
    started = time.monotonic()
    _button(page, "Start training")()
    page.locator(CURVE).first.wait_for()
    seconds = time.monotonic() - started
    _end(page, store)
    return seconds


def _click_to_state(browser: Browser, server: Server, store: RunStore, word: str) -> float:
    page = _open(browser, server)
    _button(page, "Start training")()
    page.locator(CURVE).first.wait_for()
    run_id = store.list()[0].id
    if word == "Resume":
        store.request_pause(run_id)
        page.get_by_role("button", name="Resume").wait_for()
    wanted = {"Pause": "paused", "Resume": "running", "Stop": "stopped"}[word]
    started = time.monotonic()
    _button(page, word)()
    _until(page, lambda: store.get(run_id).state == wanted)
    seconds = time.monotonic() - started
    _end(page, store)
    return seconds


def _end(page: Page, store: RunStore) -> None:
    for run in store.list(["queued", "running", "paused"]):
        store.request_stop(run.id)
    _until(page, lambda: not store.list(["queued", "running"]))
    page.context.close()


def _bytes_of_updates(browser: Browser, server: Server) -> list[float]:
    """What the server sends between one update of the loss chart and the next, while a run trains."""
    page = browser.new_context(viewport={"width": 1280, "height": 1400}).new_page()
    received: list[int] = []
    page.on(
        "websocket", lambda socket: socket.on("framereceived", lambda payload: received.append(len(payload)))
    )
    page.goto(f"{server.url}/train")
    _button(page, "Start training")()
    curve, sizes = page.locator(CURVE).first, []
    curve.wait_for()
    pause = page.get_by_role("button", name="Pause")
    while pause.count():
        description = curve.get_attribute("aria-label")
        received.clear()
        _until(page, lambda: curve.get_attribute("aria-label") != description or not pause.count())  # noqa: B023
        sizes.append(float(sum(received)))
    page.context.close()
    return sizes[1:-2]  # without the whole page at either end


def _seconds_of_a_run(browser: Browser, server: Server, store: RunStore, data: str, tabs: int) -> float:
    pages = [_open(browser, server) for _ in range(max(tabs, 1))]
    epochs = 8 if data == "mnist" else 60
    run = store.create(TrainingConfig(epochs=epochs), data)
    for page in pages[:tabs]:
        page.goto(f"{server.url}/train?run={run.id}")
    if not tabs:
        pages[0].goto("about:blank")
    _until(pages[0], lambda: not store.get(run.id).active)
    for page in pages:
        page.context.close()
    return store.get(run.id).seconds


if __name__ == "__main__":
    main()
