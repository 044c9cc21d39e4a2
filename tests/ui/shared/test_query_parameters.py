"""What is news in a URL, by the class alone and on a page that keeps choices."""

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

    from playground.ui.shared.query_parameters import forget_followed, read_choice, write_choice

    st.button("Take b", key="take", on_click=write_choice, args=("run", "b"))
    st.button("Another page", key="leave", on_click=forget_followed)
    st.text(str(read_choice("run")))


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
