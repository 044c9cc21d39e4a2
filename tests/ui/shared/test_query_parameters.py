"""What is news in a URL, by the class alone and on a page that keeps choices."""

import json
import math

import pytest
from streamlit.testing.v1 import AppTest

from playground.ui.shared import query_parameters
from playground.ui.shared.query_parameters import STALE_SECONDS, FollowedParameter

A, B, C = ("a",), ("b",), ("c",)


def test_the_first_url_is_news_and_no_url_is_none():
    fresh = FollowedParameter()
    assert fresh.is_news(A, now=0.0)
    assert not fresh.is_news(None, now=0.0)
    assert not fresh.is_stale(A, now=0.0)


def test_a_url_that_was_seen_is_news_no_more():
    followed = FollowedParameter()
    followed.replace(A, A, now=0.0)
    assert followed.seen == A
    assert not followed.is_news(A, now=1.0)
    assert followed.is_news(B, now=1.0)
    assert followed.is_news(("a", "b"), now=1.0)


@pytest.mark.parametrize(
    ("later", "stale"),
    [
        (0.0, True),
        (STALE_SECONDS - 0.1, True),
        (STALE_SECONDS, False),
        (STALE_SECONDS + 60, False),
    ],
)
def test_a_replaced_url_is_stale_for_some_seconds_and_then_the_visitors_again(later, stale):
    followed = FollowedParameter(seen=A)
    followed.replace(A, B, now=100.0)
    assert followed.is_stale(A, now=100.0 + later) is stale
    assert followed.is_news(A, now=100.0 + later) is not stale
    assert not followed.is_news(B, now=100.0 + later)
    assert followed.is_news(C, now=100.0 + later)


def test_only_the_url_that_was_replaced_last_is_stale():
    followed = FollowedParameter(seen=A)
    followed.replace(A, B, now=0.0)
    followed.replace(B, C, now=1.0)
    assert followed.is_stale(B, now=2.0)
    assert followed.is_news(A, now=2.0)


def test_writing_what_is_there_leaves_the_time_of_the_last_change():
    followed = FollowedParameter(seen=A)
    followed.replace(A, B, now=0.0)
    followed.replace(B, B, now=4.0)
    assert (followed.replaced, followed.replaced_at) == (A, 0.0)
    assert not followed.is_stale(A, now=STALE_SECONDS)


def test_the_default_takes_the_parameter_out_of_the_url_and_the_old_one_is_stale():
    followed = FollowedParameter(seen=A)
    followed.replace(A, None, now=0.0)
    assert followed.seen is None
    assert not followed.is_news(None, now=1.0)
    assert not followed.is_news(A, now=1.0)
    assert followed.is_news(A, now=STALE_SECONDS)


def test_a_parameter_that_was_never_written_is_never_stale():
    assert FollowedParameter().replaced_at == -math.inf
    assert not FollowedParameter().is_stale(None, now=0.0)


def _page() -> None:
    import streamlit as st

    from playground.ui.shared.query_parameters import (
        begin_following,
        end_following,
        forget_followed,
        read_choice,
        write_choice,
    )

    begin_following()
    st.button("Take b", key="take", on_click=write_choice, args=("run", "b"))
    st.button("Another page", key="leave", on_click=forget_followed)
    st.text(str(read_choice("run")))
    end_following()


@pytest.fixture
def clock(monkeypatch):
    """Seconds of the monotonic clock, which the test moves."""
    seconds = [1000.0]
    monkeypatch.setattr(query_parameters.time, "monotonic", lambda: seconds[0])
    return seconds


def _open(run: str | None = None) -> AppTest:
    at = AppTest.from_function(_page)
    if run is not None:
        at.query_params["run"] = run
    return _shown(at)


def _shown(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception
    return at


def test_nobody_has_chosen_on_a_fresh_page(clock):
    at = _open()
    assert at.text[0].value == "None"
    assert "run" not in at.query_params


def test_a_link_is_a_choice_and_is_remembered_without_it(clock):
    at = _open("a")
    assert at.text[0].value == "a"
    del at.query_params["run"]
    assert _shown(at).text[0].value == "a"


def test_an_empty_parameter_is_no_choice(clock):
    assert _open("").text[0].value == "None"


def test_a_choice_goes_into_the_url_and_outweighs_the_one_that_it_replaced(clock):
    at = _open("a")
    at.button(key="take").click().run()
    assert at.text[0].value == "b"
    assert at.query_params["run"] in ("b", ["b"])
    at.query_params["run"] = "a"
    assert _shown(at).text[0].value == "b"  # the browser repeats the former URL
    at.query_params["run"] = "c"
    assert _shown(at).text[0].value == "c"


def test_after_some_seconds_the_former_url_is_the_visitors(clock):
    at = _open("a")
    at.button(key="take").click().run()
    clock[0] += STALE_SECONDS
    at.query_params["run"] = "a"
    assert _shown(at).text[0].value == "a"


def test_on_another_page_the_former_url_is_news(clock):
    at = _open("a")
    at.button(key="take").click().run()
    at.button(key="leave").click().run()
    at.query_params["run"] = "a"
    assert _shown(at).text[0].value == "a"


def test_choosing_the_same_again_makes_nothing_stale(clock):
    at = _open("b")
    at.button(key="take").click().run()
    at.query_params["run"] = "a"
    assert _shown(at).text[0].value == "a"


def _page_of_two() -> None:
    import streamlit as st

    from playground.ui.shared.query_parameters import ChosenTogether, forget_followed

    chosen = ChosenTogether("view", ("run", "epoch"))
    st.button("Epoch 2", key="epoch", on_click=lambda: chosen.write({**chosen.read(), "epoch": "2"}))
    st.button("Run b", key="run", on_click=lambda: chosen.write({"run": "b"}))
    st.button("Another page", key="leave", on_click=forget_followed)
    chosen.write({"run": "newest", "epoch": "last", **chosen.read()})
    st.json({name: chosen.read()[name] for name in ("run", "epoch")})


def _open_two(**query: str) -> AppTest:
    at = AppTest.from_function(_page_of_two)
    return _ask(at, **query)


def _ask(at: AppTest, **query: str) -> AppTest:
    for name in ("run", "epoch"):
        at.query_params.pop(name, None)
    for name, value in query.items():
        at.query_params[name] = value
    return _shown(at)


def _in_url(at: AppTest) -> dict[str, str]:
    return {name: value if isinstance(value, str) else value[0] for name, value in at.query_params.items()}


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, {"run": "newest", "epoch": "last"}),
        ({"run": "a"}, {"run": "a", "epoch": "last"}),
        ({"epoch": "1"}, {"run": "newest", "epoch": "1"}),
        ({"run": "a", "epoch": ""}, {"run": "a", "epoch": ""}),
    ],
)
def test_a_url_that_names_some_leaves_the_others_open(query, shown, clock):
    at = _open_two(**query)
    assert at.json[0].value == json.dumps(shown)
    assert _in_url(at) == shown


def test_a_url_without_any_shows_the_last_choice_and_one_with_some_forgets_it(clock):
    at = _open_two(run="a", epoch="1")
    _ask(at)
    assert _in_url(at) == {"run": "a", "epoch": "1"}
    _ask(at, run="c")
    assert _in_url(at) == {"run": "c", "epoch": "last"}


@pytest.mark.parametrize(
    ("button", "chosen"),
    [("epoch", {"run": "a", "epoch": "2"}), ("run", {"run": "b", "epoch": "last"})],
)
def test_a_choice_outweighs_the_url_of_several_that_it_replaced(button, chosen, clock):
    former = {"run": "a", "epoch": "1"}
    at = _open_two(**former)
    at.button(key=button).click().run()
    assert _in_url(at) == chosen
    assert _in_url(_ask(at, **former)) == chosen  # the browser repeats the former URL
    clock[0] += STALE_SECONDS
    assert _in_url(_ask(at, **former)) == former
    at.button(key=button).click().run()
    at.button(key="leave").click().run()
    assert _in_url(_ask(at, **former)) == former  # a link on another page is news


def _back(at: AppTest, **query: str) -> AppTest:
    at.query_params = {**query, "back": "1"}
    return _shown(at)


def test_back_leads_to_what_the_url_says_even_at_once(clock):
    at = _open("a")
    at.button(key="take").click().run()
    at = _back(at, run="a")
    assert at.text[0].value == "a"
    assert "back" not in at.query_params


def test_back_to_a_url_without_the_parameter_takes_the_choice_back(clock):
    at = _open()
    at.button(key="take").click().run()
    assert at.text[0].value == "b"
    assert _back(at).text[0].value == "None"
    assert _shown(at).text[0].value == "None"
