"""What somebody typed is shown as it is, in a real browser: only that knows what Streamlit makes of a text."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from playground.markdown import JOINER
from tests.browser.conftest import Server
from tests.nasty_names import NAMES


@pytest.fixture
def texts_page(tmp_path: Path, page: Page) -> Iterator[Page]:
    server = Server(tmp_path, tmp_path, script="tests/browser/literal_app.py").start()
    page.goto(server.url)
    expect(page.locator(f".st-key-name_{len(NAMES) - 1} table")).to_be_visible()
    expect(page.locator('[data-testid="stSkeleton"]')).to_have_count(0)
    yield page
    server.stop()


def test_each_name_is_shown_character_by_character(texts_page: Page) -> None:
    wrong = {}
    for number, name in enumerate(NAMES):
        box = texts_page.locator(f".st-key-name_{number}")
        expected = {
            "markdown": (box.get_by_test_id("stMarkdownContainer").nth(0), name),
            "sentence": (box.get_by_test_id("stMarkdownContainer").nth(1), f"run 1: {name}, and more"),
            "caption": (box.get_by_test_id("stCaptionContainer"), name),
            "error": (box.get_by_test_id("stAlertContainer"), name),
            "button": (box.get_by_test_id("stButton"), name),
            "table": (box.locator("tbody td").nth(0), name),
        }
        for place, (locator, text) in expected.items():
            shown = locator.inner_text().strip().replace(JOINER, "")
            if shown != text or locator.locator("a, img, code, em, .katex").count():
                wrong[name, place] = shown
    assert wrong == {}
