"""How long the 'Draw a digit' page takes from a movement of the pen to the reading, and from a stroke's end to the server's.

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
from tests.browser.traffic import Traffic

ROUNDS = 9
WANTED = 30
"""Milliseconds from a movement to its reading."""
MOVEMENTS, RATE = 240, 60
"""Of the pen in the stroke that is followed, and how many of them a second."""
ROOT = Path(__file__).parents[1]
SEVEN_PATH = np.array(SEVEN[0], dtype=np.float32)

FIND = """
() => {
  window.reading = [...document.querySelectorAll(".st-key-answer *")]
    .map((one) => one.shadowRoot?.querySelector(".reading")).find(Boolean)
}
"""

WATCH = """
() => {
  // From the end of a stroke to the frame after the one in which the answer is the server's.
  window.answered = new Promise((done) => {
    document.addEventListener("mouseup", () => {
      const started = performance.now()
      const poll = () => {
        if (window.reading.dataset.by === "server") requestAnimationFrame(() => done(performance.now() - started))
        else if (performance.now() - started > 5000) done(NaN)
        else requestAnimationFrame(poll)
      }
      requestAnimationFrame(poll)
    }, { once: true, capture: true })
  })
}
"""


FOLLOW = """
() => {
  // From the first movement that a reading takes in to the task after the frame that shows it.
  window.readings = []
  let moved = 0
  addEventListener("pointermove", () => (moved ||= performance.now()), { capture: true })
  const picture = window.reading.querySelector(".image").getContext("2d")
  const put = picture.putImageData.bind(picture)
  picture.putImageData = (...all) => {
    put(...all)
    const since = moved
    moved = 0
    const painted = new MessageChannel()
    painted.port1.onmessage = () => { if (since) window.readings.push(performance.now() - since) }
    painted.port2.postMessage(0)
  }
}
"""


MOVE = f"""
([left, top, width, count]) => new Promise((done) => {{
  // As a mouse reports itself, at a rate of its own: Playwright's mouse waits for the page with every movement.
  const canvas = document.elementsFromPoint(left, top).map((one) => one.shadowRoot?.elementFromPoint(left, top)).find(Boolean)
  const started = performance.now()
  let moved = 0
  const move = () => {{
    const due = Math.min(count, Math.floor((performance.now() - started) * {RATE} / 1000))
    if (due > moved) {{
      moved = due
      const place = {{ clientX: left + width * moved / count, clientY: top + 40 * Math.sin(moved / 9), buttons: 1, bubbles: true, composed: true }}
      canvas.dispatchEvent(new PointerEvent("pointermove", place))
      canvas.dispatchEvent(new MouseEvent("mousemove", place))
    }}
    if (moved < count) setTimeout(move, 2)
    else setTimeout(done, 100)
  }}
  move()
}})
"""


def main() -> None:
    """Print one figure a line."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder), Path(folder)).start()
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        try:
            for width, height in ((1280, 1000), (390, 844)):
                for model in ("cnn", "mlp"):
                    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
                    _measure_live(page, server, model, f"{model} at {width}")
                    page.close()
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
    page.locator(".reading[data-by=server]").wait_for()
    page.evaluate(FIND)
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


def _measure_live(page: Page, server: Server, model: str, name: str) -> None:
    """Readings while the pen is down, and what goes over the line meanwhile."""
    traffic = Traffic(page)
    page.goto(f"{server.url}/draw?model={model}")
    page.wait_for_function("() => globalThis.playgroundNetworks?.size === 2")
    draw(page, SEVEN)
    page.locator(".reading[data-by=server]").wait_for()
    page.wait_for_timeout(1500)
    page.evaluate(FIND)
    page.evaluate(FOLLOW)
    box = page.locator("canvas.upper-canvas").bounding_box()
    assert box is not None
    traffic.clear()
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.5 * box["height"])
    page.mouse.down()
    page.evaluate(
        MOVE, [box["x"] + 0.2 * box["width"], box["y"] + 0.5 * box["height"], 0.6 * box["width"], MOVEMENTS]
    )
    readings = page.evaluate("window.readings")
    seconds = MOVEMENTS / RATE
    messages = len(traffic)
    page.mouse.up()
    _print(f"{name}: a movement to its reading on the screen, ms", readings)
    soon = 100 * sum(reading <= WANTED for reading in readings) / max(len(readings), 1)
    print(f"{name}: {soon:.0f} % of them within {WANTED} ms", flush=True)
    print(
        f"{name}: {len(readings) / seconds:.0f} readings a second of {RATE} movements; {messages} messages meanwhile",
        flush=True,
    )


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
    assert not page.exception
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
