"""How fast the gradient-descent page answers a moved slider, what it sends, and how smoothly it plays.

`python -m benchmarks.descent_page` starts a server and a Chromium of its own on this machine, so give it two quiet
cores. Figures are medians, with the smallest and the largest.
"""

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import CHROMIUM_ARGUMENTS, Server, find_chromium

ROUNDS = 15
CASES = {
    "article, SGD, 1,000 steps": ("?steps=1000&weight_decay=0.0001", "Weight decay λ"),
    "article, Adam, 1,000 steps": ("?optimizer=Adam&steps=1000", "β₁"),
    "Rosenbrock, momentum, 1,000 steps": (
        "?surface=Rosenbrock%27s+banana&optimizer=SGD+with+momentum&steps=1000",
        "Momentum β",
    ),
    "fit, Adam, 1,000 steps": ("?surface=Fit+a+line:+y+%3D+w%C2%B7x+%2B+b&optimizer=Adam&steps=1000", "β₁"),
}

ANSWER = """
([label]) => new Promise((done) => {
  // From the key on a slider to the frame in which the player shows other numbers.
  const root = document.querySelector(".st-key-player").querySelector("*")
  const find = (node) => {
    if (node.shadowRoot?.querySelector(".readout .loss")) return node.shadowRoot
    for (const child of node.children ?? []) { const found = find(child); if (found) return found }
    return null
  }
  const player = find(document.querySelector(".st-key-player"))
  const loss = player.querySelector(".readout .loss")
  const before = loss.textContent
  const slider = document.querySelector(`[role=slider][aria-label="${label}"]`)
  slider.focus()
  const started = performance.now()
  const key = { key: "ArrowLeft", code: "ArrowLeft", keyCode: 37, bubbles: true }
  slider.dispatchEvent(new KeyboardEvent("keydown", key))
  slider.dispatchEvent(new KeyboardEvent("keyup", key))
  const look = () => {
    if (loss.textContent !== before) requestAnimationFrame(() => done(performance.now() - started))
    else if (performance.now() - started > 10000) done(-1)
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})
"""

FRAMES = """
(canvas) => new Promise((done) => {
  const times = []
  const until = performance.now() + 4000
  const look = (now) => { times.push(now); now < until ? requestAnimationFrame(look) : done(times) }
  canvas.getRootNode().querySelector("button.play").click()
  requestAnimationFrame(look)
})
"""


def main() -> None:
    """Print one figure a line."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder), Path(folder)).start()
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        try:
            for name, (query, slider) in CASES.items():
                _case(browser, server, name, query, slider)
        finally:
            browser.close()
            server.stop()


def _case(browser: Browser, server: Server, name: str, query: str, slider: str) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 1200}).new_page()
    received: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: received.append(len(data))))
    page.goto(f"{server.url}/gradient_descent{query}")
    page.locator(".player canvas.map").wait_for()
    page.get_by_text("What to notice.").wait_for()
    page.wait_for_timeout(1500)
    if page.locator(f'[role=slider][aria-label="{slider}"]').count():
        answers, sizes = [], []
        for _ in range(ROUNDS):
            received.clear()
            answers.append(page.evaluate(ANSWER, [slider]))
            page.wait_for_timeout(500)
            sizes.append(sum(received) / 1000)
        _print(f"{name}: slider to new drawing, ms", answers)
        _print(f"{name}: kB of an update", sizes)
    times = page.locator("canvas.map").evaluate(FRAMES)
    gaps = [after - before for before, after in zip(times, times[1:], strict=False)]
    print(
        f"{name}: {1000 * len(gaps) / sum(gaps):.0f} frames a second while playing, longest gap {max(gaps):.0f} ms"
    )
    _close(page)


def _close(page: Page) -> None:
    page.context.close()


def _print(name: str, values: list[float]) -> None:
    print(
        f"{name}: {statistics.median(values):,.0f} (from {min(values):,.0f} to {max(values):,.0f})",
        flush=True,
    )


if __name__ == "__main__":
    main()
