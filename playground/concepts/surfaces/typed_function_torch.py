"""SymPy expression -> torch operations and their source. No `lambdify`: that writes Python text and executes it."""

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, reduce
from typing import Any

import torch
from sympy import Expr, S
from torch import Tensor

from playground.concepts.surfaces.typed_function_expression import (
    ATOM,
    NEGATIVE,
    POWER,
    PRODUCT,
    SUM,
    is_negation,
    is_reciprocal,
)

FUNCTIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "sin": torch.sin,
    "cos": torch.cos,
    "tan": torch.tan,
    "asin": torch.asin,
    "acos": torch.acos,
    "atan": torch.atan,
    "sinh": torch.sinh,
    "cosh": torch.cosh,
    "tanh": torch.tanh,
    "exp": torch.exp,
    "log": torch.log,
    "ln": torch.log,
    "log10": torch.log10,
    "sqrt": torch.sqrt,
    "abs": torch.abs,
    "sign": torch.sign,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "log2": torch.log2,
    "log1p": torch.log1p,
    "expm1": torch.expm1,
    "asinh": torch.asinh,
    "atanh": torch.atanh,
    "erf": torch.erf,
    "floor": torch.floor,
    "ceil": torch.ceil,
    "round": torch.round,
}
"""What may be typed with one argument."""
FUNCTIONS_OF_SEVERAL: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "min": torch.minimum,
    "max": torch.maximum,
}
"""What may be typed with two arguments or more; applied from left to right."""
FUNCTIONS_OF_TWO: dict[str, Callable[..., Any]] = {
    "mod": operator.mod,
    "pow": operator.pow,
    "atan2": torch.atan2,
}
"""What may be typed with two arguments."""
COMPARISONS = {
    "<": (operator.lt, "<"),
    ">": (operator.gt, ">"),
    "≤": (operator.le, "<="),
    "≥": (operator.ge, ">="),
}
"""The conditions of `where`, with their signs in Python."""
LARGEST_HALF = torch.finfo(torch.float16).max


@dataclass(frozen=True)
class Part:
    """A part of a typed function.

    Attributes:
        value: a number, or what maps the coordinates x and y, scalar tensors, to a scalar tensor of their dtype.
        source: the same as Python source.
        level: how strongly the source holds together.
    """

    value: float | Callable[[Tensor, Tensor], Tensor]
    source: str
    level: int = ATOM

    def within(self, level: int) -> str:
        """The source, in parentheses where it would fall apart."""
        return self.source if self.level >= level else f"({self.source})"

    def function(self) -> Callable[[Tensor, Tensor], Any]:
        """The value as a function, even if it is a number."""
        value = self.value
        return (lambda x, y: value) if isinstance(value, float) else value

    def tensor_source(self) -> str:
        """The source where only a tensor will do."""
        return f"x.new_tensor({self.source})" if isinstance(self.value, float) else self.source


def to_torch(expression: Expr) -> Part:
    """The whole expression, with its constant parts computed once, in float64.

    A constant is hung on x, so that autograd finds a gradient: zero.
    """
    part = _part(expression)
    if isinstance(part.value, float):
        number = part.value
        return Part(lambda x, y: 0 * x + number, f"0 * x + {part.source}", SUM)
    return part


def _part(expression: Expr) -> Part:
    if expression.is_Symbol:
        return Part((lambda x, y: x) if str(expression) == "x" else (lambda x, y: y), str(expression))
    if not expression.args:
        return _number(float(expression))
    if is_negation(expression):
        inner = _part(expression.args[1])
        return _made(operator.neg, f"-{inner.within(POWER)}", NEGATIVE, inner)
    if expression.is_Add or expression.is_Mul or is_reciprocal(expression):
        return _chain(expression)
    root = expression.is_Pow and expression.args[1] is S.Half
    name = "sqrt" if root else expression.func.__name__.lower()
    return _called(name, [_part(argument) for argument in (expression.args[:1] if root else expression.args)])


def _called(name: str, parts: list[Part]) -> Part:
    """A function, or what Python writes with a sign."""
    if name.startswith("where"):
        return _where(name.removeprefix("where"), *parts)
    if name in FUNCTIONS:
        return _made(FUNCTIONS[name], f"torch.{FUNCTIONS[name].__name__}({parts[0].source})", ATOM, *parts)
    if name in SIGNS:
        return reduce(partial(_infix, SIGNS[name]), parts)
    function = FUNCTIONS_OF_SEVERAL.get(name) or FUNCTIONS_OF_TWO[name]
    return reduce(partial(_call, function), parts)


def _chain(expression: Expr) -> Part:
    """A sum with its differences or a product with its quotients, from left to right."""
    first, *rest = [expression] if expression.is_Pow else expression.args
    part = _infix("/", _number(1.0), _part(first.args[0])) if is_reciprocal(first) else _part(first)
    for argument in rest:
        if is_reciprocal(argument) and expression.is_Mul:
            part = _infix("/", part, _part(argument.args[0]))
        elif is_negation(argument) and expression.is_Add:
            part = _infix("-", part, _part(argument.args[1]))
        else:
            part = _infix("+" if expression.is_Add else "*", part, _part(argument))
    return part


def _number(value: float) -> Part:
    if not math.isfinite(value):
        return Part(value, f'float("{value}")')
    source = str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return Part(value, source, NEGATIVE if source.startswith("-") else ATOM)


def _infix(symbol: str, left: Part, right: Part) -> Part:
    if symbol == "+" and isinstance(right.value, float) and right.level == NEGATIVE:
        symbol, right = "-", _number(-right.value)
    if symbol == "%" and isinstance(left.value, float) and not isinstance(right.value, float):
        number, source = left.value, left.tensor_source()
        left = Part(lambda x, y: x.new_tensor(number), source)  # of a number, torch has no derivative
    operation, level = INFIX[symbol]
    power = symbol == "**"  # the one that goes from right to left
    before, after = left.within(level + power), right.within(level + (not power))
    space = "" if power and before.isalnum() and after.isalnum() else " "
    return _made(operation, f"{before}{space}{symbol}{space}{after}", level, left, right)


def _call(function: Callable[[Tensor, Tensor], Tensor], left: Part, right: Part) -> Part:
    def called(left: Tensor | float, right: Tensor | float) -> Tensor:
        if not isinstance(left, Tensor):
            assert isinstance(right, Tensor)
            left = right.new_tensor(left)
        return function(left, right if isinstance(right, Tensor) else left.new_tensor(right))

    source = f"torch.{function.__name__}({left.tensor_source()}, {right.tensor_source()})"
    return _made(called, source, ATOM, left, right)


def _where(comparison: str, left: Part, right: Part, then: Part, otherwise: Part) -> Part:
    """`then` where the comparison holds, else `otherwise`; a comparison of numbers is made at once."""
    holds, sign = COMPARISONS[comparison]
    if isinstance(left.value, float) and isinstance(right.value, float):
        return then if holds(left.value, right.value) else otherwise
    first, second, one, other = (part.function() for part in (left, right, then, otherwise))

    def branch(x: Tensor, y: Tensor) -> Tensor:
        chosen, rest = (
            value if isinstance(value, Tensor) else x.new_tensor(value) for value in (one(x, y), other(x, y))
        )
        return torch.where(holds(first(x, y), second(x, y)), chosen, rest)

    condition = f"{left.source} {sign} {right.source}"
    return Part(branch, f"torch.where({condition}, {then.tensor_source()}, {otherwise.tensor_source()})")


def _raised(base: Tensor | float, exponent: Tensor | float) -> Tensor:
    if isinstance(base, Tensor) and isinstance(exponent, float) and abs(exponent) > LARGEST_HALF:
        exponent = base.new_tensor(exponent)  # as a number, torch refuses what float16 cannot hold
    return base**exponent


INFIX: dict[str, tuple[Callable[..., Any], int]] = {
    "+": (operator.add, SUM),
    "-": (operator.sub, SUM),
    "*": (operator.mul, PRODUCT),
    "/": (operator.truediv, PRODUCT),
    "%": (operator.mod, PRODUCT),
    "**": (_raised, POWER),
}
SIGNS = {"pow": "**", "mod": "%"}
"""Functions that Python writes with a sign."""


def _made(operation: Callable[..., Any], source: str, level: int, *operands: Part) -> Part:
    """`operation` on `operands`; at once, if all of them are numbers."""
    if all(isinstance(operand.value, float) for operand in operands):
        numbers = (torch.tensor(operand.value, dtype=torch.float64) for operand in operands)
        return _number(float(operation(*numbers)))
    first, *rest = (operand.function() for operand in operands)
    if not rest:
        return Part(lambda x, y: operation(first(x, y)), source, level)
    (second,) = rest
    return Part(lambda x, y: operation(first(x, y), second(x, y)), source, level)
