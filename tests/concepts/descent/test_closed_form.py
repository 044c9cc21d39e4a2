import math

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from playground.concepts.descent import descend
from playground.concepts.descent.closed_form import closed_form
from playground.concepts.optimizers import OptimizerConfig
from playground.concepts.surfaces import SURFACES
from playground.concepts.surfaces.quadratic import bowl

ARTICLE = SURFACES["article"]
FIT = SURFACES["fit"]


def assert_equal_to_its_descent(surface, config, start=None, steps=60):
    """Every number agrees with the loop's, up to rounding errors of the size of the largest so far."""
    start = torch.tensor(surface.start if start is None else start, dtype=torch.float64)
    measured = descend(surface, config, start, steps)
    exact = closed_form(surface, config, start, steps)
    for name in ("points", "losses", "gradients"):
        wanted, computed = (getattr(each, name).reshape(steps + 1, -1) for each in (measured, exact))
        finite = wanted.isfinite().all(dim=1)
        wanted, computed = wanted[finite], computed[finite]
        assert computed.dtype == torch.float64
        size = wanted.abs().amax(dim=1, keepdim=True).cummax(dim=0).values
        assert ((computed - wanted).abs() <= 1e-9 * size + 1e-12).all(), name


@settings(deadline=None, max_examples=40)
@given(
    name=st.sampled_from(["sgd", "momentum", "nesterov"]),
    learning_rate=st.floats(1e-4, 5.0),
    momentum=st.floats(0.0, 0.999),
    condition_number=st.floats(1.0, 1000.0),
    start=st.lists(st.floats(-10, 10), min_size=2, max_size=2),
)
def test_a_bowl_equals_its_descent(name, learning_rate, momentum, condition_number, start):
    config = OptimizerConfig(name, learning_rate, momentum=momentum)
    assert_equal_to_its_descent(bowl(condition_number), config, start)


@settings(deadline=None, max_examples=40)
@given(
    name=st.sampled_from(["sgd", "momentum", "nesterov"]),
    learning_rate=st.floats(1e-4, 5.0),
    momentum=st.floats(0.0, 0.999),
    start=st.lists(st.floats(-10, 10), min_size=3, max_size=3),
)
def test_the_article_and_the_line_equal_their_descents(name, learning_rate, momentum, start):
    config = OptimizerConfig(name, learning_rate, momentum=momentum)
    for surface in (ARTICLE, FIT):
        place = start[: len(surface.start)]
        # From the minimum itself a diverging loop blows up nothing but its rounding errors.
        assume(surface(torch.tensor(place, dtype=torch.float64)) > 1e-3)
        assert_equal_to_its_descent(surface, config, place)


@pytest.mark.parametrize("steps", [1, 2, 3, 7, 8, 9, 1000, 4097])
def test_any_number_of_steps_has_its_rows(steps):
    assert_equal_to_its_descent(FIT, OptimizerConfig("momentum", 0.05), steps=steps)


@pytest.mark.parametrize(
    "config",
    [
        OptimizerConfig("momentum", (1 - math.sqrt(0.81)) ** 2, momentum=0.81),
        OptimizerConfig("momentum", (1 + math.sqrt(0.81)) ** 2, momentum=0.81),
        OptimizerConfig("nesterov", 0.25, momentum=1 / 3),
        OptimizerConfig("nesterov", 1.0, momentum=0.9),
        OptimizerConfig("sgd", 1.0),
    ],
)
def test_double_roots_are_no_exception(config):
    """Where the two roots meet the powers have no eigenvectors to be written in."""
    assert_equal_to_its_descent(bowl(1), config, steps=200)


@pytest.mark.parametrize("learning_rate", [0.01, 0.5, 1.5, 2.9])
def test_the_articles_closed_form_is_the_one_of_the_text(learning_rate):
    exact = closed_form(ARTICLE, OptimizerConfig("sgd", learning_rate), steps=50)
    for step in (0, 1, 2, 50):
        factor = (1 - 2 * learning_rate / 3) ** step
        assert exact.points[step].tolist() == pytest.approx([2 - factor, 4 - 2 * factor, 6 - 3 * factor])
        assert exact.losses[step].item() == pytest.approx(14 / 3 * factor**2)
        assert exact.gradients[step].tolist() == pytest.approx([-2 / 3 * n * factor for n in (1, 2, 3)])


def test_one_step_is_enough_at_1_5():
    for descent in (descend, closed_form):
        assert descent(ARTICLE, OptimizerConfig("sgd", 1.5), steps=1).points[-1].tolist() == [2.0, 4.0, 6.0]


@pytest.mark.parametrize("name", ["sgd", "momentum", "nesterov"])
@pytest.mark.parametrize("surface", [ARTICLE, FIT, bowl(1000)], ids=lambda surface: surface.name)
@pytest.mark.filterwarnings("error")
def test_beyond_float64_numbers_are_infinite_and_never_nan(surface, name):
    config = OptimizerConfig(name, 1000.0)
    exact = closed_form(surface, config, steps=2000)
    measured = descend(surface, config, torch.tensor(surface.start, dtype=torch.float64), steps=2000)
    for numbers in (exact.points, exact.losses, exact.gradients):
        assert not numbers.isnan().any()
        assert numbers[-1].isinf().all()
    assert abs(exact.diverged_at - measured.diverged_at) <= 1
    sizes = exact.points.abs()  # once out, never back
    assert (sizes[1:].isinf() >= sizes[:-1].isinf()).all()


def test_a_direction_that_diverges_leaves_the_others_right():
    exact = closed_form(bowl(1000), OptimizerConfig("sgd", 0.5), [-4.0, 1.5], steps=5000)
    assert exact.points[1000].tolist() == [pytest.approx(-4 * 0.5**1000), math.inf]
    assert exact.gradients[1000].tolist() == [pytest.approx(-4 * 0.5**1000), math.inf]
    assert exact.losses[1000] == math.inf


def test_a_direction_without_error_never_moves():
    exact = closed_form(bowl(1000), OptimizerConfig("momentum", 0.5), [-4.0, 0.0], steps=5000)
    assert (exact.points[:, 1] == 0).all()
    alone = closed_form(bowl(1), OptimizerConfig("momentum", 0.5), [-4.0, 0.0], steps=5000)
    torch.testing.assert_close(exact.points[:, 0], alone.points[:, 0], rtol=1e-12, atol=0)


def test_powers_far_below_float64_come_back():
    """Only the sum may be too small: a start of 1e200 times 1e-400 is no underflow."""
    exact = closed_form(
        bowl(1), OptimizerConfig("sgd", 0.9), torch.tensor([1e200, 0.0], dtype=torch.float64), steps=450
    )
    assert exact.points[400, 0].item() == pytest.approx(1e-200, rel=1e-10)


@pytest.mark.parametrize(
    "config",
    [
        OptimizerConfig("adam"),
        OptimizerConfig("adagrad"),
        OptimizerConfig("rmsprop", momentum=0.9),
        OptimizerConfig(weight_decay=0.1),
        OptimizerConfig("momentum", dampening=0.5),
        OptimizerConfig("nesterov", weight_decay=0.1),
    ],
)
def test_there_is_no_closed_form_for_other_optimizers(config):
    assert closed_form(ARTICLE, config) is None


@pytest.mark.parametrize("name", [name for name, surface in SURFACES.items() if not surface.quadratic])
def test_there_is_no_closed_form_where_the_curvature_changes(name):
    assert closed_form(SURFACES[name], OptimizerConfig()) is None


def test_dampening_without_momentum_changes_nothing():
    """`torch.optim.SGD` dampens only what it keeps."""
    assert_equal_to_its_descent(FIT, OptimizerConfig("sgd", 0.05, dampening=0.5))
