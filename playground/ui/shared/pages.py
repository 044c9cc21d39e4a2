"""The catalogue of pages: the sidebar, Home's cards, titles, README's table and the tests read it.

A page is one entry, in `idea_pages.py` or `digit_pages.py`, and one file, `pages/PATH.py`.
"""

from playground.ui.shared.digit_pages import DIGIT_PAGES
from playground.ui.shared.idea_pages import IDEA_PAGES
from playground.ui.shared.page_entry import PageEntry

HOME = "app.py"

PAGES: dict[str, PageEntry] = {entry.path: entry for entry in (*IDEA_PAGES, *DIGIT_PAGES)}
"""By path, in the order of the sidebar."""
