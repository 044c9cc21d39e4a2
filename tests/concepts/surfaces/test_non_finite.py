"""The operation at fault, for points at which the calculus says which one it is."""

import math

import pytest
import torch

from playground.concepts.surfaces import SURFACES
from playground.concepts.surfaces.non_finite import find_non_finite
from playground.concepts.surfaces.typed_function import parse_function

ACKLEY = "-20exp(-0.2√(0.5(x²+y²))) - exp(0.5(cos(2πx)+cos(2πy))) + e + 20"


def found_at(text, x, y, dtype=torch.float64):
    return find_non_finite(parse_function(text).function, torch.tensor([x, y], dtype=dtype))


@pytest.mark.parametrize(
    ("text", "point", "of", "operation", "operands"),
    [
        (ACKLEY, (0, 0), "gradient", "sqrt", (0,)),
        ("sqrt(x^2+y^2)", (0, 0), "gradient", "sqrt", (0,)),
        ("norm(x, y)", (0, 0), "gradient", "sqrt", (0,)),
        ("x √x", (0, 1), "gradient", "sqrt", (0,)),
        ("√x", (-1, 0), "value", "sqrt", (-1,)),
        ("x^(1/3)", (0, 0), "gradient", "pow", (0, 1 / 3)),
        ("x^(1/3)", (-8, 0), "value", "pow", (-8, 1 / 3)),
        ("|x|^0.3", (0, 1), "gradient", "pow", (0, 0.3)),
        ("x^y", (-2, 2), "gradient", "pow", (-2, 2)),
        ("y^x", (-1, 0), "value", "pow", (0, -1)),
        ("y + x ln(x)", (0, 1), "value", "log", (0,)),
        ("log2(x) + 1", (-3, 1), "value", "log2", (-3,)),
        ("log1p(x)", (-1, 0), "value", "log1p", (-1,)),
        ("1/x", (0, 0), "value", "div", (1, 0)),
        ("y/x - y/x", (0, 2), "value", "div", (2, 0)),
        ("x⁻¹", (0, 0), "value", "div", (1, 0)),
        ("x % y", (1, 0), "value", "mod", (1, 0)),
        ("asin(x)", (1, 0), "gradient", "asin", (1,)),
        ("acos(x) + y", (-1, 0), "gradient", "acos", (-1,)),
        ("acos(2x)", (1, 0), "value", "acos", (2,)),
        ("atanh(x)", (1, 0), "value", "atanh", (1,)),
        ("where(x > 0, √x, 0)", (0, 0), "gradient", "sqrt", (0,)),
        ("exp(x)", (1000, 0), "value", "exp", (1000,)),
        ("1/exp(x)", (1000, 0), "gradient", "exp", (1000,)),
        (
            "1/exp(1000y) + ln(x)",
            (-1, 1),
            "value",
            "log",
            (-1,),
        ),  # the exponential is infinite, and does no harm
    ],
)
def test_the_operation_at_fault_and_its_numbers(text, point, of, operation, operands):
    found = found_at(text, *point)
    assert (found.of, found.operation) == (of, operation)
    assert found.operands == pytest.approx(operands)
    function, leaf = (
        parse_function(text).function,
        torch.tensor(point, dtype=torch.float64, requires_grad=True),
    )
    value = function(leaf)
    (gradient,) = torch.autograd.grad(value, leaf)
    assert math.isfinite(value.item()) == (of == "gradient")
    expected = gradient.tolist() if of == "gradient" else [value.item()]
    assert found.final == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize("text", ["x^2", "√(x+2)", "atan2(x, y)", "3", "x^40 / 1e300", "relu(x)/|y-1|"])
def test_nothing_is_found_where_all_is_finite(text):
    assert found_at(text, 0.0, 0.0) is None


@pytest.mark.parametrize("surface", SURFACES.values(), ids=list(SURFACES))
def test_the_catalogues_functions_are_finite_at_their_starts_and_minima(surface):
    for point in (surface.start, *surface.minima):
        assert find_non_finite(surface, torch.tensor(point)) is None


@pytest.mark.parametrize(
    ("function", "point", "operation", "operand"),
    [
        (lambda p: p.square().sum().sqrt(), (0.0, 0.0), "sqrt", 0),
        (lambda p: p.pow(0.5).sum(), (0.0, 1.0), "pow", 0),
        (lambda p: torch.log(p).mean(), (1.0, -3.0), "log", -3),
        (lambda p: (p / p.sum()).prod(), (1.0, -1.0), "div", 1),
    ],
)
def test_functions_of_a_whole_vector(function, point, operation, operand):
    found = find_non_finite(function, torch.tensor(point))
    assert found.operation == operation
    assert found.operands[0] == operand


def test_zero_times_infinity_is_told_from_an_infinite_gradient():
    assert found_at("√(x^2)", 0.0, 1.0).times_zero
    assert found_at("x√x", 0.0, 1.0).times_zero
    assert not found_at("√x", 0.0, 1.0).times_zero


def test_what_is_only_too_large_is_told_from_what_has_no_value():
    assert found_at("exp(x^2)", 100.0, 0.0).overflows
    assert found_at("x^40", 1e3, 0.0, torch.float32).overflows
    assert found_at("1/exp(x)", 1000.0, 0.0).overflows
    for text in ("1/x", "ln(x)", "x^-0.5", "0/x"):
        assert not found_at(text, 0.0, 0.0).overflows
