"""The field's words are explained where they first occur: on every page, in every part, with every experiment."""

import pytest

from playground.digits.training.config import TrainingConfig
from playground.notices.terms import TERMS, terms_in
from playground.ui.shared.pages import PAGES
from tests.elements import only
from tests.pages.opened import WITH_PARTS, open_page
from tests.pages.visible import visible_texts

OPENED = [(path, part) for path in PAGES for part in WITH_PARTS.get(path, [""])]


def _words(at):
    """The line below the heading, as HTML."""
    return only(html.proto.body for html in at.get("html") if 'class="words"' in html.proto.body)


def _not_explained(at, explained):
    """Terms that a visitor meets in the page, and that neither the line nor the element's own help explains."""
    return {
        (term.name, text)
        for text, help_text in visible_texts(at)
        for term in terms_in(text)
        if term.name not in explained and term.meaning not in help_text
    }


@pytest.mark.parametrize(("path", "part"), OPENED)
def test_every_term_is_explained_in_the_line_below_the_heading_or_in_its_own_help(path, part):
    at = open_page(path, **({"part": part} if part else {}))
    explained = PAGES[path].terms
    assert not _not_explained(at, explained)
    html = _words(at)
    assert all(name in html and TERMS[name].meaning in html.replace("&#x27;", "'") for name in explained)


@pytest.mark.parametrize("path", ["activations", "losses", "gradient_descent", "backpropagation"])
def test_every_experiment_is_explained_too(path):
    at = open_page(path)
    for button in [button.key for button in at.button if (button.key or "").startswith("try_")]:
        at.button(key=button).click().run()
        assert not at.exception
        assert not _not_explained(at, PAGES[path].terms)


def test_a_term_that_is_explained_nowhere_is_noticed():
    at = open_page("losses")
    assert {name for name, _ in _not_explained(at, ())} >= {"logit", "outlier"}


def test_a_notice_explains_its_own_terms():
    at = open_page("activations", part="depth")
    (notice,) = [markdown for markdown in at.markdown if markdown.value.startswith("**What to notice.**")]
    assert TERMS["gradient"].meaning in notice.proto.help


@pytest.mark.parametrize("path", ["train", "compare", "sweep", "mistakes", "draw"])
def test_where_runs_are_listed_the_words_of_their_names_are_explained(store, path):
    settings = [
        {},
        {"dropout": 0.2, "weight_decay": 0.01},
        {"optimizer": "sgd", "batch_size": 8},
        {"model": "cnn"},
    ]
    names = [store.create(TrainingConfig(**each), "embedded", state="finished").name for each in settings]
    assert {term.name for name in names for term in terms_in(name)} >= {"batch", "dropout", "weight decay"}
    assert not {term.name for name in names for term in terms_in(name)} - {*PAGES[path].terms}
    assert not _not_explained(open_page(path), PAGES[path].terms)


def test_no_line_is_longer_than_two_lines_of_a_wide_window():
    assert all(len(entry.terms) <= 18 for entry in PAGES.values())
