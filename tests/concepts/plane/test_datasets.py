"""Data of the plane: what they are, and that a program draws the same."""

import math

import pytest
import torch

from playground.concepts.plane.datasets import EXTENT, PLANE_DATASETS, POINTS

every = pytest.mark.parametrize("name", PLANE_DATASETS)


def sample(name, noise=0.0, seed=0):
    return PLANE_DATASETS[name].sample(POINTS, noise, torch.Generator().manual_seed(seed))


@every
@pytest.mark.parametrize("noise", [0.0, 0.25, 0.5])
def test_points_lie_in_the_plane_with_targets_of_their_kind(name, noise):
    points, targets = sample(name, noise)
    assert points.shape == (POINTS, 2)
    assert points.dtype == torch.float32
    assert points.abs().max() <= EXTENT
    assert targets.shape == (POINTS,)
    classes = PLANE_DATASETS[name].classes
    if classes:
        assert targets.dtype == torch.int64
        shares = torch.bincount(targets, minlength=classes) / POINTS
        assert shares.min() > 0.5 / classes
        assert len(shares) == classes
    else:
        assert targets.dtype == torch.float32
        assert targets.abs().max() <= 1


@every
def test_the_seed_decides(name):
    assert torch.equal(sample(name)[0], sample(name)[0])
    if name not in ("spiral", "three_spiral"):  # without noise these are not random
        assert not torch.equal(sample(name)[0], sample(name, seed=1)[0])


@every
def test_noise_changes_points_or_their_labels(name):
    clear, noisy = sample(name), sample(name, 0.5)
    assert not torch.equal(clear[0], noisy[0]) or not torch.equal(clear[1], noisy[1])


@every
def test_its_source_draws_the_same_points(name):
    dataset = PLANE_DATASETS[name]
    space = {"torch": torch, "math": math}
    exec(f"from __future__ import annotations\n{dataset.program}", space)
    points, targets = space[dataset.function_name](POINTS, 0.3, torch.Generator().manual_seed(5))
    expected = sample(name, 0.3, seed=5)
    assert torch.equal(points, expected[0])
    assert torch.equal(targets, expected[1])


def test_labels_without_noise_follow_their_rule():
    points, targets = sample("circle")
    assert torch.equal(targets == 1, points.norm(dim=1) < 2.5)
    points, targets = sample("xor")
    assert torch.equal(targets == 1, points[:, 0] * points[:, 1] > 0)
    points, targets = sample("slope")
    assert torch.allclose(targets, (points[:, 0] + points[:, 1]).div(10).clamp(-1, 1))
