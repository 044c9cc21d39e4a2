"""A layout that keeps near things near, and the place of a new one."""

import pytest
import torch

from playground.digits.interpretability.neighbour_map import make_map, place


def clouds():
    generator = torch.Generator().manual_seed(0)
    centers = torch.tensor([[0.0] * 6, [20.0] * 6, [-20.0, 20.0] * 3])
    return (centers[:, None] + torch.randn(3, 15, 6, generator=generator)).reshape(45, 6)


@pytest.fixture(scope="module")
def layout():
    return make_map(clouds())


def test_three_clouds_stay_three_clouds(layout):
    assert layout.shape == (45, 2)
    distances = torch.cdist(layout, layout).fill_diagonal_(torch.inf)
    assert torch.equal(distances.argmin(1) // 15, torch.arange(45) // 15)


def test_the_axes_go_from_minus_one_to_one(layout):
    torch.testing.assert_close(layout.amin(0), torch.tensor([-1.0, -1.0]))
    torch.testing.assert_close(layout.amax(0), torch.tensor([1.0, 1.0]))


def test_the_same_seed_gives_the_same_map(layout):
    assert torch.equal(make_map(clouds()), layout)


def test_points_that_all_coincide_get_a_map_all_the_same():
    assert make_map(torch.zeros(12, 4)).isfinite().all()


def test_a_new_point_lies_at_the_weighted_mean_of_its_five_nearest():
    layout = torch.arange(14.0).reshape(7, 2)
    indices, distances = torch.tensor([3, 1, 0, 6, 2, 5]), torch.tensor([1.0, 2, 4, 4, 8, 8])
    weights = [1, 1 / 2, 1 / 4, 1 / 4, 1 / 8]
    expected = sum(w * layout[i] for w, i in zip(weights, indices.tolist(), strict=False)) / sum(weights)
    torch.testing.assert_close(place(layout, indices, distances), expected)


def test_a_known_image_lies_on_itself():
    layout = torch.arange(6.0).reshape(3, 2)
    assert torch.equal(place(layout, torch.tensor([2, 0]), torch.tensor([0.0, 1.0])), layout[2])
    tiny = place(layout, torch.tensor([2, 0]), torch.tensor([1e-42, 1.0]))
    torch.testing.assert_close(tiny, layout[2])
