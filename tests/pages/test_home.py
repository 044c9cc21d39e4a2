"""Home and the sidebar list what the catalogue of pages holds, a page that is added too."""

import shutil
from pathlib import Path

from streamlit.testing.v1 import AppTest

from playground.ui.shared.page_entry import Card, PageEntry
from playground.ui.shared.pages import PAGES

ROOT = Path(__file__).parents[2]


def _home(root: Path = ROOT) -> AppTest:
    at = AppTest.from_file(str(root / "app.py"), default_timeout=30).run()
    assert not at.exception
    return at


def _links(part) -> set[str]:
    return {link.proto.page for link in part.get("page_link")}


def test_home_says_what_it_is_and_what_to_do_first():
    at = _home()
    assert [title.value for title in at.title] == ["Deep learning playground"]
    assert "Start here" in " ".join(header.value for header in at.header)


def test_a_beginner_begins_with_the_first_idea():
    (first,) = [entry for entry in PAGES.values() for card in entry.cards if card.chapter == 1]
    at = _home()
    at.button(key="begin").click().run()
    assert not at.exception
    assert [title.value for title in at.title] == [first.title]


def test_the_map_names_every_idea_of_the_article_and_links_every_page():
    at = _home()
    text = " ".join(markdown.value for markdown in at.markdown)
    for idea in ("Neurons", "Activation", "Loss", "descent", "backward", "Training", "Testing", "Saving"):
        assert idea in text
    assert {entry.path for entry in PAGES.values()} <= _links(at)


def test_the_cards_stand_in_the_order_of_the_article():
    cards = sorted((card for entry in PAGES.values() for card in entry.cards), key=lambda card: card.chapter)
    assert [card.chapter for card in cards] == list(range(1, len(cards) + 1))
    titles = [f"{card.icon} **{number}. {card.title}**" for number, card in enumerate(cards, 1)]
    assert [
        markdown.value for markdown in _home().main.markdown if markdown.value.startswith(":material")
    ] == titles


def test_every_page_has_a_file_and_every_file_is_a_page():
    assert {entry.file for entry in PAGES.values()} == {
        str(file.relative_to(ROOT)) for file in (ROOT / "pages").glob("*.py")
    }


def test_the_pages_of_a_section_follow_one_another():
    sections = [entry.section for entry in PAGES.values()]
    assert sections == sorted(sections, key=sections.index)


def test_a_page_that_is_added_is_found_from_home_and_opens(tmp_path, monkeypatch):
    chapter = 1 + max(card.chapter for entry in PAGES.values() for card in entry.cards)
    added = PageEntry(
        path="attention",
        title="Attention",
        icon=":material/visibility:",
        idea="Each word asks all others how much they matter to it.",
        section="Digits",
        contents="queries, keys and values",
        cards=(
            Card(chapter=chapter, title="Attention", icon=":material/visibility:", text="Who looks where?"),
        ),
    )
    monkeypatch.setitem(PAGES, added.path, added)
    shutil.copy(ROOT / "app.py", tmp_path)
    shutil.copytree(ROOT / "pages", tmp_path / "pages")
    (tmp_path / added.file).write_text('from playground.ui.shared.frame import page\n\npage("attention")\n')

    at = _home(tmp_path)
    assert "attention" in _links(at.sidebar)
    assert "attention" in _links(at.main)
    assert f":material/visibility: **{chapter}. Attention**" in [m.value for m in at.main.markdown]
    at.switch_page(added.file).run()
    assert not at.exception
    assert [title.value for title in at.title] == ["Attention"]
    assert added.idea in [m.value for m in at.main.markdown]
    assert "attention" in _links(at.sidebar)
