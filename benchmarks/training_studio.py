"""How fast the Train page answers, what it sends, and what watching costs: `python -m benchmarks.training_studio`.

Starts a server and a Chromium of its own on this machine, so give it two quiet cores. It uses MNIST where
`PLAYGROUND_DATA_DIR` has it, else the embedded digits. Clicks are timed from the click to what the screen shows, the first
one as soon as the page is there. The last figures are ratios, round by round, of the same run watched and unwatched, from its
start to its end with all tests and database writes: by three visitors whose browsers run elsewhere, and by three tabs that
are drawn on these very cores.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from benchmarks.watchers import watching
from playground.digits.datasets import usual_dataset
from playground.digits.training import TrainingConfig
from playground.runs.store import RunStore
from playground.settings import data_directory
from tests.browser.conftest import CHROMIUM_ARGUMENTS, Server, find_chromium

ROUNDS = 5
CURVE = "div[aria-label*='Training loss from']"
ON_THE_SCREEN = {"Pause": "Paused. ", "Resume": "images a second", "Stop": "Stopped at step"}
"""What the page says once a button's word has come true."""


def main() -> None:
    """Print one figure a line."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder), data_directory()).start()
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        try:
            store = RunStore(server.home)
            data = usual_dataset()
            print(f"data: {data}; cores: {os.cpu_count()}")
            _print(
                "click to first point, s",
                [_click_to_first_point(browser, server, store) for _ in range(ROUNDS)],
            )
            for word in ("Pause", "Resume", "Stop"):
                _print(
                    f"{word}: click to the run's new state on the screen, s",
                    [_click_to_state(browser, server, store, word) for _ in range(ROUNDS)],
                )
            _compare(browser, server, store, data)
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


def _button(page: Page, name: str) -> Locator:
    return page.get_by_test_id("stMainBlockContainer").get_by_role("button", name=name, exact=True)


def _click(page: Page, name: str) -> float:
    """Click without Playwright's wait for a page without layout changes; return the moment of the click."""
    button = _button(page, name)
    button.wait_for()
    clicked = time.monotonic()
    button.dispatch_event("click")
    return clicked


def _until(page: Page, condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("what was waited for did not happen within two minutes")
        page.wait_for_timeout(5)


def _click_to_first_point(browser: Browser, server: Server, store: RunStore) -> float:
    page = _open(browser, server)
    started = _click(page, "Start training")
    page.locator(CURVE).first.wait_for()
    seconds = time.monotonic() - started
    _end(page, store)
    return seconds


def _click_to_state(browser: Browser, server: Server, store: RunStore, word: str) -> float:
    page = _open(browser, server)
    _click(page, "Start training")
    page.locator(CURVE).first.wait_for()
    run_id = store.list()[0].id
    if word == "Resume":
        store.request_pause(run_id)
        page.get_by_role("button", name="Resume").wait_for()
    started = _click(page, word)
    page.get_by_text(ON_THE_SCREEN[word]).first.wait_for()
    seconds = time.monotonic() - started
    _end(page, store)
    return seconds


def _end(page: Page, store: RunStore) -> None:
    for run in store.list(["queued", "running", "paused"]):
        store.request_stop(run.id)
    _until(page, lambda: not store.list(["queued", "running"]))
    page.context.close()


def _compare(browser: Browser, server: Server, store: RunStore, data: str) -> None:
    """The same run alone and watched, in turn."""
    seconds: dict[str, list[float]] = {
        "nobody": [],
        "visitors elsewhere": [],
        "tabs drawn on these cores": [],
    }
    updates: list[float] = []
    for _ in range(ROUNDS):
        seconds["nobody"].append(_seconds(store, _begin(store, data), time.sleep))
        begun = _begin(store, data)
        with watching(server.url, "train", f"run={begun[0]}", 3) as watchers:
            seconds["visitors elsewhere"].append(_seconds(store, begun, time.sleep))
        updates += [float(size) for watcher in watchers for size in watcher.updates[1:-1]]
        begun = _begin(store, data)
        tabs = [browser.new_context(viewport={"width": 1280, "height": 1400}).new_page() for _ in range(3)]
        for tab in tabs:
            tab.goto(f"{server.url}/train?run={begun[0]}")
        seconds["tabs drawn on these cores"].append(_seconds(store, begun, partial(_watch, tabs[0])))
        for tab in tabs:
            tab.context.close()
    _print("bytes after a poll, those without news too", updates)
    for name, times in seconds.items():
        _print(f"a run from its start to its end, watched by {name}, s", times)
        _print(
            f"watched by {name} / nobody",
            [one / alone for one, alone in zip(times, seconds["nobody"], strict=True)],
        )


def _watch(tab: Page, seconds: float) -> None:
    """Wait as Playwright does, so that its tabs go on meanwhile."""
    tab.wait_for_timeout(1000 * seconds)


def _begin(store: RunStore, data: str) -> tuple[str, float]:
    """The run, and the moment when it was asked for."""
    epochs = 10 if data == "mnist" else 100
    started = time.monotonic()
    return store.create(TrainingConfig(epochs=epochs), data).id, started


def _seconds(store: RunStore, begun: tuple[str, float], wait: Callable[[float], object]) -> float:
    """From a run's start to its end, tests and writes counted."""
    run_id, started = begun
    while (run := store.get(run_id)) is not None and run.active:
        if time.monotonic() > started + 240:
            raise TimeoutError("the run did not end within four minutes")
        wait(0.02)
    return time.monotonic() - started


if __name__ == "__main__":
    main()
