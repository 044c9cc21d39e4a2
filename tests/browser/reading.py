"""What the Draw page reads, as one sees it."""

from typing import Literal

from playwright.sync_api import Locator, Page


def reading(page: Page, by: Literal["server", "browser"] = "server") -> Locator:
    """The digit, under its title; nothing where there is no answer, or the other one's is shown."""
    return (
        page.locator(f".reading[data-by={by}] .said")
        .filter(has_text="The network reads")
        .filter(visible=True)
    )
