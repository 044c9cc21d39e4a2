"""Every entry of the catalogue against a formula of its own, finite differences, and what is said of it."""

import math

import pytest
import torch
from scipy.special import expit
from scipy.stats import norm

from playground.concepts.activations import ACTIVATIONS, NETWORK_ACTIVATIONS
from playground.concepts.activations.catalogue import ARTICLE
from playground.concepts.activations.facts import SATURATED_SLOPE, facts
from playground.concepts.module_definition import definitions_source

FORMULAS = {
    "relu": lambda x: max(0.0, x),
    "sigmoid": expit,
    "tanh": math.tanh,
    "step": lambda x: 1.0 if x > 0 else 0.5 if x == 0 else 0.0,
    "linear": lambda x: x,
    "leaky_relu": lambda x, negative_slope: x if x > 0 else negative_slope * x,
    "prelu": lambda x, init: x if x > 0 else init * x,
    "relu6": lambda x: min(max(0.0, x), 6.0),
    "elu": lambda x, alpha: x if x > 0 else alpha * math.expm1(x),
    "selu": lambda x: 1.0507009873554805 * (x if x > 0 else 1.6732632423543772 * math.expm1(x)),
    "celu": lambda x, alpha: max(0.0, x) + min(0.0, alpha * math.expm1(x / alpha)),
    "gelu": lambda x: x * norm.cdf(x),
    "gelu_tanh": lambda x: x / 2 * (1 + math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))),
    "silu": lambda x: x * expit(x),
    "mish": lambda x: x * math.tanh(math.log1p(math.exp(x))),
    "softplus": lambda x, beta: math.log1p(math.exp(beta * x)) / beta,
    "squareplus": lambda x, b: (x + math.sqrt(x**2 + b)) / 2,
    "softsign": lambda x: x / (1 + abs(x)),
    "hardtanh": lambda x, min_val, max_val: min(max(x, min_val), max_val),
    "hardswish": lambda x: x * min(max(x + 3, 0), 6) / 6,
    "hardsigmoid": lambda x: min(max(x / 6 + 0.5, 0.0), 1.0),
    "log_sigmoid": lambda x: -math.log1p(math.exp(-x)),
    "tanhshrink": lambda x: x - math.tanh(x),
}
INFINITY = math.inf
RANGES = {
    "relu": (0, INFINITY), "sigmoid": (0, 1), "tanh": (-1, 1), "step": (0, 1), "linear": (-INFINITY, INFINITY),
    "leaky_relu": (-INFINITY, INFINITY), "prelu": (-INFINITY, INFINITY), "relu6": (0, 6), "elu": (-1, INFINITY),
    "selu": (-1.7581, INFINITY), "celu": (-1, INFINITY), "gelu": (-0.17, INFINITY), "gelu_tanh": (-0.171, INFINITY),
    "silu": (-0.2785, INFINITY), "mish": (-0.3089, INFINITY), "softplus": (0, INFINITY), "squareplus": (0, INFINITY), "softsign": (-1, 1),
    "hardtanh": (-1, 1), "hardswish": (-0.375, INFINITY), "hardsigmoid": (0, 1), "log_sigmoid": (-INFINITY, 0),
    "tanhshrink": (-INFINITY, INFINITY),
}  # fmt: skip
NOT_MONOTONE = {"gelu", "gelu_tanh", "silu", "mish", "hardswish"}
ODD = {"linear", "tanh", "softsign", "hardtanh", "tanhshrink"}
KINKS = {
    "relu": {0.0: 0.0}, "leaky_relu": {0.0: 0.01}, "prelu": {0.0: 0.25}, "relu6": {0.0: 0.0, 6.0: 0.0},
    "hardtanh": {-1.0: 0.0, 1.0: 0.0}, "hardsigmoid": {-3.0: 0.0, 3.0: 0.0}, "elu": {0.0: 1.0}, "celu": {0.0: 1.0},
    "step": {0.0: 0.0},
}  # fmt: skip
"""PyTorch's convention at each kink: the derivative of the side that its comparison leaves out."""


@pytest.fixture(params=ACTIVATIONS.values(), ids=list(ACTIVATIONS))
def activation(request):
    return request.param


def _settings(entry):
    yield {parameter.name: parameter.default for parameter in entry.parameters}
    for parameter in entry.parameters:
        rest = {other.name: other.default for other in entry.parameters}
        yield rest | {parameter.name: parameter.high}
        yield rest | {parameter.name: parameter.step if parameter.low == 0 else parameter.low}


CASES = [
    pytest.param(entry, numbers, id=f"{name}-{numbers}")
    for name, entry in ACTIVATIONS.items()
    for numbers in _settings(entry)
]


@pytest.mark.parametrize(("entry", "numbers"), CASES)
def test_the_value_is_that_of_the_formula(entry, numbers):
    x = torch.linspace(-8, 8, 161, dtype=torch.float64)
    expected = [float(FORMULAS[entry.name](place, **numbers)) for place in x.tolist()]
    assert entry.value(x, **numbers).tolist() == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(("entry", "numbers"), CASES)
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


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("shape", [(), (5,), (2, 3)])
def test_shape_and_dtype_are_those_of_the_input(activation, shape, dtype):
    x = torch.ones(shape, dtype=dtype)
    for result in (activation.value(x), activation.derivative(x)):
        assert result.shape == x.shape
        assert result.dtype == dtype
        assert not result.requires_grad


def test_the_derivative_works_under_no_grad_and_leaves_its_input_alone(activation):
    x = torch.ones(3)
    with torch.no_grad():
        activation.derivative(x)
    assert x.grad is None
    assert not x.requires_grad


def test_values_stay_in_the_range_and_come_near_its_ends(activation):
    low, high = RANGES[activation.name]
    values = activation.value(torch.linspace(-100, 100, 200_001, dtype=torch.float64))
    assert low - 1e-4 <= values.min()
    assert values.max() <= high + 1e-4
    assert values.min() <= (-90 if low == -INFINITY else low + 0.02) or activation.name in (
        "leaky_relu",
        "prelu",
    )
    assert values.max() >= (90 if high == INFINITY else high - 0.02)


def test_what_is_measured_is_what_is_known(activation):
    measured = facts(activation)
    assert measured.monotone == (activation.name not in NOT_MONOTONE)
    assert measured.zero_centred == (activation.name in ODD | {"selu"})


def test_it_saturates_where_the_slope_is_small_and_nowhere_else(activation):
    x = torch.linspace(-9.99, 9.99, 1999, dtype=torch.float64)
    flat = activation.derivative(x).abs() < SATURATED_SLOPE
    inside = torch.zeros_like(flat)
    for low, high in facts(activation).saturated:
        inside |= (x >= low) & (x <= high)
    assert (flat ^ inside).double().mean() < 0.005  # a dip's bottom is no part


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


@pytest.mark.parametrize(("entry", "numbers"), CASES)
def test_its_source_computes_the_same(entry, numbers):
    x = torch.linspace(-3, 3, 13)
    names = {"torch": torch, "nn": torch.nn}
    exec(definitions_source([entry.definition]), names)
    module = eval(entry.source_call(**numbers), names)
    torch.testing.assert_close(module(x).detach(), entry.value(x, **numbers))


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
    assert len({entry.label for entry in ACTIVATIONS.values()}) == len(ACTIVATIONS) == len(FORMULAS)
    assert set(ARTICLE) <= set(NETWORK_ACTIVATIONS)


def test_networks_have_activations_that_pass_a_gradient_and_bring_no_weights():
    assert set(ACTIVATIONS) - set(NETWORK_ACTIVATIONS) == {"step", "prelu"}
    for entry in NETWORK_ACTIVATIONS.values():
        assert not list(entry.build().parameters())
        assert entry.derivative(torch.tensor(0.7)) != 0
