"""Each sentence where it is true: real descents and how they are described."""

import math

import pytest

from playground.concepts.descent import descend
from playground.concepts.optimizers import OptimizerConfig
from playground.concepts.surfaces import SURFACES
from playground.concepts.surfaces.typed_function import typed_surface
from playground.formatting import format_number
from playground.notices.descent import describe_descent
from playground.ui.gradient_descent.learning_rate import stability_of


def _description(surface, optimizer, start=None, steps=100, **settings):
    surface = SURFACES.get(surface) or typed_surface(surface, start=start, half_width=3.0)
    config = OptimizerConfig(optimizer, **settings)
    start = start or surface.start
    trajectory = descend(surface, config, start, steps)
    return describe_descent(trajectory, surface, config, stability_of(surface, config, start))


@pytest.mark.parametrize(
    ("words", "case"),
    [
        ("= **0.9999993333**: sure, but slow", ("article", "sgd", None, 100, {"learning_rate": 1e-6})),
        ("neither shrinks nor grows", ("article", "sgd", None, 100, {"learning_rate": 3.0})),
        ("one step reaches the target", ("article", "sgd", None, 10, {"learning_rate": 1.5})),
        (
            "two steps reach the target",
            ("article", "nesterov", None, 10, {"learning_rate": 1.5, "momentum": 0.0001}),
        ),
        (
            "Weight decay pulls towards 0",
            ("article", "sgd", None, 100, {"learning_rate": 1.5, "weight_decay": 0.1}),
        ),
        (
            "a place where the function has no value",
            ("sqrt(x) + y^2", "sgd", (2.5, 1.5), 100, {"learning_rate": 0.5}),
        ),
        (
            "this function has no lowest place",
            ("-x^2 - y^2", "sgd", (1.0, 1.0), 1000, {"learning_rate": 0.5}),
        ),
        ("The loss went nowhere", ("x^40 + y", "sgd", (9.0, 1.0), 10, {"learning_rate": 1.0})),
        ("A smaller learning rate stays", ("x^4 + y^2", "sgd", (2.0, 1.0), 100, {"learning_rate": 1.0})),
        (
            "leaps between places of the same loss",
            ("abs(x) + abs(y)", "sgd", (0.5, 0.5), 10, {"learning_rate": 1.0}),
        ),
        (
            "began at the lowest place",
            ("himmelblau", "sgd", (3.0, 2.0), 10, {"learning_rate": 0.01, "weight_decay": 0.5}),
        ),
        ("99\u00a0% of the fall took 1 step.", ("x^4 + y^4", "sgd", (0.5, 0.5), 10, {"learning_rate": 1.0})),
        ("leaps to and fro instead", ("rastrigin", "sgd", None, 60, {"learning_rate": 0.01})),
        ("without a slope there is nothing to follow", ("5", "sgd", (1.0, 1.0), 10, {})),
        ("without a slope there is nothing to follow", ("himmelblau", "sgd", (3.0, 2.0), 10, {})),
        ("It ends higher than it began", ("rosenbrock", "adam", None, 100, {"learning_rate": 100.0})),
        ("but it did not stay", ("himmelblau", "sgd", None, 100, {"learning_rate": 0.02})),
        ("Nine tenths of the fall took", ("rosenbrock", "momentum", None, 1000, {"learning_rate": 0.0005})),
        (
            "That is 76.8\u00a0% of the way to the least loss",
            ("rastrigin", "adam", None, 100, {"learning_rate": 0.01}),
        ),
        ("It has hardly come down", ("rosenbrock", "sgd", None, 2, {"learning_rate": 1e-6})),
        ("The ground is level there", ("rastrigin", "sgd", None, 200, {"learning_rate": 0.001})),
    ],
)
def test_each_sentence_stands_where_it_is_true(words, case):
    surface, optimizer, start, steps, settings = case
    assert words in _description(surface, optimizer, start, steps, **settings)


def test_weight_decay_to_the_minimum_itself_is_not_blamed():
    assert "Weight decay" not in _description("bowl", "adamw", None, 1000, learning_rate=0.01)


def test_noise_is_said_and_the_law_of_all_examples_is_not():
    surface, config = SURFACES["fit"], OptimizerConfig("momentum", 0.1)
    trajectory = descend(surface, config, None, 200, batch_size=1, seed=0)
    words = describe_descent(trajectory, surface, config, stability_of(surface, config, surface.start), 1)
    assert "Each step saw 1 of 3 examples" in words
    assert "multiplies the error" not in words


def test_a_slope_is_finite_where_its_square_is_not():
    """Rosenbrock's third point at rate 0.3: each part of the gradient is a number of float32, their squares are none."""
    surface, config = SURFACES["rosenbrock"], OptimizerConfig("sgd", learning_rate=0.3)
    trajectory = descend(surface, config, surface.start, 100)
    parts = [float(part) for part in trajectory.gradients[trajectory.last_finite]]
    words = _description("rosenbrock", "sgd", learning_rate=0.3)
    assert f"the slope was {format_number(math.hypot(*parts))}" in words
    assert "∞" not in words


def test_a_fall_that_takes_all_steps_leaves_no_others():
    surface, config = SURFACES["himmelblau"], OptimizerConfig("sgd", learning_rate=0.001)
    losses = descend(surface, config, surface.start, 500).losses
    steps = int((losses <= 0.1 * losses[0]).int().argmax())
    words = _description("himmelblau", "sgd", None, steps, learning_rate=0.001)
    assert f"Nine tenths of the fall took all of its {steps} steps." in words


def test_numbers_have_one_minus_and_no_zeros_at_their_end():
    words = _description("himmelblau", "sgd", (-3.5, -3.0), 1000, learning_rate=0.01)
    assert "[−3.7793, −3.2832]" in words
    assert "-" not in words
