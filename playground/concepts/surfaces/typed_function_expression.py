"""Syntax tree -> SymPy expression -> LaTeX, both as typed: nothing is simplified, ordered or worked out.

SymPy would try to compute `9^9^9`, and its own printer negates and compares what it prints; hence `evaluate=False`
here and a printer that looks only at the shape. This module loads SymPy: it waits for the first typed function.
"""

import re
import unicodedata
from functools import reduce
from typing import Any

import sympy
from lark import Token, Transformer, Tree
from sympy import Add, Expr, Float, Integer, Mul, Pow, S
from sympy.printing.latex import LatexPrinter

CONSTANTS = {"pi": S.Pi, "π": S.Pi, "e": S.Exp1}
SYMPY_NAMES = {"abs": "Abs", "ln": "log"}
NAMED_ONLY = {"round", "log1p", "expm1", "log2", "atan2", "mod", "floor", "ceil"}
"""Functions that SymPy has not, would work out or would write in another way: they are names here."""
ALIASES = {
    **{f"arc{name}": f"a{name}" for name in ("sin", "cos", "tan", "sinh", "tanh", "tan2")},
    **{f"ar{name}": f"a{name}" for name in ("sinh", "tanh")},
    **dict.fromkeys(("absolute", "fabs"), "abs"),
    "sgn": "sign",
    "maximum": "max",
    "minimum": "min",
    "ceiling": "ceil",
    "rint": "round",
    "expit": "sigmoid",
    "power": "pow",
    "hypot": "norm",
    "remainder": "mod",
}
"""Other names for a function, as libraries and textbooks have them."""
COMPARISONS = {"<": "<", ">": ">", "≤": r"\le", "≥": r"\ge"}
"""How the comparisons of `where` are written in LaTeX."""
SUM, NEGATIVE, PRODUCT, POWER, CALL, ATOM = range(6)
"""How strongly an expression holds together, weakest first."""


def expression(tree: Tree) -> Expr:
    """The unevaluated expression in the symbols x and y that a tree of `Grammar` stands for."""
    return _Builder().transform(tree)


def latex(expression: Expr) -> str:
    """The LaTeX of an unevaluated expression, in the order typed; all divisors of a product share one fraction."""
    return _Printer({"order": "none", "ln_notation": True}).doprint(expression)


def is_reciprocal(expression: Expr) -> bool:
    """Whether this is `1 / something`; a quotient is a product with such a factor."""
    return bool(expression.is_Pow) and expression.args[1] is S.NegativeOne


def is_negation(expression: Expr) -> bool:
    """Whether this is `-something`, a product of -1 and that."""
    return bool(expression.is_Mul) and len(expression.args) == 2 and expression.args[0] is S.NegativeOne


def _negated(term: Expr) -> Expr:
    return -term if term.is_Number and term.is_positive else Mul(S.NegativeOne, term, evaluate=False)


def _power(base: Expr, exponent: Expr) -> Expr:
    return Pow(base, exponent, evaluate=False)


def _raised(base: Expr, exponent: Expr) -> Expr:
    return sympy.exp(exponent, evaluate=False) if base is S.Exp1 else _power(base, exponent)


def _product(factors: list[Expr]) -> Expr:
    if factors[0] is S.One and len(factors) > 1 and is_reciprocal(factors[1]):
        factors = factors[1:]
    return factors[0] if len(factors) == 1 else Mul(*factors, evaluate=False)


def _named(name: str, *arguments: Expr) -> Expr:
    # What SymPy does not have (sigmoid, relu) or would reorder (min, max) is a function of that name only.
    known = None if name in NAMED_ONLY else getattr(sympy, SYMPY_NAMES.get(name, name), None)
    return (known or sympy.Function(name))(*arguments, evaluate=False)


class _Builder(Transformer):
    """One method for each kind of token and node of the grammar."""

    def NUMBER(self, token: Token) -> Expr:  # noqa: N802 - Lark's name for a terminal's method
        return Integer(int(token)) if token.isdigit() else Float(float(token))

    def SUPERSCRIPT(self, token: Token) -> Expr:  # noqa: N802 - Lark's name for a terminal's method
        return Integer(int(unicodedata.normalize("NFKC", token).replace("−", "-")))

    def VARIABLE(self, token: Token) -> Expr:  # noqa: N802 - Lark's name for a terminal's method
        return sympy.Symbol(str(token))

    def CONSTANT(self, token: Token) -> Expr:  # noqa: N802 - Lark's name for a terminal's method
        return CONSTANTS[token]

    def start(self, children: list[Any]) -> Expr:
        return children[0]

    def sum(self, children: list[Any]) -> Expr:
        first, signs, terms = children[0], children[1::2], children[2::2]
        signed = (self.signed([*pair]) for pair in zip(signs, terms, strict=True))
        return Add(first, *signed, evaluate=False)

    def signed(self, children: list[Any]) -> Expr:
        sign, term = children
        return term if sign == "+" else _negated(term)

    def product(self, children: list[Any]) -> Expr:
        factors: list[Expr] = []
        for before, child in zip([None, *children], children, strict=False):
            if not isinstance(child, Token):
                operator = before.type if isinstance(before, Token) else ""
                if operator == "MODULO":
                    factors = [_named("mod", _product(factors), child)]
                else:
                    factors.append(_power(child, S.NegativeOne) if operator == "DIVIDE" else child)
        return _product(factors)

    def root(self, children: list[Any]) -> Expr:
        return _named("sqrt", *children)

    def floor(self, children: list[Any]) -> Expr:
        return _named("floor", *children)

    def ceil(self, children: list[Any]) -> Expr:
        return _named("ceil", *children)

    def where(self, children: list[Any]) -> Expr:
        left, relation, right, then, otherwise = children
        relation = {"<=": "≤", ">=": "≥"}.get(relation, str(relation))
        return _named(f"where{relation}", left, right, then, otherwise)

    def raised(self, children: list[Any]) -> Expr:
        return _raised(children[0], children[-1])

    def absolute(self, children: list[Any]) -> Expr:
        return sympy.Abs(children[0], evaluate=False)

    def call(self, children: list[Any]) -> Expr:
        name, *arguments = children
        name = ALIASES.get(name, str(name))
        if name == "pow":
            return _raised(*arguments)
        if name == "norm":
            squares = [_power(argument, Integer(2)) for argument in arguments]
            return _named("sqrt", Add(*squares, evaluate=False))
        return _named(name, *arguments)


def _level(expression: Expr) -> int:
    if expression.is_Add:
        return SUM
    if is_negation(expression) or (expression.is_Number and expression.is_negative):
        return NEGATIVE
    if expression.func.__name__ == "mod":
        return NEGATIVE
    if expression.is_Mul or (expression.is_Float and "e" in f"{float(expression):.15g}"):
        return PRODUCT
    if expression.is_Pow or isinstance(expression, sympy.exp):
        return POWER
    return CALL if expression.is_Function and not isinstance(expression, sympy.Abs) else ATOM


class _Printer(LatexPrinter):
    """SymPy's printer, except for sums, products, powers and decimals."""

    def _print_Add(self, expr: Expr, order: str | None = None) -> str:  # noqa: N802 - SymPy's name
        terms = (self._at_least(NEGATIVE, term) for term in expr.args)
        return reduce(
            lambda tex, term: f"{tex} - {term[1:].strip()}" if term[0] == "-" else f"{tex} + {term}", terms
        )

    def _print_Mul(self, expr: Expr) -> str:  # noqa: N802 - SymPy's name
        if is_negation(expr):
            return f"- {self._at_least(PRODUCT, expr.args[1])}"
        below = [factor.args[0] for factor in expr.args if is_reciprocal(factor)]
        above = self._joined([factor for factor in expr.args if not is_reciprocal(factor)])
        return rf"\frac{{{above or 1}}}{{{self._joined(below)}}}" if below else above

    def _print_Pow(self, expr: Expr) -> str:  # noqa: N802 - SymPy's name
        base, exponent = expr.args
        if is_reciprocal(expr):
            return rf"\frac{{1}}{{{self._print(base)}}}"
        if exponent is S.Half:
            return rf"\sqrt{{{self._print(base)}}}"
        if _level(base) == CALL and exponent.is_Integer and exponent.is_positive:
            return self._print(base, exp=self._print(exponent))
        return f"{self._at_least(ATOM, base)}^{{{self._print(exponent)}}}"

    def _print_Function(self, expr: Expr, exp: str | None = None) -> str:  # noqa: N802 - SymPy's name
        name, printed = expr.func.__name__, [self._print(argument) for argument in expr.args]
        power = f"^{{{exp}}}" if exp else ""
        if name in ("floor", "ceil"):
            return rf"\left\l{name}{{{printed[0]}}}\right\r{name}{power}"
        if name == "mod":
            left, right = expr.args
            return rf"{self._at_least(PRODUCT, left)} \bmod {self._at_least(POWER, right)}"
        if not name.startswith("where"):
            return super()._print_Function(expr, exp)
        left, right, then, otherwise = printed
        condition = f"{left} {COMPARISONS[name.removeprefix('where')]} {right}"
        cases = (
            rf"\begin{{cases}} {then} & \text{{if }} {condition} \\ {otherwise} & \text{{else}} \end{{cases}}"
        )
        return rf"\left({cases}\right){power}" if exp else cases

    def _print_Float(self, expr: Expr) -> str:  # noqa: N802 - SymPy's name
        mantissa, _, exponent = f"{float(expr):.15g}".partition("e")
        power = f"10^{{{int(exponent)}}}" if exponent else ""
        return power if mantissa == "1" and power else r" \cdot ".join(filter(None, (mantissa, power)))

    def _at_least(self, level: int, expr: Expr) -> str:
        tex = self._print(expr)
        return tex if _level(expr) >= level else rf"\left({tex}\right)"

    def _joined(self, factors: list[Expr]) -> str:
        if len(factors) == 1:
            return self._print(factors[0])
        pieces = [self._at_least(PRODUCT, factor) for factor in factors]
        # Juxtaposed, x 2 reads badly, 2 3 is 23, and 2 in front of 1/3 is a mixed number.
        return "".join(
            (rf" \cdot {piece}" if re.match(r"[0-9]|\\frac", piece) else f" {piece}") if index else piece
            for index, piece in enumerate(pieces)
        )
