from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from playground.concepts.optimizers import OPTIMIZERS

ROOT = Path(__file__).parents[2]


def _page(**parameters):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    at.switch_page("pages/gradient_descent.py")
    for name, value in parameters.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def _text(at):
    return " ".join(markdown.value for markdown in at.markdown)


def test_it_opens_with_the_articles_example():
    at = _page()
    assert len(at.get("plotly_chart")) == 3
    assert "After 1,000 steps x = [1.9988, 3.9975, 5.9963]" in _text(at)
    assert "the loss went from 4.6667 to 7.23e-06" in _text(at)
    assert "**0.9933**: sure, but slow" in _text(at)
    assert "lr=0.01" in at.code[0].value


@pytest.mark.parametrize(
    ("learning_rate", "words"),
    [
        ("0.5", "never overshoots"),
        ("1.5", "one step reaches the target"),
        ("2.9", "still it shrinks"),
        ("3.0", "neither shrinks nor grows"),
        ("3.1", "diverged"),
    ],
)
def test_the_regime_is_said_in_words(learning_rate, words):
    assert words in _text(_page(learning_rate=learning_rate))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_can_be_chosen(name):
    at = _page()
    at.selectbox(key="optimizer").set_value(name).run()
    assert not at.exception
    assert OPTIMIZERS[name].notice in " ".join(caption.value for caption in at.caption)


def test_a_url_sets_the_page_up():
    at = _page(optimizer="Adam", learning_rate="0.1", steps="20", x1="0.5")
    assert at.session_state["optimizer"] == "adam"
    assert at.session_state["x1"] == 0.5
    assert "After 20 steps" in _text(at)
    assert "torch.optim.Adam([x], lr=0.1)" in at.code[0].value


def test_nonsense_in_the_url_falls_back_to_the_defaults():
    at = _page(steps="99999999", learning_rate="nan", optimizer="lion", x1="inf", x2="abc")
    assert "After 1,000 steps x = [1.9988, 3.9975, 5.9963]" in _text(at)


@pytest.mark.parametrize("steps", ["1e400", "-1e400", "0", "1e9"])
def test_numbers_of_steps_beyond_every_limit_fall_back_to_the_default(steps):
    assert "After 1,000 steps x = [1.9988, 3.9975, 5.9963]" in _text(_page(steps=steps))


@pytest.mark.parametrize("learning_rate", ["0", "-3", "1e9"])
def test_a_learning_rate_that_cannot_work_gets_a_message(learning_rate):
    at = _page(learning_rate=learning_rate)
    assert "Expected a learning rate above 0" in at.error[0].value
    assert not at.get("plotly_chart")


def test_a_start_point_beyond_float32_gets_a_message():
    assert "finite numbers that fit torch.float32" in _page(x1="1e39").error[0].value


def test_a_start_point_at_the_edge_of_float32_says_that_it_diverged():
    assert "step 0 left the finite numbers" in _text(_page(x1="1e38"))


def test_an_experiment_sets_every_control_and_leaves_nothing_of_the_one_before():
    at = _page(x1="7.0")
    at.button(key="try_6").click().run()
    assert (at.session_state["optimizer"], at.session_state["steps"], at.session_state["x1"]) == (
        "momentum",
        150,
        1.0,
    )
    at.button(key="try_5").click().run()
    assert (at.session_state["optimizer"], at.session_state["steps"]) == ("sgd", 1000)
    assert "diverged" in _text(at)
    at.button(key="try_1").click().run()
    assert "After 1,000 steps x = [1.9988, 3.9975, 5.9963]" in _text(at)
    assert not at.exception
