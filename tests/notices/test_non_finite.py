"""Why descents leave the finite numbers: real ones, each with the cause that calculus gives it."""

import pytest

from playground.concepts.descent import descend
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig
from playground.concepts.surfaces.typed_function import typed_surface
from playground.notices.descent import describe_descent
from playground.notices.non_finite import describe_ending
from tests.concepts.surfaces.test_non_finite import ACKLEY


def _words(text, start, optimizer="sgd", steps=100, **settings):
    surface, config = typed_surface(text, start=start), OptimizerConfig(optimizer, **settings)
    trajectory = descend(surface, config, start, steps, record_states=True)
    return describe_descent(trajectory, surface, config, None)


SQUARE_ROOT = "the slope of √ at 0 is infinite, and the chain rule multiplies it by 0: ∞ · 0 is no number"


@pytest.mark.parametrize(
    ("text", "start", "words"),
    [
        (
            ACKLEY,
            (0.0, 0.0),
            f"At the start, (x, y) = (0, 0), the loss is finite and its gradient is not: {SQUARE_ROOT}",
        ),
        (
            "√(x²+y²)",
            (1.0, 0.0),
            f"At step 2, (x, y) = (0, 0), the loss is finite and its gradient is not: {SQUARE_ROOT}",
        ),
        ("x^(1/3) + y^2", (1.0, 1.0), "a negative number has powers with whole exponents only"),
        ("x^y", (-2.0, 2.0), "ln (−2), and (−2) has no logarithm"),
        ("ln(x)", (0.5, 1.0), "a negative number has no logarithm"),
        ("ln(x)", (0.0, 1.0), "ln(0) has no value, for the logarithm of 0 is infinite"),
        ("1/x", (0.0, 1.0), "nothing can be divided by 0"),
        ("asin(x)", (1.0, 0.0), "the slope of asin at 1 is infinite, and so the gradient is"),
        ("acos(x)", (2.0, 0.0), "it takes only numbers from −1 to 1"),
        ("|x|^0.5", (0.0, 1.0), "the slope of a^0.5 at 0 is infinite"),
        ("1/exp(x)", (100.0, 1.0), "exp(100) is too large for float32"),
    ],
)
def test_the_true_cause_is_told_and_the_step_is_not_blamed(text, start, words):
    said = _words(text, start, learning_rate=0.5)
    assert words in said
    assert "leaps over" not in said
    assert "diverged" not in said


def test_a_gradient_that_is_none_at_the_last_point_is_told_too():
    said = _words("√(x²+y²)", (1.0, 0.0), steps=2, learning_rate=0.5)
    assert said.startswith("After 2 steps")
    assert SQUARE_ROOT in said


@pytest.mark.parametrize("name", [name for name, entry in OPTIMIZERS.items() if "epsilon" in entry.defaults])
def test_an_optimizer_without_epsilon_divides_by_0(name):
    said = _words("x^2 + 0y", (1.0, 1.0), name, learning_rate=0.1, epsilon=0.0)
    assert f"{OPTIMIZERS[name].label} divided by 0" in said
    assert "0 / 0 is no number" in said


def test_a_square_too_small_for_float32_is_a_division_by_0_too():
    said = _words("x^2 + 1e-30y", (1.0, 1.0), "adam", learning_rate=0.1, epsilon=0.0)
    assert "the gradient's square is too small for float32" in said


@pytest.mark.parametrize(("text", "rate"), [("x^4 + y^2", 1.0), ("exp(x^2) + y", 1.0), ("x^40 + y", 1.0)])
def test_a_step_that_is_too_long_stays_the_steps_fault(text, rate):
    said = _words(text, (2.0, 1.0), learning_rate=rate)
    assert "**diverged**" in said
    assert "A smaller learning rate stays" in said


def test_a_descent_that_stays_has_no_ending():
    surface, config = typed_surface("x^2 + y^2"), OptimizerConfig("sgd", 0.1)
    assert describe_ending(descend(surface, config, steps=20), surface, config) is None
