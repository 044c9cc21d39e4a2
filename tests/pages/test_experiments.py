"""'What to try' sets every widget of a page, in whatever part it stands, from whatever part it is pressed."""

import importlib

import pytest

from tests.pages.opened import open_page

PARTS = {
    "activations": ["curves", "depth", "digits", "softmax"],
    "losses": ["curves", "outliers", "logits", "slow_start", "bad_input"],
    "backpropagation": ["graph", "train", "dynamic"],
}
PLACES = [(path, part) for path, parts in PARTS.items() for part in parts]
EXPERIMENTS = {"activations": 7, "losses": 6, "backpropagation": 6}


def _defaults(path):
    return importlib.import_module(f"playground.ui.{path}.settings").DEFAULTS


def _values(at):
    """Every widget's value, by its key."""
    widgets = [
        *at.slider,
        *at.selectbox,
        *at.radio,
        *at.text_input,
        *at.number_input,
        *at.get("button_group"),
    ]
    return {widget.key: at.session_state[widget.key] for widget in widgets if widget.key != "part"}


@pytest.mark.parametrize(("path", "part"), PLACES)
def test_every_widget_begins_as_the_settings_say(path, part):
    values = _values(open_page(path, part=part))
    assert values
    assert values == {key: _defaults(path).get(key, "no such setting") for key in values}


@pytest.mark.parametrize(("path", "part"), PLACES)
def test_an_experiment_shows_the_same_from_every_part(path, part):
    for number in range(1, EXPERIMENTS[path] + 1):
        shown = []
        for begin in (part, PARTS[path][0]):
            at = open_page(path, part=begin)
            at.button(key=f"try_{number}").click().run()
            assert not at.exception
            shown.append((_values(at), [markdown.value for markdown in at.markdown]))
        assert shown[0] == shown[1]
