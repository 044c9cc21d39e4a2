"""What a newcomer does, in a real browser against a real server."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from playground.ui.shared.pages import PAGES
from tests.browser.conftest import Server
from tests.browser.reading import reading
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


def loss_chart(page: Page) -> Locator:
    """The loss chart, whose description ends with the step that it reaches."""
    return page.locator("div[aria-label*='Training loss from']").first


def steps_shown(page: Page) -> int:
    """The step that the loss chart reaches."""
    description = loss_chart(page).get_attribute("aria-label") or ""
    return int(re.search(r"at step ([\d,]+)\.", description)[1].replace(",", ""))


def await_steps(page: Page, seen: int) -> None:
    """Until the loss chart reaches beyond step `seen`."""
    page.wait_for_function(
        """(seen) => {
          const chart = document.querySelector("div[aria-label*='Training loss from']")
          const step = chart?.getAttribute("aria-label").match(/at step ([\\d,]+)\\./)
          return step && Number(step[1].replaceAll(",", "")) > seen
        }""",
        arg=seen,
    )


def test_train_on_the_embedded_digits_then_draw_with_that_model(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/train?network=Small+CNN&epochs=12")
    page.get_by_role("button", name="Start training").click()
    description = loss_chart(page).get_attribute("aria-label")
    expect(loss_chart(page)).not_to_have_attribute("aria-label", description)  # it grows while we watch
    expect(page.get_by_text("images a second").first).to_be_visible()
    accuracy = page.get_by_test_id("stMetric").filter(has_text="Test accuracy")
    expect(accuracy).to_be_visible(timeout=90_000)
    expect(accuracy).to_contain_text("%")
    page.get_by_role("link", name="Draw with this model").click()
    expect(page.get_by_role("heading", level=1, name="Draw a digit")).to_be_visible()
    draw(page, ONE)
    expect(reading(page)).to_be_visible()
    assert_no_exception(page)


def test_a_reload_in_the_middle_finds_the_run_and_stop_keeps_what_was_learnt(
    server: Server, page: Page
) -> None:
    page.goto(f"{server.url}/train?network=Small+CNN&epochs=100")
    page.get_by_role("button", name="Start training").click()
    loss_chart(page).wait_for()
    seen = steps_shown(page)
    page.reload()
    loss_chart(page).wait_for()
    assert steps_shown(page) >= seen
    page.get_by_test_id("stMainBlockContainer").get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_text("what was learnt until then is kept")).to_be_visible()
    expect(page.get_by_test_id("stMetric").filter(has_text="Test accuracy")).to_be_visible()
    assert_no_exception(page)


def test_draw_clear_and_undo_with_the_pretrained_network(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/draw")
    draw(page, SEVEN)
    expect(reading(page)).to_contain_text("7")
    page.locator(".st-key-clear button").click()
    expect(reading(page)).to_have_count(0)
    draw(page, ONE)
    expect(reading(page)).to_contain_text("1")
    page.locator(".st-key-undo button").click()
    expect(reading(page)).to_have_count(0)
    assert_no_exception(page)
