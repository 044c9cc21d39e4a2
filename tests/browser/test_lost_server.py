"""A page whose server is gone says what to do, and goes on by itself when it is back."""

from playwright.sync_api import Page, expect

from tests.browser.accessibility import await_rest, violations
from tests.browser.conftest import Server


def test_a_page_says_what_to_do_until_its_server_is_back(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/losses?prediction_number=1.5")
    await_rest(page)
    home = page.context.new_page()
    home.goto(server.url)
    await_rest(home)
    server.stop()
    expect(home.get_by_text("python3 start.py")).to_be_visible(timeout=60_000)
    dialog = page.get_by_role("dialog", name="Connection error")
    expect(dialog.get_by_text("python3 start.py")).to_be_visible(timeout=60_000)
    expect(dialog.get_by_text("yourscript.py")).to_be_hidden()
    assert violations(page, "the server is gone") == []
    server.restart()
    expect(dialog).to_have_count(0, timeout=60_000)
    await_rest(page)
    slider = page.locator(".st-key-prediction_number input[type=range]")
    expect(slider).to_have_value("1.5")
    slider.press("ArrowRight")
    expect(slider).to_have_value("1.6")
