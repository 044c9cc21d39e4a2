"""Each workaround alone, and that the module lists those that stand elsewhere."""

import re
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from playground.ui.shared import streamlit_workarounds as workarounds

PACKAGE = Path(__file__).parents[3] / "playground"
ELSEWHERE = re.findall(r"^- `(ui/\S+\.py)`", workarounds.__doc__ or "", re.MULTILINE)


def test_they_are_for_the_version_that_is_installed():
    assert st.__version__.startswith("1.67."), (
        "go through the workarounds: which can go, which are still needed?"
    )


def test_those_that_stand_elsewhere_are_listed():
    assert len(set(ELSEWHERE)) == len(ELSEWHERE)
    assert [path for path in ELSEWHERE if not (PACKAGE / path).is_file()] == []
    naming = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if re.search(r"Streamlit 1\.\d|streamlit_workarounds\.py", path.read_text("utf-8"))
    }
    assert naming - {"ui/shared/streamlit_workarounds.py"} <= set(ELSEWHERE)


def _number_page() -> None:
    from functools import partial

    import streamlit as st

    from playground.ui.shared.streamlit_workarounds import bound_number_input

    st.text(bound_number_input(partial(st.number_input, "Epochs", 1, 100, 10), "epochs"))


@pytest.mark.parametrize(
    ("asked", "shown"), [(None, "10"), ("20", "20"), ("1e400", "10"), ("-1e400", "10"), ("many", "10")]
)
def test_a_number_in_the_url_that_is_none_becomes_the_default(asked, shown):
    at = AppTest.from_function(_number_page)
    if asked is not None:
        at.query_params["epochs"] = asked
    at.run()
    assert not at.exception
    assert at.text[0].value == shown


def _parameter_page() -> None:
    import streamlit as st

    from playground.ui.shared.streamlit_workarounds import write_unbound_parameter

    def write() -> None:
        for name in ("bound", "gone", "absent"):
            write_unbound_parameter(name, None)
        write_unbound_parameter("text", 2.5)
        write_unbound_parameter("several", ["a", 1])

    st.toggle("Bound", key="bound", bind="query-params")
    st.button("Write", key="write", on_click=write)


def test_parameters_are_written_and_removed_but_for_those_of_a_widget():
    at = AppTest.from_function(_parameter_page)
    at.query_params["bound"] = "true"
    at.query_params["gone"] = "1"
    at.run()
    at.button(key="write").click().run()
    assert not at.exception
    assert dict(at.query_params) == {"bound": "true", "text": "2.5", "several": ["a", "1"]}


def test_a_value_that_is_no_option_any_more_has_a_label():
    label = workarounds.label_or_key({"adam": "Adam"})
    assert (label("adam"), label("former")) == ("Adam", "former")


def test_outside_of_a_fragment_there_is_nothing_to_rerun():
    workarounds.rerun_fragments(["chart"])
    workarounds.rerun_fragments([])


def test_a_callback_of_a_widget_that_is_forgotten_is_not_called(monkeypatch):
    calls = []
    callback = workarounds.while_known("optimizer", lambda *arguments: calls.append(arguments))
    monkeypatch.setattr(st, "session_state", {})
    callback("epoch")
    assert calls == []
    monkeypatch.setattr(st, "session_state", {"optimizer": "adam"})
    callback("epoch")
    assert calls == [("epoch",)]
