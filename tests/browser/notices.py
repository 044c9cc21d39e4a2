"""What a page tells in 'What to notice'."""

import re

from playwright.sync_api import Page, expect


def expect_told(page: Page, text: str | re.Pattern[str], timeout: float = 30_000) -> None:
    """Wait `timeout` milliseconds for a notice with that text; while a part makes place for another one there are two for a moment."""
    expect(page.locator(".st-key-what_to_notice").filter(has_text=text)).to_be_attached(timeout=timeout)
