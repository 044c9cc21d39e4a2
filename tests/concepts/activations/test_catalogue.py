"""Every entry of the catalogue against a formula of its own, finite differences, and what is said of it."""

import math

import pytest
import torch

from playground.concepts.activations import ACTIVATIONS, NETWORK_ACTIVATIONS
from playground.concepts.activations.catalogue import ARTICLE
from tests.concepts.activations.formulas import FORMULAS, cases

INFINITY = math.inf
RANGES = {
    "relu": (0, INFINITY),
    "sigmoid": (0, 1),
    "tanh": (-1, 1),
    "step": (0, 1),
    "linear": (-INFINITY, INFINITY),
    "leaky_relu": (-INFINITY, INFINITY),
    "prelu": (-INFINITY, INFINITY),
    "relu6": (0, 6),
    "elu": (-1, INFINITY),
    "selu": (-1.7581, INFINITY),
    "celu": (-1, INFINITY),
    "gelu": (-0.17, INFINITY),
    "gelu_tanh": (-0.171, INFINITY),
    "silu": (-0.2785, INFINITY),
    "mish": (-0.3089, INFINITY),
    "softplus": (0, INFINITY),
    "squareplus": (0, INFINITY),
    "softsign": (-1, 1),
    "hardtanh": (-1, 1),
    "hardswish": (-0.375, INFINITY),
    "hardsigmoid": (0, 1),
    "log_sigmoid": (-INFINITY, 0),
    "tanhshrink": (-INFINITY, INFINITY),
}
KINKS = {
    "relu": {0.0: 0.0},
    "leaky_relu": {0.0: 0.01},
    "prelu": {0.0: 0.25},
    "relu6": {0.0: 0.0, 6.0: 0.0},
    "hardtanh": {-1.0: 0.0, 1.0: 0.0},
    "hardsigmoid": {-3.0: 0.0, 3.0: 0.0},
    "elu": {0.0: 1.0},
    "celu": {0.0: 1.0},
    "step": {0.0: 0.0},
}
"""PyTorch's convention at each kink: the derivative of the side that its comparison leaves out."""


@pytest.mark.parametrize(("entry", "numbers"), cases(FORMULAS))
def test_the_value_is_that_of_the_formula(entry, numbers):
    x = torch.linspace(-8, 8, 161, dtype=torch.float64)
    expected = [float(FORMULAS[entry.name](place, **numbers)) for place in x.tolist()]
    assert entry.value(x, **numbers).tolist() == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(("entry", "numbers"), cases(FORMULAS))
def test_the_derivative_is_the_slope_of_the_formula(entry, numbers):
    # Places between two tenths: none of them is a kink.
    x, width = torch.linspace(-7.95, 7.95, 160, dtype=torch.float64) + 0.013, 1e-6
    formula = FORMULAS[entry.name]
    slopes = [
        float(formula(place + width, **numbers) - formula(place - width, **numbers)) / (2 * width)
        for place in x.tolist()
    ]
    assert entry.derivative(x, **numbers).tolist() == pytest.approx(slopes, rel=1e-5, abs=1e-7)


@pytest.mark.parametrize(
    ("name", "place", "slope"), [(n, x, s) for n, kinks in KINKS.items() for x, s in kinks.items()]
)
def test_at_a_kink_it_is_pytorchs_convention(name, place, slope):
    assert ACTIVATIONS[name].derivative(torch.tensor(place)).item() == pytest.approx(slope)


@pytest.mark.parametrize("name", RANGES)
def test_values_stay_in_the_range_and_come_near_its_ends(name):
    activation = ACTIVATIONS[name]
    low, high = RANGES[name]
    values = activation.value(torch.linspace(-100, 100, 200_001, dtype=torch.float64))
    assert low - 1e-4 <= values.min()
    assert values.max() <= high + 1e-4
    assert values.min() <= (-90 if low == -INFINITY else low + 0.02) or activation.name in (
        "leaky_relu",
        "prelu",
    )
    assert values.max() >= (90 if high == INFINITY else high - 0.02)


def test_entries_are_complete(activation):
    assert ACTIVATIONS[activation.name] is activation
    assert activation.name.isidentifier()
    assert activation.name.islower()
    assert activation.source.startswith("https://")
    assert all(
        (
            activation.label,
            activation.formula,
            activation.derivative_formula,
            activation.range,
            activation.notice,
        )
    )
    for parameter in activation.parameters:
        assert parameter.low <= parameter.default <= parameter.high


def test_labels_and_keys_are_unique_and_the_articles_three_are_there():
    assert len({entry.label for entry in ACTIVATIONS.values()}) == len(ACTIVATIONS)
    assert set(FORMULAS) == set(RANGES) <= set(ACTIVATIONS)
    assert set(ARTICLE) <= set(NETWORK_ACTIVATIONS)


def test_networks_have_activations_that_pass_a_gradient_and_bring_no_weights():
    assert set(FORMULAS) - set(NETWORK_ACTIVATIONS) == {"step", "prelu"}
    for entry in NETWORK_ACTIVATIONS.values():
        assert not list(entry.build().parameters())
        assert entry.derivative(torch.tensor(0.7)) != 0
