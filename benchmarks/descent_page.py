"""How fast the gradient-descent page answers a moved slider, what it sends, and how smoothly it plays.

`python -m benchmarks.descent_page` starts a server and a Chromium of its own on this machine, so give it two quiet
cores. Figures are medians, with the smallest and the largest.
"""

import itertools
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import CHROMIUM_ARGUMENTS, Server, find_chromium

ROUNDS = 9
STRIP, BETA, MOMENTUM = ".st-key-strip [role=slider]", ".st-key-beta1 input", ".st-key-momentum input"
CASES = {
    "article, SGD, 1,000 steps": ("", STRIP),
    "article, Adam, 1,000 steps": ("?optimizer=Adam&learning_rate=0.002", BETA),
    "Rosenbrock, momentum, 1,000 steps": (
        "?surface=Rosenbrock%27s+banana&optimizer=SGD+with+momentum&steps=1000",
        MOMENTUM,
    ),
    "fit, Adam, 1,000 steps": (
        "?surface=Fit+a+line:+y+%3D+w%C2%B7x+%2B+b&optimizer=Adam&steps=1000&learning_rate=0.001",
        BETA,
    ),
}

WATCH = """
(canvas) => {
  // From the key on a slider to the frame after the one in which the player shows other numbers.
  const loss = canvas.getRootNode().querySelector(".readout .loss")
  const before = loss.textContent
  let started = 0
  window.answered = new Promise((done) => {
    document.addEventListener("keydown", () => {
      started = performance.now()
      const poll = () => {
        if (loss.textContent !== before) requestAnimationFrame(() => done(performance.now() - started))
        else if (performance.now() - started > 5000) done(NaN)
        else requestAnimationFrame(poll)
      }
      requestAnimationFrame(poll)
    }, { once: true, capture: true })
  })
}
"""

FRAMES = """
(canvas) => new Promise((done) => {
  const times = []
  const until = performance.now() + 4000
  const poll = (now) => { times.push(now); now < until ? requestAnimationFrame(poll) : done(times) }
  canvas.getRootNode().querySelector("button.play").click()
  requestAnimationFrame(poll)
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
    canvas = page.locator(".player canvas.map")
    canvas.wait_for()
    page.get_by_text("What to notice.").wait_for()
    page.wait_for_timeout(1500)
    answers, sizes = [], []
    for _ in range(ROUNDS):
        received.clear()
        canvas.evaluate(WATCH)
        page.locator(slider).press("ArrowLeft")
        answers.append(page.evaluate("window.answered"))
        page.wait_for_timeout(500)
        sizes.append(sum(received) / 1000)
    _print(f"{name}: slider to new drawing, ms", answers)
    _print(f"{name}: kB of an update", sizes)
    times = canvas.evaluate(FRAMES)
    gaps = [after - before for before, after in itertools.pairwise(times)]
    print(
        f"{name}: {1000 * len(gaps) / sum(gaps):.0f} frames a second while playing, longest gap {max(gaps):.0f} ms"
    )
    page.context.close()


def _print(name: str, values: list[float]) -> None:
    print(
        f"{name}: {statistics.median(values):,.0f} (from {min(values):,.0f} to {max(values):,.0f})",
        flush=True,
    )


if __name__ == "__main__":
    main()
