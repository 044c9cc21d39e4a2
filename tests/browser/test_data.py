"""Data in a real browser: a download that is cancelled, and images of one's own from a ZIP to the mistakes."""

import io
import re
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from playground.figures.mistakes import NAME_WIDTH
from tests.browser.accessibility import await_rest
from tests.browser.conftest import Server, running_server

CLASSES = ("bar", "cross", "ring")
STREAMLIT = """
from playground.digits.datasets.torchvision_compat import torchvision_datasets
torchvision_datasets().MNIST.mirrors = ["{url}"]
from streamlit.web.cli import main
main()
"""


class Dripping(BaseHTTPRequestHandler):
    """Sends a byte now and then, until its client leaves or the test ends."""

    gone, ended = threading.Event(), threading.Event()

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "9900000")
        self.end_headers()
        try:
            while not self.ended.wait(0.1):
                self.wfile.write(b"x")
                self.wfile.flush()
        except OSError:
            self.gone.set()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of the playground, whose MNIST comes from a server that drips."""
    mirror = ThreadingHTTPServer(("127.0.0.1", 0), Dripping)
    threading.Thread(target=mirror.serve_forever, daemon=True).start()
    program = STREAMLIT.format(url=f"http://127.0.0.1:{mirror.server_port}/")
    with running_server(tmp_path_factory.mktemp("server"), ("-c", program)) as instance:
        yield instance
    Dripping.ended.set()
    mirror.shutdown()
    mirror.server_close()


def test_a_download_is_cancelled_at_once_and_leaves_nothing(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/train")
    page.get_by_role("button", name="Download MNIST").click()
    progress = page.get_by_text("train-images-idx3-ubyte: 0.0 of 9.9 MB")
    expect(progress).to_be_visible()
    page.get_by_role("button", name="Cancel the download").click()
    expect(progress).to_have_count(0, timeout=5_000)
    assert Dripping.gone.wait(5)
    assert not [path for path in server.data.rglob("*") if path.is_file()]
    expect(page.get_by_role("button", name="Start training")).to_be_enabled()


def drawn(kind: str, shift: int) -> bytes:
    """A dark shape on a bright ground of 40 x 40 pixels, as a colour PNG."""
    rows, columns = np.indices((40, 40)) - 20
    rows, columns = rows - shift % 5, columns - shift // 5 % 5
    ink = {
        "bar": abs(columns) < 4,
        "cross": (abs(rows) < 3) | (abs(columns) < 3),
        "ring": abs(np.hypot(rows, columns) - 11) < 3,
    }[kind]
    buffer = io.BytesIO()
    Image.fromarray(np.uint8(np.where(ink, 20 + shift, 235))).convert("RGB").save(buffer, "PNG")
    return buffer.getvalue()


def shapes() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for kind in CLASSES:
            for shift in range(25):
                file.writestr(f"shapes/{kind}/{shift}.png", drawn(kind, shift))
            file.writestr(f"__MACOSX/shapes/{kind}/._0.png", b"junk")
    return buffer.getvalue()


def test_from_a_zip_to_the_mistakes(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/train?epochs=2")
    page.get_by_text("Use images of your own").click()
    field = page.locator("[class*=st-key-own_images_files] input[type=file]")
    field.set_input_files({"name": "shapes.zip", "mimeType": "application/zip", "buffer": shapes()})
    expect(page.get_by_text("75 images in 3 classes")).to_be_visible()
    expect(page.get_by_role("switch", name=re.compile("Invert"))).to_be_checked()
    page.get_by_role("button", name="Keep them as a data set").click()
    expect(page.get_by_text("Kept: 60 images to train on, 15 to test with")).to_be_visible()
    expect(page).to_have_url(re.compile("data=own_shapes_"))

    page.get_by_role("button", name="Start training").click()
    expect(page.get_by_text("Finished:")).to_be_visible()
    expect(page.get_by_role("link", name="Draw with this model")).to_have_count(0)
    page.get_by_role("link", name="See its mistakes").click()
    canvas = page.locator(".st-key-mistakes_matrix canvas").first
    canvas.wait_for()
    await_rest(page)
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    left, bottom = NAME_WIDTH + 32, NAME_WIDTH + 26
    cell = (box["width"] - left - 6) / 3, (box["height"] - bottom - 6) / 3
    page.mouse.click(box["x"] + left + 2.5 * cell[0], box["y"] + 6 + 0.5 * cell[1])  # a bar read as a ring
    expect(page).to_have_url(re.compile("true=0&predicted=2"))
    expect(page.get_by_role("heading", name=re.compile("Bar read as ring"))).to_be_visible()
