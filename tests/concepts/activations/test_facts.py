import math

import numpy as np
import pytest
import torch

from playground.concepts.activations import ACTIVATIONS
from playground.concepts.activations.facts import NARROWEST, SATURATED_SLOPE, facts
from tests.concepts.activations.formulas import FORMULAS

NOT_MONOTONE = {"gelu", "gelu_tanh", "silu", "mish", "hardswish"}
ODD = {"linear", "tanh", "softsign", "hardtanh", "tanhshrink"}
WAVES: set[str] = set()
"""Activations with many narrow dips, each too narrow to count as saturation."""


def test_monotone_and_zero_centred_are_those_that_are_known_to_be():
    measured = {name: facts(ACTIVATIONS[name]) for name in FORMULAS}
    assert {name for name, entry in measured.items() if not entry.monotone} == NOT_MONOTONE
    assert {name for name, entry in measured.items() if entry.zero_centred} == ODD | {"selu"}


def test_the_mean_is_that_of_another_quadrature(activation):
    nodes, weights = np.polynomial.hermite_e.hermegauss(181)
    values = activation.value(torch.tensor(nodes)).numpy()
    assert facts(activation).mean == pytest.approx(values @ weights / weights.sum(), abs=0.03)


def test_a_monotone_one_has_no_falling_slope(activation):
    slopes = activation.derivative(torch.linspace(-9.9, 9.9, 1987, dtype=torch.float64))
    assert facts(activation).monotone == bool((slopes >= -1e-9).all())


def test_it_saturates_where_the_slope_is_small_over_some_width_and_nowhere_else(activation):
    x = torch.linspace(-9.99, 9.99, 1999, dtype=torch.float64)
    flat = activation.derivative(x).abs() < SATURATED_SLOPE
    inside = torch.zeros_like(flat)
    for low, high in facts(activation).saturated:
        inside |= (x >= low) & (x <= high)
    assert (inside & ~flat).double().mean() < 0.005
    left_out = "".join("x" if place else " " for place in (flat & ~inside).tolist()).split()
    assert max(map(len, left_out), default=0) * 0.01 < NARROWEST + 0.02  # a dip's bottom is no part
    if activation.name in FORMULAS and activation.name not in WAVES:
        assert (flat ^ inside).double().mean() < 0.005


def test_closed_forms_of_the_facts():
    assert facts(ACTIVATIONS["relu"]).mean == pytest.approx(1 / math.sqrt(2 * math.pi), abs=1e-6)
    assert facts(ACTIVATIONS["sigmoid"]).mean == pytest.approx(0.5)
    assert facts(ACTIVATIONS["sigmoid"]).steepest == pytest.approx(0.25, abs=1e-6)
    # sigmoid (1 - sigmoid) = 0.01
    edge = math.log((1 + math.sqrt(1 - 0.04)) / (1 - math.sqrt(1 - 0.04)))
    assert facts(ACTIVATIONS["sigmoid"]).saturated == (
        pytest.approx((-10, -edge), abs=0.006),
        pytest.approx((edge, 10), abs=0.006),
    )
    assert facts(ACTIVATIONS["step"]).saturated == ((-10.0, 10.0),)
    assert facts(ACTIVATIONS["linear"]).saturated == ()
