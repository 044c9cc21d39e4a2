import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.concepts.descent import MAX_STEPS, closed_form, descend, error_factor
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig, build_optimizer
from playground.concepts.surfaces import SURFACES
from playground.errors import ConfigurationError

ARTICLE = SURFACES["article"]


def plain_loop(config, steps):
    """The article's own loop, recording what it sees."""
    x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    y = torch.tensor([2.0, 4.0, 6.0])
    loss_function = torch.nn.MSELoss()
    optimizer = build_optimizer(config, [x])
    points, losses, gradients = [], [], []
    for step in range(steps + 1):
        optimizer.zero_grad()
        loss = loss_function(x, y)
        loss.backward()
        points.append(x.detach().clone())
        losses.append(loss.detach())
        gradients.append(x.grad.clone())
        if step < steps:
            optimizer.step()
    return torch.stack(points), torch.stack(losses), torch.stack(gradients)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_equals_a_plain_loop_exactly(name):
    config = OptimizerConfig(name, 0.05)
    trajectory = descend(ARTICLE, config, steps=200)
    points, losses, gradients = plain_loop(config, 200)
    assert torch.equal(trajectory.points, points)
    assert torch.equal(trajectory.losses, losses)
    assert torch.equal(trajectory.gradients, gradients)


def test_the_default_is_the_articles_result():
    trajectory = descend(ARTICLE, OptimizerConfig())
    assert trajectory.points.shape == (1001, 3)
    assert trajectory.losses.shape == (1001,)
    assert trajectory.gradients.shape == (1001, 3)
    assert trajectory.points.dtype == trajectory.losses.dtype == trajectory.gradients.dtype == torch.float32
    assert trajectory.points[0].tolist() == [1.0, 2.0, 3.0]
    assert trajectory.points[-1].tolist() == pytest.approx([1.9988, 3.9975, 5.9963], abs=5e-5)
    assert trajectory.losses[0].item() == pytest.approx(14 / 3)
    assert trajectory.losses[-1].item() == pytest.approx(7.23e-6, rel=1e-2)
    assert trajectory.diverged_at is None


@settings(deadline=None, max_examples=40)
@given(learning_rate=st.floats(0.001, 3.2), start=st.lists(st.floats(-10, 10), min_size=3, max_size=3))
def test_plain_sgd_follows_its_closed_form(learning_rate, start):
    config = OptimizerConfig("sgd", learning_rate)
    start = torch.tensor(start, dtype=torch.float64)
    measured = descend(ARTICLE, config, start, steps=60)
    exact = closed_form(ARTICLE, config, start, steps=60)
    torch.testing.assert_close(measured.points, exact.points, rtol=1e-9, atol=1e-9)
    torch.testing.assert_close(measured.losses, exact.losses, rtol=1e-8, atol=1e-12)
    torch.testing.assert_close(measured.gradients, exact.gradients, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("learning_rate", [0.01, 0.5, 1.5, 2.9])
def test_the_closed_form_is_the_one_of_the_text(learning_rate):
    exact = closed_form(ARTICLE, OptimizerConfig("sgd", learning_rate), steps=50)
    for step in (0, 1, 2, 50):
        factor = (1 - 2 * learning_rate / 3) ** step
        assert exact.points[step].tolist() == pytest.approx([2 - factor, 4 - 2 * factor, 6 - 3 * factor])
        assert exact.losses[step].item() == pytest.approx(14 / 3 * factor**2)


def test_one_step_is_enough_at_1_5():
    assert error_factor(1.5) == 0.0
    assert descend(ARTICLE, OptimizerConfig("sgd", 1.5), steps=1).points[-1].tolist() == [2.0, 4.0, 6.0]


@pytest.mark.parametrize(
    "config", [OptimizerConfig("momentum"), OptimizerConfig("adam"), OptimizerConfig(weight_decay=0.1)]
)
def test_there_is_no_closed_form_for_other_optimizers(config):
    assert closed_form(ARTICLE, config) is None


@pytest.mark.parametrize(("learning_rate", "grows"), [(2.99, False), (3.01, True)])
def test_the_border_of_divergence_is_3(learning_rate, grows):
    losses = descend(ARTICLE, OptimizerConfig("sgd", learning_rate), steps=500).losses
    assert bool(losses[-1] > losses[0]) is grows


def test_a_divergent_descent_keeps_its_shapes_and_says_when_it_broke():
    trajectory = descend(ARTICLE, OptimizerConfig("sgd", 3.1), steps=2000)
    broken = trajectory.diverged_at
    assert trajectory.points.shape == (2001, 3)
    assert 0 < broken < 2000
    assert trajectory.losses[:broken].isfinite().all()
    assert not trajectory.losses[broken].isfinite()
    # float32 ends at 3.4e38, where the closed form still counts on.
    exact = closed_form(ARTICLE, OptimizerConfig("sgd", 3.1), steps=2000)
    limit = torch.finfo(torch.float32).max
    assert abs(broken - int((exact.losses * 3 > limit).int().argmax())) <= 1


def test_a_tensor_start_keeps_its_dtype_and_its_values():
    start = torch.tensor([1.0, 1.0, 1.0], dtype=torch.float64, requires_grad=True)
    trajectory = descend(ARTICLE, OptimizerConfig(), start, steps=3)
    assert trajectory.points.dtype == trajectory.losses.dtype == torch.float64
    assert start.tolist() == [1.0, 1.0, 1.0]
    assert start.grad is None


def test_descending_works_under_no_grad_and_from_whole_numbers():
    with torch.no_grad():
        trajectory = descend(ARTICLE, OptimizerConfig(), torch.tensor([1, 2, 3]), steps=3)
    assert torch.equal(trajectory.points, descend(ARTICLE, OptimizerConfig(), steps=3).points)


@pytest.mark.parametrize("steps", [0, -1, MAX_STEPS + 1, 1.5, "10", True, None])
def test_bad_steps_are_refused(steps):
    with pytest.raises(ConfigurationError, match="whole number of steps from 1 to 100,000, but got"):
        descend(ARTICLE, OptimizerConfig(), steps=steps)


@pytest.mark.parametrize("start", [[1.0, 2.0], [[1.0, 2.0, 3.0]], 1.0])
def test_a_start_of_another_shape_is_refused(start):
    with pytest.raises(ConfigurationError, match=r"start point of shape \(3,\) .* but got shape"):
        descend(ARTICLE, OptimizerConfig(), start, steps=1)


@pytest.mark.parametrize("value", [math.nan, math.inf, 1e39])
def test_a_start_that_is_not_finite_is_refused(value):
    with pytest.raises(ConfigurationError, match=r"finite numbers that fit torch\.float32"):
        descend(ARTICLE, OptimizerConfig(), [1.0, value, 3.0], steps=1)
