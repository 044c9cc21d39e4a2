"""'What to try' sets every widget of a page, in whatever part it stands, from whatever part it is pressed."""

import pytest

from playground.ui.activations import settings as of_activations
from playground.ui.backpropagation import settings as of_backpropagation
from playground.ui.losses import settings as of_losses
from playground.ui.network import settings as of_network
from tests.pages.opened import WITH_PARTS, open_page

DEFAULTS = {
    "activations": of_activations.defaults,
    "losses": of_losses.defaults,
    "network": lambda: of_network.DEFAULTS,
    "backpropagation": lambda: of_backpropagation.DEFAULTS,
}
PLACES = [(path, part) for path, parts in WITH_PARTS.items() for part in parts]


def _experiments(at):
    """The keys of the buttons of 'What to try'."""
    return [button.key for button in at.button if (button.key or "").startswith("try_")]


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
    assert values == {key: DEFAULTS[path]().get(key, "no such setting") for key in values}


@pytest.mark.parametrize(("path", "part"), PLACES)
def test_an_experiment_shows_the_same_from_every_part(path, part):
    experiments = _experiments(open_page(path))
    assert experiments
    for experiment in experiments:
        shown = []
        for begin in (part, next(iter(WITH_PARTS[path]))):
            at = open_page(path, part=begin)
            at.button(key=experiment).click().run()
            assert not at.exception
            shown.append((_values(at), [markdown.value for markdown in at.markdown]))
        assert shown[0] == shown[1]
