"""The parts of a page: a part is one entry in its page's `PARTS`, and one that is added is found and opens."""

import pytest
import streamlit as st

from playground.errors import ConfigurationError
from playground.ui.shared.parts import Part
from tests.pages.opened import WITH_PARTS, open_page


def _says(text):
    def show() -> None:
        st.markdown(text)

    return show


def _raises() -> None:
    raise ConfigurationError("the part cannot be drawn")


@pytest.mark.parametrize("path", WITH_PARTS)
def test_a_part_that_is_added_is_offered_and_opens(path, monkeypatch):
    part = Part(label="Attention", icon=":material/visibility:", show=_says("Who looks where?"))
    monkeypatch.setitem(WITH_PARTS[path], "attention", part)
    at = open_page(path)
    choice = at.button_group(key="part")
    assert choice.options[-1] == "Attention"
    choice.set_value("attention").run()
    assert not at.exception
    assert at.query_params["part"] == "attention"
    assert "Who looks where?" in [markdown.value for markdown in at.markdown]
    linked = open_page(path, part="attention")
    assert "Who looks where?" in [markdown.value for markdown in linked.markdown]


@pytest.mark.parametrize("path", WITH_PARTS)
def test_what_is_wrong_with_a_part_is_said_in_its_place(path, monkeypatch):
    monkeypatch.setitem(WITH_PARTS[path], "broken", Part(label="Broken", icon="", show=_raises))
    at = open_page(path, part="broken")
    assert [error.value for error in at.error] == ["the part cannot be drawn"]


@pytest.mark.parametrize("path", WITH_PARTS)
def test_every_part_opens_by_its_key(path):
    for name in WITH_PARTS[path]:
        at = open_page(path, part=name)
        assert at.button_group(key="part").value == name
