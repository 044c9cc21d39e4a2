"""The activation page in a real browser: functions, parts, and networks that learn side by side."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server


def test_functions_depth_and_learning(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/activations")
    notice = page.locator(".st-key-what_to_notice")
    expect(notice).to_contain_text("At x = 1.0, ReLU has the slope 1.0000")
    page.set_viewport_size({"width": 390, "height": 844})
    _await_tops(page, "picture < control")  # on a phone the picture comes first
    page.set_viewport_size({"width": 1280, "height": 900})
    _await_tops(page, "Math.abs(picture - control) <= 30")
    page.get_by_role("button", name="GELU (tanh)", exact=True).click()
    expect(page.get_by_role("cell", name="GELU (tanh)").first).to_be_visible()
    page.locator(".st-key-x input[type=range]").press("ArrowRight")
    expect(notice).to_contain_text("At x = 1.1")
    expect(page).to_have_url(re.compile(r"x=1\.1"))

    page.get_by_role("button", name="Sigmoid, 20 layers deep: the gradient vanishes").click()
    expect(notice).to_contain_text("is left at the first of 20 layers: it has vanished")
    expect(page).to_have_url(re.compile("part=depth"))
    page.reload()
    expect(notice).to_contain_text("is left at the first of 20 layers")

    page.get_by_text("On digits", exact=True).click()
    page.get_by_role("button", name="Train", exact=True).click()
    expect(notice).to_contain_text(re.compile(r"After \d+ of 400 steps"))
    expect(notice).to_contain_text("After 400 of 400 steps")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_disabled()
    expect(page.get_by_role("cell", name=re.compile(r"^9\d\.\d%$")).first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def _await_tops(page: Page, condition: str) -> None:
    """Both tops are read in one moment: another width moves everything, some of it a moment later."""
    page.wait_for_function(
        "() => { const [picture, control] = ['.st-key-curves', '.st-key-x']"
        f".map((at) => document.querySelector(at).getBoundingClientRect().top); return {condition} }}"
    )
