import pytest
import torch

from playground.concepts.surfaces import SURFACES


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
