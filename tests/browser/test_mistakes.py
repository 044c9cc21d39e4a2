"""From a number of the confusion matrix to the same image on the canvas, in a real browser."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from playground.digits.datasets import load_digits
from playground.digits.evaluation.cached_predictions import load_predictions
from playground.digits.evaluation.confusion import commonest_mistake, confusion_matrix, images_in_cell
from playground.figures.mistakes import GRID
from playground.runs.store import RunStore
from tests.answered_run import write_run
from tests.browser.accessibility import await_rest
from tests.browser.conftest import Server
from tests.browser.reading import reading
from tests.browser.strokes import ONE, draw


def click_cell(page: Page, true: int, predicted: int) -> None:
    """Click in the middle of a cell of the matrix."""
    canvas = page.locator(".st-key-mistakes_matrix canvas").first
    canvas.wait_for()
    await_rest(page)
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    width = (box["width"] - GRID["left"] - GRID["right"]) / 10
    height = (box["height"] - GRID["top"] - GRID["bottom"]) / 10
    page.mouse.click(
        box["x"] + GRID["left"] + width * (predicted + 0.5), box["y"] + GRID["top"] + height * (true + 0.5)
    )


def heading(page: Page, text: str) -> Locator:
    return page.get_by_role("heading", level=2, name=re.compile(re.escape(text)))


def test_a_click_in_the_matrix_shows_images_and_one_is_sent_to_draw(server: Server, page: Page) -> None:
    store = RunStore(server.home)
    run = write_run(store)
    labels = load_digits("embedded").test_labels
    answers = load_predictions(store.files(run.id).predictions(store.files(run.id).kept), len(labels))
    confusion = confusion_matrix(answers, labels)
    true, predicted = commonest_mistake(confusion) or pytest.fail("the network is too good for this test")
    page.goto(f"{server.url}/mistakes?run={run.id}&true=0&predicted=0")
    expect(heading(page, "A 0 read right")).to_be_visible()

    click_cell(page, true, predicted)
    expect(heading(page, f"read as a {predicted}" if predicted != 8 else "read as an 8")).to_be_visible()
    expect(page).to_have_url(re.compile(f"true={true}&predicted={predicted}"))
    count = int(confusion[true, predicted])
    expect(page.get_by_role("link", name="Send to Draw")).to_have_count(min(count, 24))
    words = page.get_by_role("link", name="Send to Draw").first.get_by_text("Send to Draw")
    assert words.evaluate("element => element.scrollWidth <= element.clientWidth")  # nothing of it is cut off
    click_cell(page, true, true)
    expect(heading(page, f"{true} read right")).to_be_visible()
    click_cell(page, true, true)  # empties the chart's selection: still the same cell
    click_cell(page, true, predicted)
    expect(page.get_by_role("link", name="Send to Draw")).to_have_count(min(count, 24))

    first = int(images_in_cell(answers, labels, true, predicted)[0])
    page.get_by_role("link", name="Send to Draw").first.click()
    expect(page.get_by_role("heading", level=1, name="Draw a digit")).to_be_visible()
    digit = reading(page).locator(".digit")
    expect(digit).to_have_text(str(predicted))
    expect(page.locator(".confidence")).to_contain_text(f"{100 * answers.confidence[first]:.1f}")
    expect(page.get_by_text(f"test image {first} of the embedded digits, a true {true}")).to_be_visible()
    expect(page).to_have_url(re.compile(f"digit=embedded-test-{first}"))

    draw(page, ONE)
    expect(page.get_by_text("with 1 stroke of yours")).to_be_visible()
    page.locator(".st-key-undo button").click()
    expect(page.get_by_text("stroke of yours")).to_have_count(0)
    expect(digit).to_have_text(str(predicted))
    page.locator(".st-key-clear button").click()
    expect(reading(page)).to_have_count(0)
    expect(page).not_to_have_url(re.compile("digit="))
    expect(page.locator("canvas.upper-canvas")).to_have_count(
        1
    )  # the old canvas goes when the new one has come
    draw(page, ONE)
    expect(digit).to_be_visible()
    expect(page.get_by_text("On the canvas:")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)
