"""Parts that are drawn again when they have news: on a page of their own, and what a poll reruns."""

import pytest
import streamlit as st
from streamlit.runtime.scriptrunner import RerunException
from streamlit.testing.v1 import AppTest

from playground.errors import PlaygroundError
from playground.ui.shared import live, streamlit_workarounds
from playground.ui.shared.live import LivePart


class _Source:
    """Something that changes, counts how often it was drawn, and can fail."""

    def __init__(self) -> None:
        self.revision: object = 1
        self.failure: Exception | None = None
        self.draws = 0

    def read(self) -> object:
        if self.failure is not None:
            raise self.failure
        return self.revision

    def draw(self) -> None:
        self.draws += 1
        st.text(f"revision {self.revision}")


def _page(source) -> None:
    import streamlit as st

    from playground.ui.shared.live import LivePart

    part = LivePart(source.draw, source.read, "chart")
    if st.checkbox("Shown", True, key="shown"):
        part.show()
        st.text(f"news: {part.has_news()}")


@pytest.fixture
def source() -> _Source:
    return _Source()


@pytest.fixture
def at(source) -> AppTest:
    at = AppTest.from_function(_page, kwargs={"source": source}).run()
    assert not at.exception
    return at


def _texts(at: AppTest) -> list[str]:
    assert not at.exception
    return [each.value for each in at.text]


def test_a_part_that_was_just_drawn_has_no_news(at, source):
    assert _texts(at) == ["revision 1", "news: False"]
    assert source.draws == 1


def test_a_run_of_the_page_draws_it_and_remembers_what_was_drawn(at, source):
    source.revision = 2
    assert _texts(at.run()) == ["revision 2", "news: False"]
    assert at.session_state["live_chart"] == 2


def test_what_changes_while_it_is_drawn_is_news(at, source):
    """The revision is read before the drawing: otherwise a change between the two would never be shown."""

    def draw() -> None:
        st.text("drawn")
        source.revision = 2

    source.draw = draw
    assert _texts(at.run()) == ["drawn", "news: True"]


def test_a_failure_is_shown_in_place_of_the_part_and_is_no_news_while_it_lasts(at, source):
    source.failure = PlaygroundError("The database is locked.")
    at.run()
    assert [error.value for error in at.error] == ["The database is locked."]
    assert _texts(at) == ["news: False"]
    source.failure = None
    assert _texts(at.run()) == ["revision 1", "news: False"]
    assert not at.error


def test_a_failure_while_drawing_is_drawn_again_at_the_next_poll(at, source):
    def fail() -> None:
        raise PlaygroundError("The file is missing.")

    source.draw = fail
    at.run()
    assert [error.value for error in at.error] == ["The file is missing."]
    assert _texts(at) == ["news: True"]


def test_an_error_that_is_not_the_playgrounds_own_is_not_hidden(at, source):
    source.failure = ZeroDivisionError("a bug")
    at.run()
    assert [each.message for each in at.exception] == ["a bug"]


def test_a_part_that_was_left_is_drawn_when_it_is_opened_again(at, source):
    at.checkbox(key="shown").uncheck().run()
    source.revision = 2
    assert _texts(at) == []
    assert _texts(at.checkbox(key="shown").check().run()) == ["revision 2", "news: False"]


@pytest.fixture
def session(monkeypatch) -> dict:
    """The session's state, without a page."""
    state: dict = {}
    monkeypatch.setattr(live.st, "session_state", state)
    return state


def _part(key: str, source: _Source) -> LivePart:
    return LivePart(source.draw, source.read, key)


def test_news_is_another_revision_than_that_drawn(session, source):
    part = _part("chart", source)
    assert part.has_news()  # it was never drawn
    session["live_chart"] = 1
    assert not part.has_news()
    source.revision = (2, "running")
    assert part.has_news()


def test_a_failure_is_news_once(session, source):
    part = _part("chart", source)
    session["live_chart"] = 1
    source.failure = PlaygroundError("locked")
    assert part.has_news()
    session["live_chart"] = None  # as the drawing of the failure leaves it
    assert not part.has_news()
    source.failure = None
    assert part.has_news()


def test_a_poll_reruns_the_parts_with_news_alone(session, monkeypatch):
    asked: list = []
    started: list = []

    def fragment(function, **settings):
        started.append(settings)
        return function

    monkeypatch.setattr(live, "rerun_fragments", asked.append)
    monkeypatch.setattr(live, "fragment_in_container", fragment)
    old, new = _Source(), _Source()
    session.update(live_old=1, live_new=0)
    live.watch([_part("old", old), _part("new", new)], every=0.25)
    assert started == [{"run_every": 0.25}]
    assert asked == [["new"]]
    session["live_new"] = 1
    live.watch([_part("old", old), _part("new", new)])
    assert asked == [["new"], []]


class _Context:
    """What `rerun_fragments` reads of a script run."""

    def __init__(self, fragments: list[str] | None) -> None:
        self.fragment_ids_this_run = fragments
        self.fragment_storage = self
        self.query_string, self.page_script_hash = "run=3", "page"
        self.cached_message_hashes, self.context_info = {"seen"}, None

    def resolve_target(self, keys: list[str]) -> list[str]:
        return [f"id of {key}" for key in keys]


def test_a_rerun_names_the_fragments_and_keeps_page_and_url(monkeypatch):
    monkeypatch.setattr(streamlit_workarounds, "get_script_run_ctx", lambda: _Context(["poll"]))
    with pytest.raises(RerunException) as raised:
        streamlit_workarounds.rerun_fragments(["loss", "accuracy"])
    data = raised.value.rerun_data
    assert data.fragment_id_queue == ["id of loss", "id of accuracy"]
    assert data.is_fragment_scoped_rerun
    assert (data.query_string, data.page_script_hash) == ("run=3", "page")


def test_without_news_or_in_a_run_of_the_whole_page_nothing_is_rerun(monkeypatch):
    monkeypatch.setattr(streamlit_workarounds, "get_script_run_ctx", lambda: _Context(["poll"]))
    streamlit_workarounds.rerun_fragments([])
    monkeypatch.setattr(streamlit_workarounds, "get_script_run_ctx", lambda: _Context(None))
    streamlit_workarounds.rerun_fragments(["loss"])
