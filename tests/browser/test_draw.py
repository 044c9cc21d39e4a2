"""Hands on the canvas, in a real browser: pen, eraser, keys, fingers and photographs."""

import base64

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import await_rest
from tests.browser.conftest import Server
from tests.browser.reading import reading
from tests.browser.strokes import ONE, SEVEN, Stroke, draw, touch
from tests.browser.test_journey import assert_no_exception
from tests.digits.drawing.photographs import encoded


@pytest.fixture
def canvas_page(shared_server: Server, page: Page) -> Page:
    page.goto(f"{shared_server.url}/draw")
    expect(page.locator("canvas.upper-canvas")).to_have_count(1)
    return page


def nothing_to_read(page: Page) -> Locator:
    return page.get_by_text("Nothing to read yet")


def photographed_seven() -> bytes:
    """A 7, dark on paper that is lit from one side."""
    ink = np.zeros((400, 600))
    ink[80:100, 200:330] = 1
    for row in range(80, 320):
        left = 310 - (row - 80) // 3
        ink[row, left : left + 20] = 1
    paper = np.linspace(240, 130, 600) * (1 - 0.8 * ink)
    return encoded(np.asarray(Image.fromarray(np.uint8(paper))))


def test_keys_undo_redo_and_clear_while_the_pointer_is_over_the_canvas(canvas_page: Page) -> None:
    draw(canvas_page, SEVEN)
    expect(reading(canvas_page)).to_contain_text("7")
    canvas_page.keyboard.press("Control+z")
    expect(nothing_to_read(canvas_page)).to_be_visible()
    canvas_page.keyboard.press("Control+y")
    expect(reading(canvas_page)).to_contain_text("7")
    canvas_page.keyboard.press("Delete")
    expect(nothing_to_read(canvas_page)).to_be_visible()
    draw(canvas_page, ONE)
    expect(reading(canvas_page)).to_contain_text("1")
    assert_no_exception(canvas_page)


def test_the_eraser_makes_the_canvas_blank_and_undo_brings_the_ink_back(canvas_page: Page) -> None:
    draw(canvas_page, ONE)
    expect(reading(canvas_page)).to_contain_text("1")
    canvas_page.get_by_role("radio", name="Eraser").or_(
        canvas_page.get_by_role("button", name="Eraser")
    ).click()
    rub = [
        [
            (0.4, 0.05),
            (0.4, 0.95),
            (0.47, 0.95),
            (0.47, 0.05),
            (0.53, 0.05),
            (0.53, 0.95),
            (0.6, 0.95),
            (0.6, 0.05),
        ]
    ]
    draw(canvas_page, rub)
    expect(nothing_to_read(canvas_page)).to_be_visible()
    canvas_page.keyboard.press("Control+z")
    expect(reading(canvas_page)).to_contain_text("1")
    assert_no_exception(canvas_page)


FACE = [
    [
        (0.5, 0.08),
        (0.2, 0.2),
        (0.08, 0.5),
        (0.2, 0.8),
        (0.5, 0.92),
        (0.8, 0.8),
        (0.92, 0.5),
        (0.8, 0.2),
        (0.5, 0.08),
    ],
    [(0.35, 0.35), (0.35, 0.4)],
    [(0.65, 0.35), (0.65, 0.4)],
    [(0.28, 0.62), (0.4, 0.75), (0.6, 0.75), (0.72, 0.62)],
]
SCRIBBLE = [
    [(0.15, 0.2), (0.85, 0.3), (0.2, 0.4), (0.85, 0.5), (0.15, 0.6), (0.8, 0.7), (0.2, 0.85), (0.6, 0.1)]
]
SEVENTEEN = [
    *[[(0.4 * x, y) for x, y in stroke] for stroke in ONE],
    *[[(0.5 + 0.5 * x, y) for x, y in stroke] for stroke in SEVEN],
]


@pytest.mark.parametrize("strokes", [FACE, SCRIBBLE], ids=["face", "scribble"])
def test_what_is_no_digit_is_refused_without_a_confident_bar(
    canvas_page: Page, strokes: list[Stroke]
) -> None:
    draw(canvas_page, strokes)
    expect(canvas_page.get_by_text("This does not look like one digit", exact=True)).to_be_visible()
    expect(reading(canvas_page)).to_have_count(0)
    expect(canvas_page.get_by_text("rather like")).to_be_visible()
    canvas_page.keyboard.press("Delete")
    expect(nothing_to_read(canvas_page)).to_be_visible()
    draw(canvas_page, SEVEN)
    expect(reading(canvas_page)).to_contain_text("7")
    assert_no_exception(canvas_page)


def test_two_digits_are_read_one_by_one_and_each_can_be_looked_at(canvas_page: Page) -> None:
    draw(canvas_page, SEVENTEEN)
    expect(canvas_page.get_by_role("heading", name="These are two digits: 1 and 7")).to_be_visible()
    expect(canvas_page.get_by_text("Looked at closer: the 1")).to_be_visible()
    canvas_page.get_by_role("button", name="Look closer", exact=True).click()
    expect(canvas_page.get_by_text("Looked at closer: the 7")).to_be_visible()
    canvas_page.keyboard.press("Delete")
    expect(nothing_to_read(canvas_page)).to_be_visible()
    draw(canvas_page, SEVEN)
    expect(reading(canvas_page)).to_contain_text("7")
    assert_no_exception(canvas_page)


def sheet_with_seven_and_one() -> bytes:
    """A 7 and a 1 on lined paper, the half of it in a shadow."""
    gray = np.full((600, 900), 220.0)
    gray[15::40] *= 0.75
    for row in range(160, 400):
        left = 380 - (row - 160) // 3
        gray[row, left : left + 22] = 50
        gray[row, 560:582] = 50
    gray[160:182, 270:402] = 50
    gray[:, 480:] *= 0.6
    return encoded(np.uint8(gray))


def test_a_photographed_sheet_is_read_whole_and_a_click_chooses_a_digit(canvas_page: Page) -> None:
    photograph = canvas_page.locator("[class*='st-key-draw_photograph'] input[type=file]")
    photograph.set_input_files(
        {"name": "sheet.jpg", "mimeType": "image/jpeg", "buffer": sheet_with_seven_and_one()}
    )
    expect(canvas_page.get_by_role("heading", name="In the photo: 71")).to_be_visible()
    expect(reading(canvas_page)).to_contain_text("7")
    canvas_page.get_by_role("button", name="Digit 2: 1 with").click()
    expect(reading(canvas_page)).to_contain_text("1")
    canvas_page.keyboard.press("Delete")
    expect(nothing_to_read(canvas_page)).to_be_visible()
    assert_no_exception(canvas_page)


def test_the_drawing_and_its_answer_are_found_after_another_page(canvas_page: Page) -> None:
    draw(canvas_page, SEVEN)
    expect(reading(canvas_page)).to_contain_text("7")
    canvas_page.get_by_role("link", name="Activation functions").click()
    expect(canvas_page.get_by_role("heading", level=1, name="Activation functions")).to_be_visible()
    canvas_page.get_by_test_id("stSidebar").get_by_role("link", name="Draw a digit").click()
    expect(reading(canvas_page)).to_contain_text("7")
    draw(canvas_page, [[(0.3, 0.5), (0.7, 0.5)]])  # a bar: the old stroke is on the canvas too
    expect(reading(canvas_page)).to_contain_text("7")
    assert_no_exception(canvas_page)


def test_a_photograph_is_read_from_a_file_and_from_the_clipboard(canvas_page: Page) -> None:
    content = photographed_seven()
    photograph = canvas_page.locator("[class*='st-key-draw_photograph'] input[type=file]")
    photograph.set_input_files({"name": "seven.jpg", "mimeType": "image/jpeg", "buffer": content})
    expect(reading(canvas_page)).to_contain_text("7")
    canvas_page.keyboard.press("Control+z")
    expect(nothing_to_read(canvas_page)).to_be_visible()
    canvas_page.evaluate(
        """(text) => {
          const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
          const transfer = new DataTransfer()
          transfer.items.add(new File([bytes], "pasted.jpg", { type: "image/jpeg" }))
          document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true }))
        }""",
        base64.b64encode(content).decode(),
    )
    expect(reading(canvas_page)).to_contain_text("7")
    assert_no_exception(canvas_page)


def test_a_finger_draws_without_scrolling_the_page(shared_server: Server, phone: Page) -> None:
    phone.goto(f"{shared_server.url}/draw")
    canvas = phone.locator("canvas.upper-canvas")
    canvas.wait_for()
    await_rest(phone)
    before = canvas.bounding_box()
    touch(phone, SEVEN)
    expect(reading(phone)).to_contain_text("7")
    assert canvas.bounding_box() == before
    assert_no_exception(phone)
