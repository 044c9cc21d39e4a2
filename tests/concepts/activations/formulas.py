"""The activations once more, from formulas of their own, and the settings at which they are compared."""

import math

import pytest
from scipy.special import expit
from scipy.stats import norm

from playground.concepts.activations import ACTIVATIONS

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
"""An entry that is new needs none: what holds for every activation is tested of it too. With one its values are."""


def settings(entry):
    """The defaults, and each parameter at the ends of its slider."""
    defaults = {parameter.name: parameter.default for parameter in entry.parameters}
    yield defaults
    for parameter in entry.parameters:
        yield defaults | {parameter.name: parameter.high}
        yield defaults | {parameter.name: parameter.step if parameter.low == 0 else parameter.low}


def cases(names):
    return [
        pytest.param(ACTIVATIONS[name], numbers, id=f"{name}-{numbers}")
        for name in names
        for numbers in settings(ACTIVATIONS[name])
    ]
