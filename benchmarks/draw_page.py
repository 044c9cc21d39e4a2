"""How long the 'Draw a digit' page takes from the end of a stroke to the new bars, and the server's share of it.

`python -m benchmarks.draw_page` starts a server and a Chromium of its own on this machine, so give it two quiet cores.
The canvas waits 0.2 s after a stroke before it sends anything. Figures are medians, with the smallest and the largest.
"""

import base64
import io
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Page, sync_playwright
from streamlit.testing.v1 import AppTest

from playground.digits.drawing.strokes import Placement, render
from tests.browser.conftest import CHROMIUM_ARGUMENTS, Server, find_chromium
from tests.browser.strokes import ONE, SEVEN, draw

ROUNDS = 9
ROOT = Path(__file__).parents[1]
SEVEN_PATH = np.array(SEVEN[0], dtype=np.float32)

WATCH = """
() => {
  // From the end of a stroke to the frame after the one in which the bars' description says something else.
  const said = () => [...document.querySelectorAll(".st-key-answer [aria-label]")].map((one) => one.ariaLabel).join()
  const before = said()
  window.answered = new Promise((done) => {
    document.addEventListener("mouseup", () => {
      const started = performance.now()
      const poll = () => {
        if (said() !== before) requestAnimationFrame(() => done(performance.now() - started))
        else if (performance.now() - started > 5000) done(NaN)
        else requestAnimationFrame(poll)
      }
      requestAnimationFrame(poll)
    }, { once: true, capture: true })
  })
}
"""


def main() -> None:
    """Print one figure a line."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder), Path(folder)).start()
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        try:
            _measure(browser.new_context(viewport={"width": 1280, "height": 1000}).new_page(), server)
        finally:
            browser.close()
            server.stop()
    _measure_script()


def _measure(page: Page, server: Server) -> None:
    # The server's share is what passes between the canvas's message and the first one that carries the bars.
    sent, shares = [0.0], []

    def received(data: bytes | str) -> None:
        if b"probabilities" in (data if isinstance(data, bytes) else data.encode()) and sent[0]:
            shares.append(1000 * (time.perf_counter() - sent[0]))
            sent[0] = 0.0

    def left(data: bytes | str) -> None:
        if len(data) > 1000:  # a drawing; a heartbeat is shorter
            sent[0] = time.perf_counter()

    page.on("websocket", lambda socket: (socket.on("framereceived", received), socket.on("framesent", left)))
    page.goto(f"{server.url}/draw")
    draw(page, SEVEN)
    page.get_by_test_id("stMetric").first.wait_for()
    page.wait_for_timeout(1500)
    shares.clear()
    answers = []
    for number in range(ROUNDS):
        page.evaluate(WATCH)
        draw(page, [[(x + 0.02 * number, y) for x, y in ONE[0]]])
        answers.append(page.evaluate("window.answered"))
        page.wait_for_timeout(700)
    _print("end of a stroke to new bars, ms", answers)
    _print("of these from the canvas's message to the bars' arrival, ms", shares)


def _measure_script() -> None:
    """The whole script of the page after a stroke, with the first part of the inspection, without a browser."""
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    page.switch_page(str(ROOT / "pages" / "draw.py"))
    buffer = io.BytesIO()
    Image.fromarray(render([SEVEN_PATH], Placement(20, 0.7, 0, (0.5, 0.5)))).save(buffer, "PNG")
    url = "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
    page.session_state["digit-0"] = {"drawing": {"raw": {"objects": [{}]}, "data": url}}
    times = []
    for _ in range(30):
        started = time.perf_counter()
        page.run()
        times.append(1000 * (time.perf_counter() - started))
    assert page.metric[0].value == "7"
    _print("the page's whole script, and AppTest's own work, ms", times[5:])


def _print(name: str, values: list[float]) -> None:
    figures = (
        f"{statistics.median(values):,.0f} (from {min(values):,.0f} to {max(values):,.0f})"
        if values
        else "none"
    )
    print(f"{name}: {figures}", flush=True)


if __name__ == "__main__":
    main()
