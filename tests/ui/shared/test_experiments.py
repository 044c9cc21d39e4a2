"""The buttons of 'What to try' on a page of their own: what they set, what they leave, and what they take along."""

import pytest
from streamlit.testing.v1 import AppTest


def _page(depends: bool = False) -> None:
    import streamlit as st

    from playground.ui.shared.choice import choose_one
    from playground.ui.shared.experiments import experiments, forget_experiment

    def defaults(choice):
        return {"rate": 0.5, "part": "one", "depth": 9 if choice.get("part") == "two" else 5}

    st.button("Another page", key="leave", on_click=forget_experiment)
    part = choose_one("Part", ["one", "two"], "one", "part")
    st.slider("Rate", 0.0, 1.0, 0.5, key="rate", bind="query-params")
    if part == "two":
        st.slider("Depth", 1, 20, 5, key="depth", bind="query-params")
    experiments(
        {
            "As it begins": {},
            "Fast": {"rate": 1.0},
            "Deep": {"part": "two", "depth": 20},
            "Second part": {"part": "two"},
        },
        defaults if depends else {"rate": 0.5, "part": "one", "depth": 5},
    )


def _open(depends: bool = False, **query: str) -> AppTest:
    at = AppTest.from_function(_page, kwargs={"depends": depends})
    for name, value in query.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def _press(at: AppTest, label: str) -> AppTest:
    (button,) = [each for each in at.button if each.label == label]
    button.click().run()
    assert not at.exception
    return at


def _settings(at: AppTest) -> dict:
    return {key: at.session_state[key] for key in ("part", "rate", "depth") if key in at.session_state}


def _url(at: AppTest) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else ",".join(value) for name, value in at.query_params.items()
    }


def test_until_one_is_pressed_nothing_is_set():
    at = _open(rate="0.25")
    assert _settings(at) == {"part": "one", "rate": 0.25}
    assert _url(at) == {"rate": "0.25"}
    assert "experiment_settings" not in at.session_state


def test_it_sets_what_it_names_and_puts_the_rest_back():
    at = _open(rate="0.25", part="two", depth="3")
    _press(at, "Fast")
    assert {key: _settings(at)[key] for key in ("part", "rate")} == {"part": "one", "rate": 1.0}
    assert at.slider(key="rate").value == 1.0
    assert "depth" not in _url(at)
    assert "part" not in _url(at)


def test_a_setting_of_the_part_that_it_opens_is_in_the_url_too():
    at = _press(_open(), "Deep")
    assert at.slider(key="depth").value == 20
    assert {name: _url(at)[name] for name in ("part", "depth")} == {"part": "two", "depth": "20"}


def test_pressed_twice_it_is_the_same():
    at = _press(_open(), "Deep")
    once = _settings(at), _url(at)
    _press(at, "Deep")
    assert (_settings(at), _url(at)) == once


def test_after_a_change_by_hand_it_sets_everything_again():
    at = _press(_open(), "Deep")
    at.slider(key="depth").set_value(2).run()
    at.slider(key="rate").set_value(0.75).run()
    _press(at, "Deep")
    assert _settings(at) == {"part": "two", "rate": 0.5, "depth": 20}


def test_one_after_another_leaves_nothing_of_the_first():
    at = _press(_press(_open(), "Deep"), "As it begins")
    assert _settings(at)["rate"] == 0.5
    assert _url(at) == {}
    _press(at, "Second part")
    assert at.slider(key="depth").value == 5


@pytest.mark.parametrize(("label", "depth"), [("Second part", 9), ("Deep", 20)])
def test_defaults_may_depend_on_the_experiment(label, depth):
    at = _press(_open(depends=True), label)
    assert at.slider(key="depth").value == depth


def test_a_page_that_is_left_leaves_no_setting_in_the_session():
    at = _press(_open(), "Fast")  # depth is set, and its part was never opened
    assert at.session_state["depth"] == 5
    at.button(key="leave").click().run()
    assert "depth" not in at.session_state
    assert "experiment_settings" not in at.session_state


def test_a_page_that_is_left_without_an_experiment_keeps_what_was_moved():
    at = _open()
    at.slider(key="rate").set_value(0.75).run()
    at.button(key="leave").click().run()
    assert at.session_state["rate"] == 0.75


def test_a_parameter_of_a_part_that_is_not_open_leaves_the_url():
    at = _open(depth="3")
    assert _url(at) == {"depth": "3"}
    assert _url(_press(at, "Fast")) == {"rate": "1"}
