"""What a newcomer does, in a real browser against a real server."""

import re

import pytest
from playwright.sync_api import Page, expect

from playground.ui.frame import PAGES
from tests.browser.conftest import Server
from tests.browser.strokes import ONE, SEVEN, draw


def assert_no_exception(page: Page) -> None:
    expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.mark.parametrize("path", ["", *PAGES])
def test_every_page_opens_by_a_cold_deep_link(server: Server, page: Page, path: str) -> None:
    page.goto(f"{server.url}/{path}")
    heading = PAGES[path].title if path else re.compile("deep learning", re.IGNORECASE)
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    assert_no_exception(page)


def test_train_on_the_embedded_digits_then_draw_with_that_model(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/train?epochs=30")
    page.get_by_role("button", name="Start").click()
    expect(page.locator("canvas, svg.main-svg, .echarts-for-react").first).to_be_visible()
    expect(page.get_by_test_id("stMetric").filter(has_text="Test accuracy")).to_be_visible()
    page.get_by_role("link", name="Draw with this model").click()
    expect(page.get_by_role("heading", level=1, name="Draw a digit")).to_be_visible()
    draw(page, ONE)
    expect(page.get_by_test_id("stMetric")).to_be_visible()
    assert_no_exception(page)


def test_draw_clear_and_undo_with_the_pretrained_network(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/draw")
    draw(page, SEVEN)
    reading = page.get_by_test_id("stMetricValue").first
    expect(reading).to_contain_text("7")
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_test_id("stMetricValue")).to_have_count(0)
    draw(page, ONE)
    expect(reading).to_contain_text("1")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_test_id("stMetricValue")).to_have_count(0)
    assert_no_exception(page)
