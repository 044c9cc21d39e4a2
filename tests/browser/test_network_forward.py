"""The forward pass of the article's network in a real browser: a digit, a neuron and a batch are chosen."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import await_rest
from tests.browser.conftest import Server


def open_digits(page: Page, server: Server, query: str = "") -> None:
    page.goto(f"{server.url}/network?part=forward&which_network=digits{query}")
    expect(page.get_by_text("1. Prepare.")).to_be_visible()
    await_rest(page)


def option(page: Page, choice: str, name: str) -> Locator:
    return page.get_by_role("radiogroup", name=choice).get_by_role("radio", name=name, exact=True)


def test_a_digit_a_neuron_and_a_batch_are_chosen(shared_server: Server, page: Page) -> None:
    open_digits(page, shared_server)
    option(page, "Digit", "7").click()
    expect(page.get_by_text("Logit of the 7, for the 7: z =")).to_be_visible()
    page.locator(".tiles button[data-id='18']").click()
    expect(page.get_by_text("Neuron 18, for the 7: z =")).to_be_visible()
    expect(page.locator(".tiles button[data-id='18']")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("W[18]", exact=True)).to_be_visible()
    page.wait_for_url(re.compile(r"hidden_neuron=18"))
    option(page, "What goes in", "A batch of three").click()
    expect(page.get_by_text("(3, 784) · (784, 128) + (128,) → (3, 128)")).to_be_visible()
    expect(page.get_by_text(re.compile("^Softmax of the ten logits"))).to_have_count(3)
    await_rest(page)
    page.reload()  # the address holds all of it
    expect(page.get_by_text("Neuron 18, for the 7: z =")).to_be_visible()
    expect(page.get_by_text("(3, 128) · (128, 10) + (10,) → (3, 10)")).to_be_visible()


def test_on_a_phone_nothing_is_wider_than_the_screen(shared_server: Server, phone: Page) -> None:
    open_digits(phone, shared_server, "&examples_in=three")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    formula = phone.locator(".katex-display").first
    assert formula.evaluate("(box) => box.scrollWidth > box.clientWidth")
    assert formula.evaluate("(box) => getComputedStyle(box).overflowX") in ("auto", "scroll")
