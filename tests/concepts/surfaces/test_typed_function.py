"""Typed functions against Python's `math`, SymPy's derivatives and LaTeX reader, and trees of our own."""

import ast
import math
import pickle
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sympy
import torch
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from sympy.parsing.latex import parse_latex

from playground.concepts.descent import descend
from playground.concepts.optimizers import OptimizerConfig
from playground.concepts.surfaces import typed_function as module
from playground.concepts.surfaces.typed_function import parse_function, typed_surface
from playground.concepts.surfaces.typed_function_torch import (
    FUNCTIONS,
    FUNCTIONS_OF_SEVERAL,
    FUNCTIONS_OF_TWO,
)
from playground.errors import ConfigurationError, FunctionSyntaxError

X, Y = 0.6, -1.3
SOURCES = sorted(Path(module.__file__).parent.glob("typed_function*.py"))


def value_of(text, x=X, y=Y):
    return parse_function(text).function(torch.tensor([x, y], dtype=torch.float64)).item()


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


VALUES = {
    "3": lambda x, y: 3,
    ".5": lambda x, y: 0.5,
    "2.": lambda x, y: 2,
    "1e-3 + 2E2x": lambda x, y: 1e-3 + 200 * x,
    "x^2 + 2xy + sin(3y)": lambda x, y: x**2 + 2 * x * y + math.sin(3 * y),
    "2x y": lambda x, y: 2 * x * y,
    "xyy": lambda x, y: x * y * y,
    "3(x+1)": lambda x, y: 3 * (x + 1),
    "(x+1)(y-1)": lambda x, y: (x + 1) * (y - 1),
    "x(y+1)": lambda x, y: x * (y + 1),
    "2sin(x)": lambda x, y: 2 * math.sin(x),
    "xsin(y)": lambda x, y: x * math.sin(y),
    "sin(x)cos(y)": lambda x, y: math.sin(x) * math.cos(y),
    "2pi x": lambda x, y: 2 * math.pi * x,
    "xe^y": lambda x, y: x * math.e**y,
    "2e": lambda x, y: 2 * math.e,
    "-x^2": lambda x, y: -(x**2),
    "(-x)^2": lambda x, y: x**2,
    "-2^2": lambda x, y: -4,
    "2^-x": lambda x, y: 2**-x,
    "2^-x^2": lambda x, y: 2 ** -(x**2),
    "2^-x y": lambda x, y: 2**-x * y,
    "2^3^2": lambda x, y: 512,
    "(2^3)^2": lambda x, y: 64,
    "2**x": lambda x, y: 2**x,
    "2x^2": lambda x, y: 2 * x**2,
    "2^2x": lambda x, y: 4 * x,
    "x^2y": lambda x, y: x**2 * y,
    "1/2x": lambda x, y: x / 2,
    "1/(2x)": lambda x, y: 1 / (2 * x),
    "x/y/2": lambda x, y: x / y / 2,
    "x/y*2": lambda x, y: x / y * 2,
    "x - y - 1": lambda x, y: x - y - 1,
    "x - (y - 1)": lambda x, y: x - (y - 1),
    "x - -y": lambda x, y: x + y,
    "x - -2": lambda x, y: x + 2,
    "2*-3x": lambda x, y: -6 * x,
    "x/-y": lambda x, y: x / -y,
    "+x": lambda x, y: x,
    "--x": lambda x, y: x,
    "e^(-x^2)": lambda x, y: math.exp(-(x**2)),
    "|x - y| + |y|": lambda x, y: abs(x - y) + abs(y),
    "2|x||y|x": lambda x, y: 2 * abs(x) * abs(y) * x,
    "||x|-1|": lambda x, y: abs(abs(x) - 1),
    "|x+|y||": lambda x, y: abs(x + abs(y)),
    "|(|y|-2)x|": lambda x, y: abs((abs(y) - 2) * x),
    "min(x, y)": min,
    "max(x, y, 2)": lambda x, y: 2,
    "min(1, 2, x, 3)": lambda x, y: x,
    "max(x^2, -y)": lambda x, y: max(x**2, -y),
    "f(x, y) = (x-1)² + 3·y³": lambda x, y: (x - 1) ** 2 + 3 * y**3,
    "z = π×x − 1": lambda x, y: math.pi * x - 1,
    "  f ( x,y )=x": lambda x, y: x,
    "x\t+\n y\u00a0": lambda x, y: x + y,
    "x¹²": lambda x, y: x**12,
    "sin(x)^2 + cos(x)^2": lambda x, y: 1,
    "tan(x)": lambda x, y: math.tan(x),
    "asin(x) + acos(x/2) + atan(y)": lambda x, y: math.asin(x) + math.acos(x / 2) + math.atan(y),
    "sinh(x)cosh(y)tanh(y)": lambda x, y: math.sinh(x) * math.cosh(y) * math.tanh(y),
    "exp(x) + log(x) + ln(x)": lambda x, y: math.exp(x) + 2 * math.log(x),
    "log10(x)": lambda x, y: math.log10(x),
    "sqrt(x)": lambda x, y: math.sqrt(x),
    "abs(y) + sign(y)": lambda x, y: abs(y) - 1,
    "sigmoid(y)": lambda x, y: sigmoid(y),
    "relu(x) + relu(y)": lambda x, y: x,
    "(" * 99 + "x" + ")" * 99: lambda x, y: x,
    # Spellings with one meaning.
    "√x + √(x+1) + 2√2 + √|y|": lambda x, y: x**0.5 + (x + 1) ** 0.5 + 2 * 2**0.5 + abs(y) ** 0.5,
    "√√x·√sin(x)": lambda x, y: x**0.25 * math.sin(x) ** 0.5,
    "floor(y) + ceil(y) + 3round(y)": lambda x, y: -2 - 1 - 3,
    "⌊y⌋ + ⌈y⌉x": lambda x, y: -2 - x,
    "5y % 2": lambda x, y: (5 * y) % 2,
    "5y mod 2": lambda x, y: (5 * y) % 2,
    "mod(5y, 2) + remainder(y, x)": lambda x, y: (5 * y) % 2 + y % x,
    "2(y mod 2)x": lambda x, y: 2 * (y % 2) * x,
    "7 % y": lambda x, y: 7 % y,
    "where(x < 0, x^2, 3x) + where(y <= 0, y, 1)": lambda x, y: 3 * x + y,
    "where(x ≥ y, where(y>0, 1, 2), 4)^2": lambda x, y: 4,
    "where(1 < 2, x, y)": lambda x, y: x,
    "x ÷ y": lambda x, y: x / y,
    "x∗y∙2 • 3": lambda x, y: x * y * 6,
    "x – y — 1 − 2": lambda x, y: x - y - 3,
    "x⁻¹ + y⁻²": lambda x, y: 1 / x + 1 / y**2,
    "erf(x)": lambda x, y: math.erf(x),
    "norm(x, y) + hypot(x, y, 2)": lambda x, y: math.hypot(x, y) + math.hypot(x, y, 2),
    "np.sin(x) + torch.cos(y) + math.pi": lambda x, y: math.sin(x) + math.cos(y) + math.pi,
    "np.linalg.norm(x, y) + torch.nn.functional.relu(x)": lambda x, y: math.hypot(x, y) + x,
    "atan2(y, x) + np.arctan2(x, y)": lambda x, y: math.atan2(y, x) + math.atan2(x, y),
    "log2(x) + log1p(x) + expm1(x)": lambda x, y: math.log2(x) + math.log1p(x) + math.expm1(x),
    "log₂(x) + log₁₀(x)": lambda x, y: math.log2(x) + math.log10(x),
    "asinh(y) + atanh(x)": lambda x, y: math.asinh(y) + math.atanh(x),
    "arcsin(x) + arccos(x) + arctan(y)": lambda x, y: math.pi / 2 + math.atan(y),
    "pow(x, 3) + power(2, y)": lambda x, y: x**3 + 2**y,
    "maximum(x, y) + minimum(x, y)": lambda x, y: x + y,
    "L(x,y)=x^2+y^2": lambda x, y: x * x + y * y,
    "g(x) := x": lambda x, y: x,
    "loss = x y": lambda x, y: x * y,
    "f = lambda x, y: x**2 - y": lambda x, y: x**2 - y,
    "(x, y) -> x - y": lambda x, y: x - y,
    "x1^2 + 2x2^3": lambda x, y: x**2 + 2 * y**3,
    "f(x1, x2) = x1x2": lambda x, y: x * y,
    "x_1 + 2x_2": lambda x, y: x + 2 * y,
    "x₁² + x₂²": lambda x, y: x * x + y * y,
    "x_{1}^{2} - x_{2}": lambda x, y: x * x - y,
    "x[0]**2 + x[1]": lambda x, y: x * x + y,
    "x0 - x1": lambda x, y: x - y,
    "0,5x + 1,25": lambda x, y: 0.5 * x + 1.25,
    "max(0,5) + sqrt(2,5)": lambda x, y: 5 + 2.5**0.5,
    "max((0,5), x)": lambda x, y: x,
    "2X + Sin(Y) + PI": lambda x, y: 2 * x + math.sin(y) + math.pi,
    "[x + 1]^{2}": lambda x, y: (x + 1) ** 2,
    "𝑥² ＋ （y）": lambda x, y: x * x + y,
}


@pytest.mark.parametrize("text", VALUES)
def test_the_value_is_what_python_computes(text):
    assert value_of(text) == pytest.approx(VALUES[text](X, Y), rel=1e-12)


@pytest.mark.parametrize(
    "text", ["9^9^9", "9^9^9^9^9", "-9^999999999", "10^308*10^308", "1/0", "1/(x-x)", "x/0"]
)
def test_what_is_too_large_is_infinite_at_once(text):
    started = time.perf_counter()
    assert math.isinf(value_of(text))
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("text", ["log(-1)", "sqrt(y)", "0/0", "(-8)^(1/3)", "asin(2)"])
def test_what_is_not_a_real_number_is_nan(text):
    assert math.isnan(value_of(text))


GRADIENTS = {  # text: the same for SymPy
    "x^2 + 2xy + sin(3y)": "x**2 + 2*x*y + sin(3*y)",
    "(x-1)^2 + 100(y-x^2)^2": "(x-1)**2 + 100*(y-x**2)**2",
    "x/y - 1/x - y/2": "x/y - 1/x - y/2",
    "2^x + x^x": "2**x + x**x",
    "e^(-x^2-y^2)cos(xy)": "exp(-x**2-y**2)*cos(x*y)",
    "sqrt(x) + log(x) - ln(2x)log10(x)": "sqrt(x) + log(x) - log(2*x)*log(x)/log(10)",
    "tan(x)asin(x)acos(x)atan(y)": "tan(x)*asin(x)*acos(x)*atan(y)",
    "sinh(x)cosh(y) - tanh(xy)": "sinh(x)*cosh(y) - tanh(x*y)",
    "sigmoid(xy)": "1/(1 + exp(-x*y))",
    "|x| + |y|": "x - y",
    "min(x, y) + max(x^2, 5, y)relu(x)": "y + 5*x",
    "sign(x) + relu(y)": "1",
    "7": "7",
    "-y": "-y",
    "√(x^2+y^2) + x⁻²": "sqrt(x**2+y**2) + x**-2",
    "erf(xy) + log2(x)log1p(x) + expm1(y)": "erf(x*y) + log(x)/log(2)*log(1+x) + exp(y)",
    "atan2(y, x) + asinh(y)atanh(x)": "atan2(y, x) + asinh(y)*atanh(x)",
    "floor(x) + ceil(y)x + round(3y)": "-x",
    "5x % 2 + mod(y, 2)^2": "5*x + (y+2)**2",
    "where(x < y, x^3, x y^2)": "x*y**2",
    "where(x > y, x^3, 1)": "x**3",
    "norm(x, y)": "sqrt(x**2 + y**2)",
}


@pytest.mark.parametrize("text", GRADIENTS)
def test_the_gradient_is_sympys_derivative(text):
    typed, oracle = parse_function(text), sympy.sympify(GRADIENTS[text])
    point = torch.tensor([X, Y], dtype=torch.float64, requires_grad=True)
    (gradient,) = torch.autograd.grad(typed.function(point), point)
    expected = [float(oracle.diff(name).evalf(30, subs={"x": X, "y": Y})) for name in "xy"]
    torch.testing.assert_close(gradient.tolist(), expected, rtol=1e-10, atol=1e-10)
    assert torch.autograd.gradcheck(typed.function, (point,))


@pytest.mark.parametrize("name", [*FUNCTIONS, *FUNCTIONS_OF_TWO, *FUNCTIONS_OF_SEVERAL, "where"])
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_dtype_vmap_and_program_of_every_function(name, dtype):
    if name in FUNCTIONS:
        text = f"2{name}(x/2)^2 - y"
    elif name in FUNCTIONS_OF_SEVERAL:
        text = f"{name}(x, 0.4) + 1e300 + {name}(3y, x, 9)y"
    else:
        condition = " < x" if name == "where" else ""
        rest = ", 4" if name == "where" else ""
        text = f"{name}(x{condition}, 0.4{rest}) + {name}(3y{condition}, x{rest})y + {name}(2{condition}, y{rest})"
    typed = parse_function(text)
    point = torch.tensor([0.5, 0.7], dtype=dtype, requires_grad=True)
    value = typed.function(point)
    assert value.shape == ()
    assert value.dtype == dtype
    (gradient,) = torch.autograd.grad(value, point)
    assert gradient.dtype == dtype
    points = torch.rand(5, 2, generator=torch.Generator().manual_seed(0)).to(dtype)
    each = torch.stack([typed.function(point) for point in points])
    torch.testing.assert_close(torch.vmap(typed.function)(points), each)
    assert program_of(typed)(point) == value


@pytest.mark.parametrize(
    "text", ["3", "pi e", "x^99999 + x^(-1e300)", "min(1e300, x)", "x", "9^9^9 + x - 9^9^9"]
)
@pytest.mark.parametrize("dtype", [torch.float16, torch.float32])
def test_numbers_that_the_dtype_cannot_hold_and_constants(text, dtype):
    surface = typed_surface(text)
    point = torch.tensor([0.5, 0.7], dtype=dtype, requires_grad=True)
    value = surface(point)
    assert (value.shape, value.dtype) == ((), dtype)
    (gradient,) = torch.autograd.grad(value, point)
    assert gradient[1] == 0
    assert surface.values(torch.rand(4, 2).to(dtype)).dtype == dtype


def test_the_gradient_of_a_constant_is_zero():
    assert torch.autograd.functional.jacobian(parse_function("2+1").function, torch.ones(2)).tolist() == [
        0,
        0,
    ]


def program_of(typed):
    scope = {"torch": torch}
    exec(typed.program, scope)
    return scope["loss"]


# Expression trees of our own: a name, a number, or (operation, left, right).
BINARY = {"+": (0, 0, 1), "-": (0, 0, 1), "*": (1, 1, 2), "/": (1, 1, 2), "^": (2, 3, 2)}
"""The operation's level, and the least level of what stands left and right of it without parentheses."""
leaves = st.sampled_from(["x", "y", "pi", "e"]) | st.sampled_from(
    ["0", "1", "2", "3", "0.5", ".25", "7.", "1.5e-1"]
)
trees = st.recursive(
    leaves,
    lambda inner: (
        st.tuples(st.sampled_from([*BINARY]), inner, inner)
        | st.tuples(st.just("^"), inner, st.sampled_from(["2", "3"]))
        | st.tuples(st.sampled_from(["negative", "sin", "cos", "tanh", "exp", "abs", "sqrt"]), inner)
        | st.tuples(st.sampled_from(["min", "max"]), inner, inner)
    ),
    max_leaves=12,
)
POLYNOMIALS = st.recursive(
    st.sampled_from(["x", "y", "2", "3", "0.5"]),
    lambda inner: (
        st.tuples(st.sampled_from("+-*/"), inner, inner)
        | st.tuples(st.just("^"), inner, st.sampled_from(["2", "3", ("negative", "2"), ("/", "1", "2")]))
        | st.tuples(st.just("negative"), inner)
    ),
    max_leaves=7,
)


def calculated(tree, x, y):
    """The tree's value by plain Python; numbers so large or small that rounding shows are left out."""
    if isinstance(tree, str):
        return {"x": x, "y": y, "pi": math.pi, "e": math.e}.get(tree) or float(tree)
    operation, *operands = tree[0], *(calculated(operand, x, y) for operand in tree[1:])
    calculate = {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
        "^": math.pow,
        "negative": lambda a: -a,
    }
    try:
        value = (
            calculate.get(operation)
            or getattr(math, operation, None)
            or {"abs": abs, "min": min, "max": max}[operation]
        )(*operands)
    except (ValueError, ZeroDivisionError, OverflowError):
        assume(False)
    assume(1e-6 < abs(value) < 1e4 or value == 0)
    return value


def typed(tree, draw):
    """The tree as text and the text's level; where the grammar leaves a choice, `draw(options)` takes it."""
    if isinstance(tree, str):
        return tree, 3
    operation, *operands = tree
    texts = [typed(operand, draw) for operand in operands]
    if operation == "abs" and draw([True, False]):
        return f"|{texts[0][0]}|", 3
    if operation == "negative":
        return f"-{wrapped(texts[0], 2, draw)}", -1
    if operation not in BINARY:
        return f"{operation}({draw([', ', ',']).join(text for text, _ in texts)})", 3
    level, least_left, least_right = BINARY[operation]
    left = wrapped(texts[0], least_left, draw)
    # A sign may stand right of any operator.
    right = wrapped(texts[1], -1 if texts[1][1] == -1 and draw([True, False]) else least_right, draw)
    if operation == "*" and draw([True, False]) and not (right[0] in "-." or right[0].isdigit()):
        words = (left + right)[len(left) - 1 : len(left) + 1]
        return left + draw(["", " "] if not words.isalnum() or left[-1] in "xy" else [" "]) + right, level
    sign = {"*": draw(["*", "·", "×"]), "^": draw(["^", "**"]), "-": draw(["-", "−"])}.get(
        operation, operation
    )
    space = draw(["", " ", "  "])
    return f"{left}{space if sign != '-' else ' '}{sign}{space}{right}", level


def wrapped(text_and_level, least, draw):
    text, level = text_and_level
    return f"({text})" if level < least or draw([False, False, False, True]) else text


@settings(max_examples=300, deadline=None)
@given(tree=trees, x=st.floats(0.2, 3), y=st.floats(-3, -0.2), data=st.data())
def test_any_tree_typed_in_any_way_has_the_trees_value(tree, x, y, data):
    expected = calculated(tree, x, y)
    text, _ = typed(tree, lambda options: data.draw(st.sampled_from(options)))
    assume(len(text) <= 200)
    assert value_of(text, x, y) == pytest.approx(expected, rel=1e-6, abs=1e-6)
    point = torch.tensor([x, y], dtype=torch.float64)
    assert program_of(parse_function(text))(point).item() == value_of(text, x, y)


@settings(max_examples=25, deadline=None)
@given(tree=POLYNOMIALS, data=st.data())
@example(("*", "2", ("/", "1", "3")), None)
@example(("-", "x", ("-", "y", ("negative", "2"))), None)
@example(("^", ("^", "x", "2"), ("negative", "2")), None)
@example(("*", "x", ("*", ("negative", "2"), "y")), None)
def test_the_latex_has_the_same_value(tree, data):
    text, _ = typed(
        tree, (lambda options: data.draw(st.sampled_from(options))) if data else (lambda options: options[0])
    )
    expected = calculated(tree, 0.7, 1.9)
    # SymPy's reader takes \left and \right for names, and some products for calls.
    latex = re.sub(r"\\left|\\right", "", parse_function(text).latex)
    latex = re.sub(r"(?<=[xy0-9)}]) (?=[xy(]|\\frac)", r" \\cdot ", latex)
    read = parse_latex(latex, backend="lark")
    assert isinstance(read, sympy.Expr), latex
    assert float(read.subs({"x": 0.7, "y": 1.9})) == pytest.approx(expected, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("x^2 + 2xy + sin(3y)", r"x^{2} + 2 x y + \sin{\left(3 y \right)}"),
        ("y + x + 1", "y + x + 1"),
        ("2*3", r"2 \cdot 3"),
        ("x*2", r"x \cdot 2"),
        ("2(2/3)x", r"2 \cdot \frac{2}{3} x"),
        ("x/2y", r"\frac{x y}{2}"),
        ("1/x", r"\frac{1}{x}"),
        ("x - -2", r"x - \left(-2\right)"),
        ("-(x-y)", r"- \left(x - y\right)"),
        ("e^(-x^2)", "e^{- x^{2}}"),
        ("exp(x)^2", r"\left(e^{x}\right)^{2}"),
        ("sqrt(x)^2", r"\left(\sqrt{x}\right)^{2}"),
        ("sin(x)^2", r"\sin^{2}{\left(x \right)}"),
        ("sin(x)^-1", r"\frac{1}{\sin{\left(x \right)}}"),
        ("log(x)", r"\ln{\left(x \right)}"),
        ("|x|", r"\left|{x}\right|"),
        ("9^9^9", "9^{9^{9}}"),
        ("2(x mod 2)y", r"2 \left(x \bmod 2\right) y"),
        ("(x+1) % (2y) + 1", r"\left(x + 1\right) \bmod \left(2 y\right) + 1"),
        ("⌊x⌋^2 + ceil(y)", r"\left\lfloor{x}\right\rfloor^{2} + \left\lceil{y}\right\rceil"),
        ("√(x+1)", r"\sqrt{x + 1}"),
        ("where(x≤0, 1, y)", r"\begin{cases} 1 & \text{if } x \le 0 \\ y & \text{else} \end{cases}"),
        ("1e300 - 2.5e-7x", r"10^{300} - 2.5 \cdot 10^{-7} x"),
    ],
)
def test_the_latex_shows_what_was_typed(text, latex):
    assert parse_function(text).latex == latex


ERRORS = {  # text: position, what the message says
    "": (0, 'Expected a number, x, y, a function or "(" at character 1, but the text ended. Try x^2 + y^2.'),
    " \n ": (0, "the text ended"),
    "f(x, y) =": (9, "the text ended"),
    "foo(x)": (0, 'got "foo". The variables are x and y'),
    "x + sine(y)": (4, 'got "sine". Did you mean "sin"?'),
    "x + z": (4, "The variables are x and y"),
    "x2": (0, "Write x^2 for a power, 2x for a product."),
    "(x+1": (
        4,
        'Expected an operator or ")" at character 5, but the text ended. Close the "(" at character 1.',
    ),
    "2(x+(y-1)": (9, 'Close the "(" at character 2.'),
    "(x)(y": (5, 'Close the "(" at character 4.'),
    "x+1)": (3, 'got ")". It closes nothing'),
    ")": (0, "Something is missing before it"),
    "sin()": (4, 'Expected a number, x, y, a function or "(" at character 5, but got ")".'),
    "sin x": (4, 'Expected "(" at character 5, but got "x". Write sin(...)'),
    "2sin^2(x)": (4, 'Expected "(" at character 5, but got "^". Write sin(...), and sin(...)^2'),
    "sin": (3, 'Expected "(" at character 4, but the text ended.'),
    "x + * y": (4, 'got "*". Something is missing before it'),
    "x */ y": (3, 'got "/"'),
    "x^^2": (2, 'got "^"'),
    "x***y": (3, 'got "*"'),
    "* x": (0, 'got "*"'),
    "x + ": (3, "the text ended. Finish the function."),
    "x + # 2": (4, 'got "#"'),
    "x 2": (2, 'got "2". A number stands in front'),
    "1.2.3": (3, 'got ".3"'),
    "sin(x, y)": (0, "Expected one argument for sin at character 1, but got 2. Write sin(x)."),
    "1 + min(x)": (4, "Expected two arguments or more for min at character 5, but got 1. Write min(x, y)."),
    "|x": (2, 'Close the "|" at character 1.'),
    "(|x)|": (3, 'Close the "|" at character 2.'),
    "|(x|)": (4, 'got ")"'),
    "x|": (2, "the text ended"),
    "x" * 201: (200, "Expected at most 200 characters, but got 201."),
    "+".join("x" * 62): (0, "Expected at most 60 operations, but got 61."),
    "x" * 62: (0, "Expected at most 60 operations, but got 61."),
    "-" * 22 + "x": (1, "Expected at most 20 operations inside each other"),
    "sin(" * 25 + "x" + ")" * 25: (16, "Expected at most 20 operations inside each other"),
    "x^" * 60 + "x": (78, "Expected at most 20 operations inside each other"),
    "1" * 30 + "e999": (0, f'got "{"1" * 20}…"'),
    "(" * 200: (200, "the text ended"),
    "1e999": (0, 'Expected a number below 1.8e308 at character 1, but got "1e999".'),
    "x.real": (1, 'got ".". A point stands only inside a number'),
    "__import__('os')": (0, 'got "__import__"'),
    "x['a']": (2, 'got "\'"'),
    "1,000x": (1, "decimals are written with a point"),
    "2x2": (1, 'got "x2". Write x^2 for a power, 2x for a product.'),
    "x1^2 + y": (0, "The variables are x and y, or x1 and x2, not both."),
    "x1 + x2 + x3": (0, 'got "x1"'),
    "√2x": (2, "Write (√2) for a root that ends here, or √(...)"),
    "√x^2": (2, "Write (√x) for a root that ends here, or √(...)"),
    "√x²": (2, "Write (√x)"),
    "∛x": (0, "Write x^(1/3)"),
    "cbrt(x)": (0, "Write x^(1/3)"),
    "sinc(x)": (0, "two meanings: write sin(x)/x or sin(pi x)/(pi x)"),
    "x < 0": (2, "A comparison stands only in the first argument of where"),
    "(x<0)*x": (2, "Write where(x < 0, a, b)"),
    "where(x, 1, 2)": (7, "Write where(x < 0, a, b)"),
    "where(x<0, 1)": (12, 'Expected an operator or "," at character 13'),
    "piecewise(x<0, 1, 2)": (0, "Write where(x < 0, a, b)"),
    "x == 0": (2, "Write < or > in the first argument of where."),
    "softplus(x)": (0, "Write ln(1 + e^x)."),
    "clamp(x, 0, 1)": (0, "Write min(max(x, a), b)"),
    "heaviside(x)": (0, "Write where(x > 0, 1, 0)."),
    "sin2x": (0, "Write the argument in parentheses, as in sin(2x)."),
    "‖x‖": (0, "Write sqrt(x^2 + y^2)"),
    "½x": (0, "Write 1/2."),
    "\\frac{x}{y}": (0, "Write without LaTeX's commands"),
    "mod(x)": (0, "Expected two arguments for mod"),
    "atan2(x, y, x)": (0, "Expected two arguments for atan2"),
    "x⁻": (1, 'got "⁻"'),
    "⌊x": (2, 'Close the "⌊" at character 1.'),
    "'x'": (0, 'got "\'"'),
    'x"': (1, "got"),
    "x; y": (1, 'got ";"'),
    "x = y": (2, 'got "=". Write only what stands right of it.'),
    "x if y else 1": (2, 'got "if"'),
    "x\\y": (1, "got"),
    "x\0": (1, "got U+0000."),
    "\ud800": (0, "got U+D800."),
    "é": (0, 'got "é"'),
    "x + 😀": (4, 'got "😀"'),
    "x²²^2": (3, 'got "^"'),
    "⟨x⟩": (0, 'got "⟨"'),
    "x٣": (1, "got"),
}


@pytest.mark.parametrize("text", ERRORS, ids=lambda text: ascii(text[:20]))
def test_every_error_points_at_its_character(text):
    position, message = ERRORS[text]
    with pytest.raises(FunctionSyntaxError) as caught:
        parse_function(text)
    error = caught.value
    assert (error.text, error.position) == (text, position)
    assert message in str(error)
    assert str(error).startswith("Expected ")
    shown, caret = error.pointer.split("\n")
    assert caret == " " * position + "^"
    assert shown[:position] == "".join(c if c.isprintable() else " " for c in text[:position])
    error.pointer.encode()
    str(error).encode()


def test_an_error_survives_pickling():
    error = pickle.loads(pickle.dumps(FunctionSyntaxError("Expected x.", "y", 3)))
    assert (str(error), error.text, error.position) == ("Expected x.", "y", 3)


def test_a_pointer_is_cut_after_the_character():
    pointer = FunctionSyntaxError("Expected x.", "x" * 10_000, 200).pointer
    assert pointer == "x" * 240 + "…\n" + " " * 200 + "^"


pieces = st.sampled_from(
    [
        *"xyzXe+-*/^(),|. 123=²·π_'",
        "**",
        "sin",
        "min",
        "log10",
        "sin(",
        "1e5",
        "f(x,y)=",
        "foo",
        "||",
        "√",
        "⌊",
        "⌋",
        "%",
        "<",
        "where(",
        "⁻",
        "x1",
        "x_2",
        "np.",
        "mod",
        "÷",
        "=",
    ]
)


@settings(max_examples=400, deadline=2000)
@given(st.text(max_size=220) | st.lists(pieces, max_size=60).map("".join))
@example("(" * 200)
@example("-" * 199 + "x")
@example("|" * 200)
@example("9^" * 15 + "9")
@example("x^(9^9^9^9-1)")
@example("-(9^9^9-9^9^9)(9^9^9)")
@example("min(9^9^9, 9^9^9^9)^abs(9^9^9)")
@example("𝟙" * 100)
def test_any_text_is_a_function_or_an_error_that_points_into_it(text):
    try:
        typed = parse_function(text)
    except FunctionSyntaxError as caught:
        error = caught
    else:
        assert typed.function(torch.tensor([0.5, 0.7])).shape == ()
        assert typed.latex.isascii()
        ast.parse(typed.program)
        return
    assert 0 <= error.position <= len(text)
    assert error.pointer.count("\n") == 1


def test_a_typed_function_is_descended():
    trajectory = descend(typed_surface("(x-1)^2 + 2(y+2)^2"), OptimizerConfig("sgd", 0.1), steps=200)
    torch.testing.assert_close(trajectory.points[-1], torch.tensor([1.0, -2.0]))
    assert trajectory.diverged_at is None


def test_a_constant_is_descended_without_moving():
    trajectory = descend(typed_surface("3"), OptimizerConfig("adam", 0.1), steps=5)
    assert trajectory.points.unique(dim=0).tolist() == [[1, 1]]
    assert trajectory.losses.tolist() == [3] * 6


def test_the_surface_is_complete():
    surface = typed_surface("x^2 + y", start=(2, -1), half_width=5)
    assert surface.name.isidentifier()
    assert surface.label == "Your own function"
    assert surface.start == (2.0, -1.0)
    assert surface.window == ((-5, 5), (-5, 5))
    assert surface.minima == ()
    assert surface.formula == "f(x, y) = x^{2} + y"
    assert surface.program == "def loss(point):\n    x, y = point\n    return x**2 + y\n"
    assert surface.notice.endswith(".")
    assert surface.source.startswith("https://")
    points = torch.randn(7, 2, generator=torch.Generator().manual_seed(1))
    torch.testing.assert_close(surface.values(points), points[:, 0] ** 2 + points[:, 1])


@pytest.mark.parametrize("half_width", [0, -1, 1000.1, math.inf, math.nan])
def test_a_half_width_out_of_range_is_refused(half_width):
    with pytest.raises(ConfigurationError, match="Expected a half width above 0 and up to 1000, but got"):
        typed_surface("x", half_width=half_width)


@pytest.mark.parametrize("start", [(1,), (1, 2, 3), (math.nan, 0), (0, math.inf)])
def test_a_start_that_is_no_point_is_refused(start):
    with pytest.raises(ConfigurationError, match="Expected a start of two finite numbers, but got"):
        typed_surface("x", start=start)


def test_the_same_text_is_read_once():
    assert parse_function("x + y + 0.125") is parse_function("x + y + 0.125")
    assert parse_function("x") == parse_function("x") != parse_function("y")


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_no_source_turns_text_into_code(source):
    forbidden = {"eval", "exec", "compile", "__import__", "lambdify", "parse_expr", "sympify"}
    calls = [
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(source.read_text()))
        if isinstance(node, ast.Call)
    ]
    assert not {call for call in calls if call.split(".")[-1] in forbidden} - {"re.compile"}
    assert len(SOURCES) == 5


def test_lark_and_sympy_wait_for_the_first_function():
    program = (
        "import sys, playground.concepts.surfaces.typed_function as typed;"
        "assert not {'lark', 'playground.concepts.surfaces.typed_function_grammar'} & sys.modules.keys();"
        "typed.parse_function('x'); assert 'lark' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
