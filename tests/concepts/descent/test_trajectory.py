import math

import pytest
import torch

from playground.concepts.descent import descend
from playground.concepts.descent.closed_form import closed_form
from playground.concepts.descent.learning_rates import suggested_learning_rate
from playground.concepts.descent.trajectory import MAX_STEPS
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig, build_optimizer
from playground.concepts.optimizers.schedules import SCHEDULES
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


@pytest.mark.parametrize("surface", SURFACES.values(), ids=list(SURFACES))
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_on_every_surface_equals_a_plain_loop_exactly(surface, name):
    config = OptimizerConfig(name, suggested_learning_rate(surface, name))
    trajectory = descend(surface, config, steps=60)
    point = torch.tensor(surface.start, requires_grad=True)
    optimizer = build_optimizer(config, [point])
    for step in range(61):
        optimizer.zero_grad()
        loss = surface.function(point)
        loss.backward()
        assert torch.equal(trajectory.points[step], point.detach())
        assert torch.equal(trajectory.losses[step], loss.detach())
        assert torch.equal(trajectory.gradients[step], point.grad)
        optimizer.step()


def test_recording_the_states_changes_no_number():
    plain = descend(ARTICLE, OptimizerConfig("adam", 0.1), steps=50)
    recorded = descend(ARTICLE, OptimizerConfig("adam", 0.1), steps=50, record_states=True)
    assert torch.equal(plain.points, recorded.points)
    assert plain.states == {}
    assert {name: tuple(state.shape) for name, state in recorded.states.items()} == {
        "exp_avg": (50, 3),
        "exp_avg_sq": (50, 3),
    }


@pytest.mark.parametrize("batch_size", [1, 2, 3])
def test_minibatches_equal_a_plain_loop_over_the_same_examples(batch_size):
    surface = SURFACES["fit"]
    trajectory = descend(surface, OptimizerConfig("sgd", 0.05), steps=40, batch_size=batch_size, seed=7)
    inputs, targets = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([2.0, 4.0, 6.0])
    generator = torch.Generator().manual_seed(7)
    point = torch.tensor(surface.start, requires_grad=True)
    optimizer = torch.optim.SGD([point], lr=0.05)
    for step in range(41):
        chosen = torch.randperm(3, generator=generator)[:batch_size]
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(point[0] * inputs[chosen] + point[1], targets[chosen]).backward()
        assert torch.equal(trajectory.points[step], point.detach())
        assert torch.equal(trajectory.gradients[step], point.grad)
        assert torch.equal(trajectory.losses[step], surface(point.detach()))
        optimizer.step()


def test_the_seed_decides_which_examples_a_step_sees():
    def points(seed):
        return descend(
            SURFACES["fit"], OptimizerConfig("sgd", 0.05), steps=30, batch_size=1, seed=seed
        ).points

    assert torch.equal(points(1), points(1))
    assert not torch.equal(points(1), points(2))


@pytest.mark.parametrize("batch_size", [0, 4, -1, True, 1.0])
def test_a_bad_batch_size_is_refused(batch_size):
    with pytest.raises(ConfigurationError, match=r"batch size from 1 to 3 for .*, but got"):
        descend(SURFACES["fit"], OptimizerConfig(), steps=1, batch_size=batch_size)


def test_a_surface_without_examples_has_no_batches():
    with pytest.raises(ConfigurationError, match="no examples to draw from"):
        descend(ARTICLE, OptimizerConfig(), steps=1, batch_size=1)


def test_a_descent_over_its_time_is_given_up_with_the_number_of_steps_done():
    with pytest.raises(
        ConfigurationError, match=r"100,000 steps within 0\.01 seconds, but only .* Take fewer steps"
    ):
        descend(ARTICLE, OptimizerConfig(), steps=MAX_STEPS, time_limit=0.01)


def test_the_first_step_within_a_loss():
    trajectory = descend(ARTICLE, OptimizerConfig("sgd", 1.5), steps=5)
    assert trajectory.first_within(5.0) == 0
    assert trajectory.first_within(0.1) == 1
    assert trajectory.first_within(-1.0) is None


def test_the_last_finite_step():
    assert descend(ARTICLE, OptimizerConfig(), steps=9).last_finite == 9
    diverged = descend(ARTICLE, OptimizerConfig("sgd", 3.1), steps=2000)
    assert diverged.last_finite == diverged.diverged_at - 1
    assert descend(ARTICLE, OptimizerConfig(), [1e38, 0.0, 0.0], steps=3).last_finite == 0


def _scheduled_loop(optimizer, scheduler, point, steps):
    """A person's own loop with PyTorch's scheduler on the Rosenbrock function."""
    points = [point.detach().clone()]
    for _ in range(steps):
        optimizer.zero_grad()
        x, y = point
        ((1 - x) ** 2 + 100 * (y - x**2) ** 2).backward()
        optimizer.step()
        scheduler.step()
        points.append(point.detach().clone())
    return torch.stack(points)


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("schedule", [name for name, entry in SCHEDULES.items() if entry.scheduler])
def test_a_scheduled_descent_equals_a_loop_with_torchs_own_scheduler(name, schedule):
    surface, config, steps = SURFACES["rosenbrock"], OptimizerConfig(name, 0.0008), 60
    point = torch.tensor(surface.start, requires_grad=True)
    optimizer = build_optimizer(config, [point])
    scheduler = SCHEDULES[schedule].build(optimizer, config.learning_rate, steps)
    trajectory = descend(surface, config, steps=steps, schedule=schedule)
    assert torch.equal(trajectory.points, _scheduled_loop(optimizer, scheduler, point, steps))
    assert trajectory.rates.shape == (steps,)


def test_a_schedule_without_change_is_the_plain_descent():
    plain, constant = (
        descend(ARTICLE, OptimizerConfig(), steps=9, **more) for more in ({}, {"schedule": "constant"})
    )
    assert torch.equal(plain.points, constant.points)
    assert constant.rates is None


def test_an_unknown_schedule_is_refused():
    with pytest.raises(ConfigurationError, match=r"Expected a schedule out of constant, .* but got 'magic'"):
        descend(ARTICLE, OptimizerConfig(), steps=3, schedule="magic")
