"""A widget for each setting, driven by the catalogue alone."""

import pytest
from streamlit.testing.v1 import AppTest

from playground.digits.training import TrainingConfig
from playground.digits.training.config import FIELDS
from playground.errors import ConfigurationError
from playground.ui.train.setting_widgets import parse, widget_key, widget_value
from tests.elements import only


def form(name):
    import streamlit as st

    from playground.digits.training.config import FIELDS
    from playground.ui.train.setting_widgets import choose, parse

    values = {entry.name: entry.default for entry in FIELDS.values()}
    st.session_state["chosen"] = parse(FIELDS[name], choose(FIELDS[name], values))


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """Opens the widget of a setting, with nothing drawn by the user."""
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path))

    def open_form(name):
        at = AppTest.from_function(form, args=(name,), default_timeout=30).run()
        assert not at.exception
        return at

    return open_form


@pytest.mark.parametrize("name", FIELDS)
def test_a_widget_begins_with_the_default_and_says_its_key(opened, name):
    at = opened(name)
    assert at.session_state["chosen"] == getattr(TrainingConfig(), name)
    assert at.session_state[widget_key(FIELDS[name])] == widget_value(FIELDS[name], FIELDS[name].default)


def test_no_two_settings_share_a_widget():
    assert len({widget_key(entry) for entry in FIELDS.values()}) == len(FIELDS)


@pytest.mark.parametrize("name", [name for name, entry in FIELDS.items() if entry.kind == "choice"])
def test_every_choice_can_be_chosen(opened, name):
    at = opened(name)
    for value in FIELDS[name].choices:
        widgets = at.segmented_control if FIELDS[name].form.side_by_side else at.selectbox
        widgets(key=widget_key(FIELDS[name])).set_value(value).run()
        assert at.session_state["chosen"] == value


def test_a_share_is_entered_in_percent(opened):
    at = opened("target_accuracy")
    at.number_input(key="target_accuracy").set_value(97.5).run()
    assert at.session_state["chosen"] == 0.975
    assert widget_value(FIELDS["target_accuracy"], 0.975) == 97.5


def test_a_switch_that_cannot_be_used_is_off_and_says_why(opened):
    at = opened("own_digits")
    assert at.toggle(key="own_digits").disabled
    at.session_state["own_digits"] = True  # a link may set it
    at.run()
    assert at.session_state["chosen"] is False
    assert "None yet" in only(at.caption).value


def test_sizes_are_read_from_text_and_a_minus_sign_is_no_separator():
    assert parse(FIELDS["hidden"], "64, 32") == parse(FIELDS["hidden"], "64-32") == (64, 32)
    with pytest.raises(ConfigurationError, match="hidden layers as whole numbers"):
        parse(FIELDS["hidden"], "-5")
