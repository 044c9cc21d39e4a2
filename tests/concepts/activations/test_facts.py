import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy.optimize import brentq
from scipy.stats import norm

from playground.concepts.activations import ACTIVATIONS
from playground.concepts.activations.facts import SATURATED_SLOPE, facts
from tests.concepts.activations.formulas import FORMULAS

NOT_MONOTONE = {"gelu", "gelu_tanh", "silu", "mish", "hardswish"}
ODD = {"linear", "tanh", "softsign", "hardtanh", "tanhshrink"}


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


def test_it_saturates_where_the_slope_is_small_and_nowhere_else(activation):
    x = torch.linspace(-9.9995, 9.9995, 20000, dtype=torch.float64)
    flat = activation.derivative(x).abs() < SATURATED_SLOPE
    inside = torch.zeros_like(flat)
    for low, high in facts(activation).saturated:
        inside |= (x >= low) & (x <= high)
    assert (inside ^ flat).sum() == 0


def test_a_dip_between_two_measured_places_is_found_and_its_width_is_exact():
    """|200 x| < 0.01 over a width of 0.0001, a fiftieth of what lies between two places."""
    for shift in (0.0, 0.00123, 0.0025):
        wave = replace(
            ACTIVATIONS["linear"],
            definition=f"class Dip(nn.Module):\n    def forward(self, x):\n        return 100 * (x - {shift}) ** 2\n",
        )
        ((low, high),) = facts(wave).saturated
        assert (low, high) == pytest.approx((shift - 5e-5, shift + 5e-5), abs=1e-9)


def test_a_function_that_falls_is_as_steep_as_it_falls():
    falling = replace(
        ACTIVATIONS["linear"],
        definition="class Falling(nn.Module):\n    def forward(self, x):\n        return -3 * x\n",
    )
    assert facts(falling).steepest == 3


def test_narrow_intervals_are_those_of_the_closed_forms():
    # hardswish: |2x + 3| / 6 < 0.01; tanhshrink: tanh(x)² < 0.01
    assert facts(ACTIVATIONS["hardswish"]).saturated == (
        pytest.approx((-10, -3), abs=1e-9),
        pytest.approx((-1.53, -1.47), abs=1e-9),
    )
    edge = math.atanh(0.1)
    assert facts(ACTIVATIONS["tanhshrink"]).saturated == (pytest.approx((-edge, edge), abs=1e-9),)
    # gelu: brentq of SciPy on Φ(x) + x φ(x) ∓ 0.01
    slope = lambda x: norm.cdf(x) + x * norm.pdf(x)  # noqa: E731
    dip = (brentq(lambda x: slope(x) + 0.01, -1, -0.5), brentq(lambda x: slope(x) - 0.01, -1, -0.5))
    assert facts(ACTIVATIONS["gelu"]).saturated[1] == pytest.approx(dip, abs=1e-9)


def test_closed_forms_of_the_facts():
    assert facts(ACTIVATIONS["relu"]).mean == pytest.approx(1 / math.sqrt(2 * math.pi), abs=1e-6)
    assert facts(ACTIVATIONS["sigmoid"]).mean == pytest.approx(0.5)
    assert facts(ACTIVATIONS["sigmoid"]).steepest == pytest.approx(0.25, abs=1e-6)
    # sigmoid (1 - sigmoid) = 0.01
    edge = math.log((1 + math.sqrt(1 - 0.04)) / (1 - math.sqrt(1 - 0.04)))
    assert facts(ACTIVATIONS["sigmoid"]).saturated == (
        pytest.approx((-10, -edge), abs=1e-9),
        pytest.approx((edge, 10), abs=1e-9),
    )
    assert facts(ACTIVATIONS["step"]).saturated == ((-10.0, 10.0),)
    assert facts(ACTIVATIONS["linear"]).saturated == ()
