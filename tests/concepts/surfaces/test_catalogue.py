import math
from dataclasses import replace

import pytest
import torch

from playground.concepts.descent import descend
from playground.concepts.descent.learning_rates import suggested_learning_rate
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig
from playground.concepts.surfaces import SURFACES
from playground.concepts.surfaces.quadratic import bowl
from playground.errors import ConfigurationError


@pytest.fixture(params=SURFACES.values(), ids=list(SURFACES))
def surface(request):
    return request.param


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_loss_is_a_scalar_of_the_points_dtype(surface, dtype):
    loss = surface(torch.tensor(surface.start, dtype=dtype))
    assert loss.shape == ()
    assert loss.dtype == dtype


def test_the_gradient_is_the_slope_of_the_loss(surface):
    point = torch.tensor(surface.start, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(surface, (point,))


def test_the_minimum_has_no_slope_and_nothing_near_is_lower(surface):
    minimum = torch.tensor(surface.minimum, dtype=torch.float64, requires_grad=True)
    loss = surface(minimum)
    (gradient,) = torch.autograd.grad(loss, minimum)
    torch.testing.assert_close(gradient, torch.zeros_like(gradient), rtol=0, atol=1e-9)
    near = minimum.detach() + 0.1 * torch.randn(
        100, len(surface.minimum), generator=torch.Generator().manual_seed(0)
    )
    assert bool((surface.values(near) >= loss).all())


def test_many_points_at_once_give_each_points_loss(surface):
    points = torch.randn(7, len(surface.start), generator=torch.Generator().manual_seed(1))
    torch.testing.assert_close(surface.values(points), torch.stack([surface(point) for point in points]))


def test_entries_are_complete(surface):
    assert SURFACES[surface.name] is surface
    assert surface.name.isidentifier()
    assert len(surface.start) == len(surface.minimum)
    assert surface.source.startswith("https://")
    assert all((surface.label, surface.formula, surface.gradient_formula, surface.notice))


def test_the_article_is_the_mean_squared_error_to_2_4_6():
    article = SURFACES["article"]
    point = torch.tensor([0.3, -1.0, 8.0])
    assert article.start == (1.0, 2.0, 3.0)
    assert torch.equal(article(point), torch.nn.MSELoss()(point, torch.tensor([2.0, 4.0, 6.0])))


def test_the_program_defines_the_same_function(surface):
    scope = {"torch": torch}
    exec(surface.program, scope)
    for _ in range(5):
        point = torch.randn(len(surface.start), generator=torch.Generator().manual_seed(2))
        torch.testing.assert_close(scope["loss"](point), surface(point))


def test_every_minimum_has_no_slope(surface):
    for place in surface.minima:
        minimum = torch.tensor(place, dtype=torch.float64, requires_grad=True)
        (gradient,) = torch.autograd.grad(surface(minimum), minimum)
        torch.testing.assert_close(gradient, torch.zeros_like(gradient), rtol=0, atol=1e-9)
        assert float(surface(minimum.detach())) == pytest.approx(0, abs=1e-12)


def test_the_map_shows_the_start_and_every_minimum(surface):
    for point in (surface.start, *surface.minima):
        for (low, high), value in zip(surface.window, point, strict=False):
            assert low <= value <= high
    assert len(surface.coordinates) == len(surface.start)


def test_the_constant_curvature_is_said_of_the_right_surfaces(surface):
    generator = torch.Generator().manual_seed(3)
    points = torch.randn(4, len(surface.start), generator=generator, dtype=torch.float64)
    hessians = torch.stack([torch.autograd.functional.hessian(surface.function, point) for point in points])
    assert torch.allclose(hessians, hessians[:1].expand_as(hessians)) is surface.quadratic


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_suggested_learning_rate_comes_down_from_the_start_and_never_climbs_above_it(surface, optimizer):
    config = OptimizerConfig(optimizer, suggested_learning_rate(surface, optimizer))
    losses = descend(surface, config, steps=300).losses
    assert bool((losses <= losses[0]).all())
    assert float(losses[-1]) < 0.9 * float(losses[0])


@pytest.mark.parametrize(
    ("name", "point", "loss"),
    [
        ("bowl", (2.0, 1.0), 7.0),
        ("rosenbrock", (-1.2, 1.0), 24.2),
        ("himmelblau", (0.0, 0.0), 170.0),
        ("beale", (1.0, 1.0), 1.5**2 + 2.25**2 + 2.625**2),
        ("saddle", (0.0, 0.0), 0.25),
        ("rastrigin", (1.0, 2.0), 5.0),
        ("plateau", (3.0, 4.0), 1 - math.exp(-12.5)),
        ("fit", (1.0, 1.0), (0 + 1 + 4) / 3),
    ],
)
def test_known_values(name, point, loss):
    assert float(SURFACES[name](torch.tensor(point))) == pytest.approx(loss, rel=1e-5)


@pytest.mark.parametrize("condition_number", [1.0, 37.5, 1000.0])
def test_a_bowl_has_the_condition_number_that_was_asked_for(condition_number):
    hessian = torch.autograd.functional.hessian(bowl(condition_number).function, torch.tensor([0.3, 0.4]))
    assert torch.equal(hessian, torch.diag(torch.tensor([1.0, condition_number])))


@pytest.mark.parametrize("condition_number", [0.5, 1001.0, math.nan, math.inf, -1.0])
def test_a_condition_number_out_of_range_is_refused(condition_number):
    with pytest.raises(ConfigurationError, match="condition number from 1 to 1000, but got"):
        bowl(condition_number)


def test_examples_chosen_give_their_own_mean_squared_error():
    point = torch.tensor([0.5, 1.0])
    examples = SURFACES["fit"].examples
    for chosen in ([0], [2], [0, 2], [0, 1, 2]):
        expected = sum((0.5 * x + 1.0 - 2 * x) ** 2 for x in (index + 1 for index in chosen)) / len(chosen)
        assert float(examples.loss(point, torch.tensor(chosen))) == pytest.approx(expected)


def test_the_least_loss_is_that_of_every_minimum(surface):
    assert surface.least_loss == pytest.approx(0, abs=1e-12)
    for place in surface.minima:
        assert float(surface(torch.tensor(place, dtype=torch.float64))) == pytest.approx(
            surface.least_loss, abs=1e-12
        )


def test_without_a_known_minimum_there_is_no_least_loss():
    assert replace(SURFACES["bowl"], minima=()).least_loss is None
