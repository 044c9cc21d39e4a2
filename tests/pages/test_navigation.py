"""From page to page in one session: settings of the same names do not leak."""

from itertools import pairwise

import pytest

from playground.concepts.optimizers import OPTIMIZERS
from playground.ui.shared.pages import PAGES
from playground.ui.shared.streamlit_workarounds import SHARED_SETTINGS
from tests.pages.opened import WITH_PARTS, go, open_page

PART = {"activations": "depth", "losses": "slow_start", "backpropagation": "dynamic"}

OF_TRAIN = ["activation", "hidden", "seed"]
"""Settings of the Train page that a page of ideas has too."""


@pytest.mark.parametrize("path", PART)
@pytest.mark.parametrize("experiment", [1, 5])
def test_an_experiment_leaves_nothing_to_other_pages(path, experiment):
    at = open_page(path, part=PART[path])
    at.button(key=f"try_{experiment}").click().run()
    assert not at.exception
    fresh = open_page("train").session_state
    go(at, "train")
    for key in OF_TRAIN:
        assert at.session_state[key] == fresh[key]


@pytest.mark.parametrize("path", PART)
def test_another_pages_part_is_none_of_this_one(path):
    at = open_page(path, part=PART[path])
    for other in (*PART, "draw", "gradient_descent"):
        go(at, other)
        assert not at.error


@pytest.mark.parametrize(("path", "following"), list(pairwise(PAGES)))
def test_every_page_ends_with_the_next_idea(path, following):
    end = open_page(path).main.get("page_link")[-1].proto
    assert (end.page, end.label) == (following, f"Next: {PAGES[following].title}")


def test_the_last_page_leads_back_to_all_ideas():
    assert open_page(list(PAGES)[-1]).main.get("page_link")[-1].proto.page == ""


def test_the_sidebar_has_the_order_of_the_article():
    first_chapters = [
        min(card.chapter for card in entry.cards) for entry in PAGES.values() if entry.section == "Ideas"
    ]
    assert first_chapters == sorted(first_chapters)


def _settings(at):
    """The keys of all widgets of a page."""
    widgets = [
        *at.slider,
        *at.selectbox,
        *at.radio,
        *at.text_input,
        *at.number_input,
        *at.toggle,
        *at.get("button_group"),
    ]
    return {widget.key for widget in widgets if widget.key}


def test_every_setting_that_two_pages_have_is_known():
    opened = {
        **{path: [{}] for path in PAGES},
        **{path: [{"part": part} for part in parts] for path, parts in WITH_PARTS.items()},
    }
    opened["backpropagation"] += [{"what": "Your own f(x, y)"}, {"inputs": "3"}]
    opened["gradient_descent"] += [
        {"mode": "A race"},
        {"surface": "Type your own f(x, y)"},
        {"surface": "Fit a line: y = w·x + b"},
        *({"optimizer": name} for name in OPTIMIZERS),
    ]
    opened["network"] += [{"optimizer": name} for name in OPTIMIZERS]
    pages: dict[str, set[str]] = {}
    for path, addresses in opened.items():
        for address in addresses:
            for key in _settings(open_page(path, **address)) - {"part"}:  # which looks after itself
                pages.setdefault(key, set()).add(path)
    assert {key for key, where in pages.items() if len(where) > 1} - set(SHARED_SETTINGS) == set()


@pytest.mark.parametrize(
    ("left", "key", "value", "opened"),
    [
        ("backpropagation", "target", 2.0, "gradient_descent"),
        ("backpropagation", "learning_rate", 0.5, "gradient_descent"),
        ("gradient_descent", "x2", 0.5, "backpropagation"),
        ("backpropagation", "learning_rate", 0.5, "train"),
    ],
)
def test_what_a_hand_moved_stays_on_its_page(left, key, value, opened):
    at = open_page(left)
    (widget,) = [w for kind in (at.slider, at.number_input) for w in kind if w.key == key]
    widget.set_value(value).run()
    go(at, opened)
    fresh = open_page(opened)
    assert {name: at.session_state[name] for name in _settings(at)} == {
        name: fresh.session_state[name] for name in _settings(fresh)
    }
