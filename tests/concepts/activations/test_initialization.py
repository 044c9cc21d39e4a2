import math

import pytest
import torch

from playground.concepts.activations.initialization import INITIALIZATIONS


@pytest.mark.parametrize("name", INITIALIZATIONS)
def test_an_initialisation_has_the_variance_of_its_formula(name):
    weight = torch.empty(400, 400, dtype=torch.float64)
    INITIALIZATIONS[name].fill(weight, 0.3, torch.Generator().manual_seed(0))
    expected = {"xavier": math.sqrt(2 / 800), "kaiming": math.sqrt(2 / 400), "plain": 0.3}[name]
    assert weight.std().item() == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize("name", INITIALIZATIONS)
def test_an_initialisations_source_fills_the_same(name):
    weights = [torch.empty(5, 5, dtype=torch.float64) for _ in range(2)]
    INITIALIZATIONS[name].fill(weights[0], 0.2, torch.Generator().manual_seed(3))
    names = {"torch": torch, "weight": weights[1], "generator": torch.Generator().manual_seed(3)}
    exec(INITIALIZATIONS[name].code.format(deviation=0.2), names)
    assert torch.equal(*weights)
