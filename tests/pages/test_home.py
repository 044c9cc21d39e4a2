from pathlib import Path

from streamlit.testing.v1 import AppTest

from playground.ui.shared.frame import PAGES

ROOT = Path(__file__).parents[2]


def _home():
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    assert not at.exception
    return at


def test_home_says_what_it_is_and_what_to_do_first():
    at = _home()
    assert at.title[0].value == "Deep learning playground"
    assert at.button(key="draw").label == "Draw a digit"


def test_the_map_names_every_idea_of_the_article_and_links_every_page():
    at = _home()
    text = " ".join(markdown.value for markdown in at.markdown)
    for idea in ("Neurons", "Activation", "Loss", "descent", "backward", "Training", "Testing", "Saving"):
        assert idea in text
    links = {link.proto.page for link in at.get("page_link")}
    assert {entry.path for entry in PAGES.values()} <= links


def test_every_page_of_the_navigation_exists():
    assert all((ROOT / entry.file).is_file() for entry in PAGES.values())
