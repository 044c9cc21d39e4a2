from pathlib import Path

import pytest
import torch
from streamlit.testing.v1 import AppTest

from playground.concepts.activations import ACTIVATIONS

ROOT = Path(__file__).parents[2]


def _page(**parameters):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    at.switch_page("pages/activations.py")
    for name, value in parameters.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def _text(at):
    return " ".join(markdown.value for markdown in at.markdown)


def test_it_opens_with_every_function():
    at = _page()
    assert at.session_state["functions"] == list(ACTIVATIONS)
    assert len(at.get("plotly_chart")) == 1
    assert "What to notice" in _text(at)
    assert "nn.Sigmoid()" in at.code[0].value


@pytest.mark.parametrize("probe", [-6.0, 0.0, 2.5])
def test_the_numbers_are_those_of_the_probe(probe):
    at = _page()
    at.slider(key="x").set_value(probe).run()
    assert not at.exception
    x = torch.tensor(probe)
    for entry in ACTIVATIONS.values():
        assert f"| {entry.label} | {entry.value(x):.4f} | {entry.derivative(x):.4f} |" in _text(at)


def test_a_url_sets_the_page_up():
    at = _page(functions="Tanh", x="-2.0")
    assert at.session_state["functions"] == ["tanh"]
    assert at.session_state["x"] == -2.0
    assert "At x = -2.0 Tanh" in _text(at)


@pytest.mark.parametrize("probe", ["nan", "inf", "99", "abc", ""])
def test_nonsense_in_the_url_falls_back_to_the_defaults(probe):
    at = _page(functions="nonsense", x=probe)
    assert at.session_state["functions"] == list(ACTIVATIONS)
    assert at.session_state["x"] == 1.0


def test_without_a_function_it_says_what_to_do():
    at = _page()
    at.pills(key="functions").set_value([]).run()
    assert not at.exception
    assert "Choose at least one function" in at.info[0].value
    assert not at.get("plotly_chart")


def test_an_experiment_sets_every_control():
    at = _page(x="3.0", functions="Tanh")
    at.button(key="try_2").click().run()
    assert (at.session_state["x"], at.session_state["functions"]) == (-2.0, ["relu"])
    at.button(key="try_1").click().run()
    assert (at.session_state["x"], at.session_state["functions"]) == (5.0, list(ACTIVATIONS))
    assert not at.exception
