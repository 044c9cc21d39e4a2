"""Every pixel of the canvas takes the pen: by finger, mouse and pen, in the corners and under the package's toolbar."""

from itertools import pairwise

import pytest
from playwright.sync_api import CDPSession, FloatRect, Page, TimeoutError, expect

from tests.browser.accessibility import await_rest
from tests.browser.conftest import Server
from tests.browser.test_draw import nothing_to_read, reading

SIZE = 280
BRUSH = 20

BLANK = """() => {
  const host = [...document.querySelectorAll(".st-key-canvas *")].find((one) => one.shadowRoot?.querySelector("canvas"))
  if (!host) return -1 // one canvas takes the place of another
  const canvas = host.shadowRoot.querySelector("canvas.lower-canvas.dc-canvas")
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
  let blank = 0
  for (let at = 0; at < data.length; at += 4) if (data[at] < 128) blank += 1
  return blank
}"""


class Hand:
    """Presses and moves what draws, in pixels of the canvas."""

    def __init__(self, page: Page, kind: str) -> None:
        self.kind = kind
        canvas = page.locator("canvas.upper-canvas")
        expect(canvas).to_have_count(1)
        await_rest(page)
        canvas.evaluate(
            "element => element.scrollIntoView({ block: 'center' })"
        )  # clear of the page's header
        expect(page.locator(".st-key-canvas .dc-toolbar")).to_be_hidden()
        box = canvas.bounding_box()
        assert box is not None
        self.box: FloatRect = box
        self.session: CDPSession = page.context.new_cdp_session(page)

    def stroke(self, *points: tuple[float, float]) -> None:
        """Press at the first point, move over the others, lift at the last."""
        self._send("mousePressed", "touchStart", points[0])
        for (x, y), (right, bottom) in pairwise(points):
            for share in (0.25, 0.5, 0.75, 1):
                self._send("mouseMoved", "touchMove", (x + share * (right - x), y + share * (bottom - y)))
        self._send("mouseReleased", "touchEnd", points[-1])

    def _send(self, mouse: str, touch: str, point: tuple[float, float]) -> None:
        scale = self.box["width"] / SIZE
        at = {"x": self.box["x"] + scale * point[0], "y": self.box["y"] + scale * point[1]}
        if self.kind == "finger":
            points = [] if touch == "touchEnd" else [{**at, "radiusX": 8, "radiusY": 8}]
            self.session.send("Input.dispatchTouchEvent", {"type": touch, "touchPoints": points})
            return
        button = {"button": "left", "buttons": 1, "clickCount": 1, "pointerType": self.kind}
        self.session.send("Input.dispatchMouseEvent", {"type": mouse, **at, **button})


def cover(hand: Hand) -> None:
    """Rows over the whole canvas, each from the other side than the last: half of them begin at the right edge."""
    for number, y in enumerate(range(0, SIZE + 1, BRUSH - 6)):
        ends = [(0.5, min(y + 0.5, SIZE - 0.5)), (SIZE - 0.5, min(y + 0.5, SIZE - 0.5))]
        hand.stroke(*(ends if number % 2 else ends[::-1]))


def blank_pixels(page: Page) -> int:
    return page.evaluate(BLANK)


def await_blank(page: Page, least: int, most: int) -> None:
    """Until that many pixels are blank: a stroke is drawn in the frame after its end."""
    try:
        page.wait_for_function(
            f"() => {{ const blank = ({BLANK})(); return {least} <= blank && blank <= {most} }}",
            timeout=10_000,
        )
    except TimeoutError:
        raise AssertionError(
            f"Expected {least} to {most} blank pixels, found {blank_pixels(page)}."
        ) from None


def test_a_finger_covers_the_whole_canvas(shared_server: Server, phone: Page) -> None:
    phone.goto(f"{shared_server.url}/draw")
    cover(Hand(phone, "finger"))
    await_blank(phone, 0, 0)


@pytest.mark.parametrize("kind", ["mouse", "pen"])
def test_mouse_and_pen_cover_the_whole_canvas(shared_server: Server, page: Page, kind: str) -> None:
    page.goto(f"{shared_server.url}/draw")
    cover(Hand(page, kind))
    await_blank(page, 0, 0)


def test_what_were_buttons_are_pixels_and_nothing_erases(shared_server: Server, phone: Page) -> None:
    """Taps on the places of the package's undo, edit and reset are dots, on the canvas that Clear has mounted too."""
    phone.goto(f"{shared_server.url}/draw")
    Hand(phone, "finger").stroke((140, 8), (140, 250))
    expect(reading(phone)).to_contain_text("1")
    phone.get_by_role("button", name="Clear").click()
    expect(nothing_to_read(phone)).to_be_visible()
    await_blank(phone, SIZE**2, SIZE**2)
    hand = Hand(phone, "finger")
    hand.stroke((140, 8), (140, 250))
    await_blank(phone, 0, SIZE**2 - 200 * BRUSH)
    before = blank_pixels(phone)
    for x in (265, 242, 219, 196, 165):
        hand.stroke((x, 8), (x, 8))
    await_blank(phone, 0, before - 4 * BRUSH**2 // 2)
    hand.stroke((265, 8), (265, 270))
    await_blank(phone, 0, before - 240 * BRUSH)


FIRST, SECOND = (60, 140), (220, 140)
"""Places on two strokes."""

INK = """([x, y]) => {
  const hosts = [...document.querySelectorAll(".st-key-canvas *")].filter((one) => one.shadowRoot?.querySelector("canvas"))
  if (hosts.length !== 1) return null // one canvas takes the place of another
  const canvas = hosts[0].shadowRoot.querySelector("canvas.lower-canvas.dc-canvas")
  return canvas.getContext("2d").getImageData(x, y, 1, 1).data[0] > 128
}"""


def await_ink(page: Page, place: tuple[int, int], inked: bool) -> None:
    page.wait_for_function(f"(place) => ({INK})(place) === {str(inked).lower()}", arg=list(place))


@pytest.fixture
def two_strokes(shared_server: Server, page: Page) -> Page:
    """The first stroke has been read; the second was drawn a moment ago, and the server does not know it."""
    page.goto(f"{shared_server.url}/draw")
    hand = Hand(page, "mouse")
    hand.stroke((60, 40), (60, 240))
    expect(reading(page)).to_be_visible()
    hand.stroke((220, 40), (220, 240))
    return page


@pytest.mark.parametrize("way", ["key", "button"])
def test_undo_right_after_a_stroke_takes_that_stroke_alone(two_strokes: Page, way: str) -> None:
    press_at_once(two_strokes, way, "Undo", "Control+z")
    await_ink(two_strokes, SECOND, False)
    await_ink(two_strokes, FIRST, True)
    press_at_once(two_strokes, "button", "Redo", "Control+y")
    await_ink(two_strokes, SECOND, True)
    await_ink(two_strokes, FIRST, True)


def test_redo_right_after_a_stroke_keeps_that_stroke(two_strokes: Page) -> None:
    press_at_once(two_strokes, "key", "Undo", "Control+z")
    await_ink(two_strokes, SECOND, False)
    Hand(two_strokes, "mouse").stroke((140, 40), (140, 240))
    press_at_once(two_strokes, "key", "Redo", "Control+y")
    press_at_once(two_strokes, "key", "Undo", "Control+z")
    await_ink(two_strokes, (140, 140), False)
    await_ink(two_strokes, FIRST, True)


def test_clear_right_after_a_stroke_clears_everything(two_strokes: Page) -> None:
    press_at_once(two_strokes, "button", "Clear", "Delete")
    expect(nothing_to_read(two_strokes)).to_be_visible()
    await_ink(two_strokes, FIRST, False)
    await_ink(two_strokes, SECOND, False)


def test_another_tool_right_after_a_stroke_keeps_it(two_strokes: Page) -> None:
    two_strokes.get_by_role("radio", name="Eraser").or_(
        two_strokes.get_by_role("button", name="Eraser")
    ).dispatch_event("pointerdown")
    two_strokes.get_by_role("radio", name="Eraser").or_(
        two_strokes.get_by_role("button", name="Eraser")
    ).click()
    press_at_once(two_strokes, "button", "Undo", "Control+z")
    await_ink(two_strokes, SECOND, False)
    await_ink(two_strokes, FIRST, True)


def press_at_once(page: Page, way: str, label: str, key: str) -> None:
    """Without Playwright's wait for a button that stands still, in which the canvas would send its stroke."""
    if way == "key":
        page.keyboard.press(key)
        return
    box = page.get_by_role("button", name=label, exact=False).first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
