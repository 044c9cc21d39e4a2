"""Draws on the canvas with the mouse, as a hand would."""

from itertools import pairwise

from playwright.sync_api import Page, expect

from tests.browser.accessibility import await_rest

Stroke = list[tuple[float, float]]

SEVEN: list[Stroke] = [[(0.25, 0.22), (0.75, 0.22), (0.45, 0.82)]]
ONE: list[Stroke] = [[(0.5, 0.15), (0.5, 0.85)]]


def draw(page: Page, strokes: list[Stroke]) -> None:
    """Draw each stroke, its points in shares of the canvas's width and height."""
    canvas = page.locator("canvas.upper-canvas")
    expect(canvas).to_have_count(1)  # while a page is drawn again the old canvas may stand beside the new one
    await_rest(page)  # or it moves away from under the pen
    canvas.wait_for()
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    for stroke in strokes:
        points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        page.mouse.move(*points[0])
        page.mouse.down()
        for point in points[1:]:
            page.mouse.move(*point, steps=12)
        page.mouse.up()


def touch(page: Page, strokes: list[Stroke]) -> None:
    """The same with a finger, on a page that has touch; Chromium alone can be told to."""
    canvas = page.locator("canvas.upper-canvas")
    expect(canvas).to_have_count(1)  # while a page is drawn again the old canvas may stand beside the new one
    await_rest(page)  # or it moves away from under the pen
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    finger = page.context.new_cdp_session(page)
    for stroke in strokes:
        kind = "touchStart"
        for (left, top), (right, bottom) in pairwise(stroke):
            for share in (0, 0.25, 0.5, 0.75, 1):
                x, y = left + share * (right - left), top + share * (bottom - top)
                point = {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]}
                finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
                kind = "touchMove"
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
