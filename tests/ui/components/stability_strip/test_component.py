import math
from itertools import pairwise

import pytest
import torch

from playground.concepts.descent.stability import stability
from playground.concepts.optimizers import MAX_LEARNING_RATE, OptimizerConfig
from playground.ui.components.stability_strip.component import WITHOUT_REGIONS, picked_rate, strip_data


def _article(config):
    return stability(torch.full((3,), 2 / 3), config)


def test_the_articles_strip_has_its_borders_at_1_5_and_3_and_its_best_between():
    data = strip_data(0.01, _article(OptimizerConfig()))
    assert [(region["name"], region["low"]) for region in data["regions"]] == [
        ("overdamped", 0.0),
        ("sign_alternating", pytest.approx(1.5)),
        ("diverging", pytest.approx(3.0)),
    ]
    assert data["best"] == pytest.approx(1.5)
    assert (data["value"], data["low"], data["scale"]) == (0.01, 0.0, "linear")
    assert data["regions"][-1]["high"] == data["high"] == pytest.approx(4.0)


def test_the_regions_lie_side_by_side_and_fill_the_strip():
    regions = strip_data(0.1, _article(OptimizerConfig("momentum", momentum=0.5)))["regions"]
    for left, right in pairwise(regions):
        assert left["high"] == right["low"]


def test_without_borders_the_strip_is_a_scale_of_powers_of_ten():
    data = strip_data(0.1, None)
    assert (data["low"], data["high"]) == WITHOUT_REGIONS
    assert (data["scale"], data["regions"], data["best"]) == ("log", [], None)


def test_a_flat_minimum_does_not_ask_for_rates_that_are_refused():
    flat = stability(torch.tensor([1e-6, 1e-6]), OptimizerConfig())
    assert strip_data(0.1, flat)["high"] <= MAX_LEARNING_RATE


@pytest.mark.parametrize("value", [0.01, 3, 1e-9])
def test_a_pick_is_a_learning_rate(value):
    assert picked_rate(value) == value


@pytest.mark.parametrize("value", [0, -1.0, math.nan, math.inf, "0.1", None, True, [1.0], 10**400])
def test_anything_else_is_no_pick(value):
    assert picked_rate(value) is None
