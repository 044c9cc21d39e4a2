"""Data sets shuffled and divided."""

import math

import pytest
import torch

from playground.concepts.plane.data import draw
from playground.concepts.plane.datasets import PLANE_DATASETS, POINTS
from playground.errors import ConfigurationError


@pytest.mark.parametrize("name", PLANE_DATASETS)
@pytest.mark.parametrize("share", [0.0, 0.5, 0.9])
def test_every_point_trains_or_tests(name, share):
    data = draw(name, 0.1, share, seed=2)
    assert len(data.test_points) == len(data.test_targets) == share * POINTS
    drawn, _ = PLANE_DATASETS[name].sample(POINTS, 0.1, torch.Generator().manual_seed(2))
    together = torch.cat([data.train_points, data.test_points])
    assert sorted(map(tuple, together.tolist())) == sorted(map(tuple, drawn.tolist()))


@pytest.mark.parametrize(
    "wrong",
    [{"name": "moon"}, {"noise": 0.6}, {"noise": math.nan}, {"test_share": 1.0}, {"test_share": -0.1}],
    ids=str,
)
def test_what_there_is_not_is_refused(wrong):
    with pytest.raises(ConfigurationError, match="Expected a"):
        draw(**{"name": "moons", **wrong})
