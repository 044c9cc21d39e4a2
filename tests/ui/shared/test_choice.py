"""Choices on a page of their own: begun, made, asked for by a URL, and kept while they are not drawn."""

import pytest
from streamlit.testing.v1 import AppTest

from playground.ui.shared import query_parameters
from playground.ui.shared.query_parameters import STALE_SECONDS


def _page() -> None:
    import streamlit as st

    from playground.ui.shared.choice import choose_one, choose_several
    from playground.ui.shared.query_parameters import begin_following, end_following, forget_followed

    begin_following()
    optimizers = {"sgd": "SGD", "adam": "Adam", "lion": "Lion"}
    st.button("Another page", key="leave", on_click=forget_followed)
    if st.checkbox("Shown", True, key="shown"):
        if st.session_state.get("without_lion"):
            del optimizers["lion"]
        st.text(choose_one("Optimizer", optimizers, "sgd", "optimizer", widget=st.selectbox))
        st.text(",".join(choose_several("Raced", optimizers, ["sgd"], "raced", widget=st.multiselect)))
    end_following()


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Seconds of the monotonic clock, which the test moves."""
    seconds = [1000.0]
    monkeypatch.setattr(query_parameters.time, "monotonic", lambda: seconds[0])
    return seconds


def _open(**query: str | list[str]) -> AppTest:
    at = AppTest.from_function(_page)
    for name, value in query.items():
        at.query_params[name] = value
    return _run(at)


def _run(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception
    return at


def _one(at: AppTest) -> str:
    return at.text[0].value


def _several(at: AppTest) -> list[str]:
    return [key for key in at.text[1].value.split(",") if key]


def _in_url(at: AppTest, name: str) -> list[str]:
    value = at.query_params.get(name, [])
    return [value] if isinstance(value, str) else value


def test_a_fresh_page_has_the_defaults_and_an_empty_url():
    at = _open()
    assert (_one(at), _several(at)) == ("sgd", ["sgd"])
    assert dict(at.query_params) == {}
    assert not at.toast


@pytest.mark.parametrize("word", ["adam", "Adam"])
def test_a_url_chooses_by_key_or_by_label_and_is_written_with_the_key(word):
    at = _open(optimizer=word, raced=[word, "lion"])
    assert (_one(at), _several(at)) == ("adam", ["adam", "lion"])
    assert _in_url(at, "optimizer") == ["adam"]
    assert _in_url(at, "raced") == ["adam", "lion"]
    assert not at.toast


def test_a_choice_by_hand_goes_into_the_url_and_the_default_out_of_it():
    at = _open()
    at.selectbox(key="optimizer").set_value("adam").run()
    at.multiselect(key="raced").set_value(["lion", "sgd"]).run()
    assert (_one(at), _several(at)) == ("adam", ["sgd", "lion"])
    assert (_in_url(at, "optimizer"), _in_url(at, "raced")) == (["adam"], ["sgd", "lion"])
    at.selectbox(key="optimizer").set_value("sgd").run()
    at.multiselect(key="raced").set_value(["sgd"]).run()
    assert dict(at.query_params) == {}


def test_none_of_several_is_a_choice_that_a_link_keeps():
    at = _open()
    at.multiselect(key="raced").set_value([]).run()
    assert _several(at) == []
    assert _in_url(at, "raced") == [""]
    again = _open(raced="")
    assert _several(again) == []
    assert not again.toast


def test_another_url_on_the_open_page_chooses():
    at = _open(optimizer="adam")
    at.query_params["optimizer"] = "lion"
    assert _one(_run(at)) == "lion"
    assert _one(_run(at)) == "lion"


def test_a_url_that_is_repeated_does_not_undo_a_choice(clock):
    at = _open(optimizer="adam")
    at.selectbox(key="optimizer").set_value("lion").run()
    at.query_params["optimizer"] = "adam"
    assert _one(_run(at)) == "lion"
    assert _in_url(at, "optimizer") == ["lion"]
    clock[0] += STALE_SECONDS
    at.query_params["optimizer"] = "adam"
    assert _one(_run(at)) == "adam"


@pytest.mark.parametrize("word", ["nonsense", "x" * 500, "ADAM", ""])
def test_nonsense_becomes_the_default_and_is_said(word):
    at = _open(optimizer=word)
    assert _one(at) == "sgd"
    assert _in_url(at, "optimizer") == []
    (toast,) = at.toast
    assert toast.value.startswith(f"Optimizer: the link names '{word[:60]}', which is not")


def test_nonsense_among_several_is_left_out_and_alone_becomes_the_default():
    at = _open(raced=["lion", "nonsense"])
    assert _several(at) == ["lion"]
    assert len(at.toast) == 1
    assert _several(_open(raced="nonsense")) == ["sgd"]


def test_the_last_of_two_words_counts_for_one_choice():
    assert _one(_open(optimizer=["adam", "lion"])) == "lion"


def test_a_choice_that_is_not_drawn_for_a_while_is_still_there():
    at = _open()
    at.selectbox(key="optimizer").set_value("adam").run()
    at.multiselect(key="raced").set_value(["lion"]).run()
    at.checkbox(key="shown").uncheck().run()
    assert not at.text
    at.checkbox(key="shown").check().run()
    assert (_one(at), _several(at)) == ("adam", ["lion"])


def test_another_page_takes_its_url_as_news():
    at = _open(optimizer="adam")
    at.selectbox(key="optimizer").set_value("lion").run()
    at.button(key="leave").click().run()
    at.query_params["optimizer"] = "adam"
    assert _one(_run(at)) == "adam"


def test_an_option_that_is_gone_becomes_the_default():
    at = _open(optimizer="lion", raced=["lion", "adam"])
    at.session_state["without_lion"] = True
    _run(at)
    assert (_one(at), _several(at)) == ("sgd", ["adam"])


def test_an_experiment_chooses_through_the_session():
    at = _open(optimizer="adam")
    at.session_state["optimizer"] = "lion"
    assert _one(_run(at)) == "lion"
    assert _in_url(at, "optimizer") == ["lion"]


def test_back_to_a_url_without_choices_leads_to_the_defaults():
    at = _open(optimizer="adam", raced=["adam", "lion"])
    assert [text.value for text in at.text] == ["adam", "adam,lion"]
    at.query_params = {"back": "1"}
    assert [text.value for text in _run(at).text] == ["sgd", "sgd"]
    at.query_params = {"back": "1", "raced": ["lion"]}
    assert [text.value for text in _run(at).text] == ["sgd", "lion"]
