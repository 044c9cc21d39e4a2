"""Controls write their numbers without the zeros that sentences leave out, and tables never round up to 100 %."""

import pytest

from playground.ui.shared.pages import PAGES
from tests.pages.opened import WITH_PARTS, open_page

PLACES = [(path, part) for path in PAGES for part in WITH_PARTS.get(path, {"": None})]


def _floats(at):
    """Every control of a number that is no whole one."""
    controls = [*at.slider, *at.number_input]
    return [
        control for control in controls if isinstance(control.proto.step, float) and control.proto.step % 1
    ]


@pytest.mark.parametrize(("path", "part"), PLACES)
def test_a_control_writes_a_half_as_0_5(path, part):
    at = open_page(path, **({"part": part} if part else {}))
    for control in _floats(at):
        tiny = not isinstance(control.value, tuple) and 0 < abs(control.value or 0) < 1e-6
        assert tiny or "g" in control.proto.format.replace("spread", ""), control.label


@pytest.mark.parametrize(
    ("path", "query", "key"),
    [
        ("gradient_descent", {"optimizer": "adam"}, "epsilon"),
        ("gradient_descent", {"optimizer": "sgd"}, "learning_rate"),
        ("gradient_descent", {"mode": "race", "racers": "sgd"}, "rate_sgd"),
        ("network", {"part": "network"}, "learning_rate"),
        ("train", {}, "train_learning_rate"),
    ],
)
def test_a_tiny_number_is_shown_in_full(path, query, key):
    """JavaScript, by which a field writes "%g", knows 0.000001, but writes 1e-7."""
    at = open_page(path, **query)
    for number, shown in [(1e-8, "0.00000001"), (2.5e-7, "0.00000025"), (1e-6, "0.000001"), (0.5, "0.5")]:
        at.number_input(key=key).set_value(number).run()
        assert not at.exception
        pattern = at.number_input(key=key).proto.format
        assert (pattern % number if pattern != "%g" else f"{number:g}".replace("1e-06", "0.000001")) == shown


def test_a_tiny_number_in_a_link_is_shown_in_full_at_once():
    at = open_page("gradient_descent", optimizer="sgd", learning_rate="3e-07")
    assert at.number_input(key="learning_rate").proto.format == "%.7f"
