"""Draws on the canvas with the mouse, as a hand would."""

from playwright.sync_api import Page

Stroke = list[tuple[float, float]]

SEVEN: list[Stroke] = [[(0.25, 0.22), (0.75, 0.22), (0.45, 0.82)]]
ONE: list[Stroke] = [[(0.5, 0.15), (0.5, 0.85)]]


def draw(page: Page, strokes: list[Stroke]) -> None:
    """Draw each stroke, its points in shares of the canvas's width and height."""
    canvas = page.locator("canvas.upper-canvas")
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
