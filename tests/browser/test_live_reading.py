"""The Draw page reads while the pen moves, without a word to the server, and as the server does afterwards."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import await_rest
from tests.browser.conftest import Server
from tests.browser.reading import reading
from tests.browser.strokes import ONE, SEVEN, draw
from tests.browser.test_journey import assert_no_exception
from tests.browser.traffic import Traffic

FOLLOW = """
element => {
  const root = element.getRootNode()
  const shown = () => [root.querySelector(".digit").textContent, root.querySelector(".confidence").textContent,
    root.querySelector(".answer").hidden].join(" ")
  window.shown = []
  new MutationObserver(() => window.shown.push(shown())).observe(root, {
    subtree: true, childList: true, characterData: true, attributes: true })
}
"""


def notice(page: Page) -> Locator:
    return page.locator(".st-key-what_to_notice")


@contextmanager
def pen(page: Page, touch: bool, x: float, y: float) -> Iterator[list[tuple[float, float]]]:
    """Puts the pen down at a place in shares of the canvas; each place that is appended to the list it moves to."""
    box = page.locator("canvas.upper-canvas").bounding_box()
    assert box is not None
    places = Places(page, touch, box)
    places.go("touchStart", x, y)
    yield places
    places.lift()


class Places(list):
    """Moves a mouse or a finger to what is appended."""

    def __init__(self, page: Page, touch: bool, box: dict[str, float]) -> None:
        super().__init__()
        self.page, self.box = page, box
        self.finger = page.context.new_cdp_session(page) if touch else None

    def append(self, place: tuple[float, float]) -> None:
        super().append(place)
        self.go("touchMove", *place)

    def go(self, kind: str, x: float, y: float) -> None:
        point = {"x": self.box["x"] + x * self.box["width"], "y": self.box["y"] + y * self.box["height"]}
        if self.finger is not None:
            self.finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
            return
        self.page.mouse.move(point["x"], point["y"])
        if kind == "touchStart":
            self.page.mouse.down()

    def lift(self) -> None:
        if self.finger is not None:
            self.finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        else:
            self.page.mouse.up()


def open_canvas(page: Page, server: Server) -> Traffic:
    """The page at rest, with its networks, and what goes over its line."""
    traffic = Traffic(page)
    page.goto(f"{server.url}/draw")
    expect(page.locator("canvas.upper-canvas")).to_have_count(1)
    page.wait_for_function("() => globalThis.playgroundNetworks?.size === 2")
    await_rest(page)
    return traffic


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "finger"])
def test_it_reads_while_the_pen_is_down_and_the_server_agrees(
    shared_server: Server, page: Page, phone: Page, touch: bool
) -> None:
    shown = phone if touch else page
    traffic = open_canvas(shown, shared_server)
    shown.locator(".bars").evaluate(FOLLOW)
    traffic.clear()
    with pen(shown, touch, 0.5, 0.15) as places:
        for step in range(1, 15):
            places.append((0.5, 0.15 + 0.05 * step))
        expect(reading(shown, "browser")).to_contain_text("1")
        expect(shown.get_by_text("Nothing to read yet")).to_be_hidden()
        expect(shown.get_by_text("Read in this browser as you draw")).to_be_visible()
        assert not len(traffic)
        shown.evaluate("() => { window.lifted = window.shown.length }")
    expect(reading(shown)).to_contain_text("1")
    expect(notice(shown)).to_contain_text("reads a 1")
    after = shown.evaluate("() => window.shown.slice(window.lifted)")
    # The stroke as the canvas keeps it, and then the server's answer, which changes nothing.
    assert {text.split()[0] for text in after} == {"1"}
    assert len(dict.fromkeys(after)) <= 2
    assert after[-1] == after[len(after) // 2]
    assert_no_exception(shown)


def test_the_strip_says_which_stroke_turned_the_one_into_a_seven(shared_server: Server, page: Page) -> None:
    open_canvas(page, shared_server)
    draw(page, ONE)
    expect(notice(page)).to_contain_text("reads a 1")
    draw(page, [[(0.5, 0.17), (0.1, 0.2)]])
    expect(notice(page)).to_contain_text("reads a 7")
    expect(page.get_by_text("Stroke 2 turned the 1 into a 7")).to_be_visible()
    expect(page.get_by_role("img", name="The answers while the pen moved.")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(notice(page)).to_contain_text("reads a 1")
    expect(page.get_by_text("Stroke 2 turned")).to_have_count(0)


def test_a_network_is_sent_once(shared_server: Server, page: Page) -> None:
    traffic = open_canvas(page, shared_server)

    def networks() -> list[int]:
        components = [message.delta.new_element.bidi_component for message in traffic.received]
        return [len(one.bytes) for one in components if one.component_name == "network_delivery"]

    assert len(networks()) == 2
    traffic.clear()
    draw(page, SEVEN)
    expect(notice(page)).to_contain_text("reads a 7")
    await_rest(page)  # the networks are the last of a run
    assert not networks()
    page.get_by_role("combobox", name="Network").click()
    page.get_by_role("option", name=re.compile("MLP")).first.click()
    expect(notice(page)).to_contain_text("784-128-10")
    page.wait_for_function("() => globalThis.playgroundNetworks?.size === 3")
    assert len(networks()) == 1
