"""The field's words below a heading: pointing at one, or reaching it by keyboard, shows what it means, and nothing cuts it."""

import pytest
from playwright.sync_api import Page, expect

from playground.notices.terms import TERMS
from playground.ui.shared.pages import PAGES
from tests.browser.conftest import Server


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["wide", "phone"])
def test_a_word_says_what_it_means_within_the_window(
    shared_server: Server, page: Page, size: tuple[int, int]
) -> None:
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{shared_server.url}/train")
    words = page.locator(".words .word")
    expect(words).to_have_count(len(PAGES["train"].terms))
    for name in (PAGES["train"].terms[0], PAGES["train"].terms[-1]):
        word = words.filter(has=page.locator(f":text-is('{TERMS[name].meaning}')"))
        meaning = word.locator(".meaning")
        expect(meaning).to_be_hidden()
        word.focus()
        expect(meaning).to_be_visible()
        box = meaning.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        on_top = "(element) => { const { x, y, width, height } = element.getBoundingClientRect(); const at = document"
        on_top += ".elementFromPoint(x + width / 2, y + height / 2); return element.contains(at); }"
        assert meaning.evaluate(on_top)
        word.blur()
    words.first.hover()
    expect(words.first.locator(".meaning")).to_be_visible()
