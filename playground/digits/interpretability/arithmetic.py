"""A long sum as a person can read it: its largest terms, the rest in one line, and numbers that add up as printed."""

from dataclasses import dataclass

from torch import Tensor

DIGITS = 3
"""Digits after the point."""


@dataclass(frozen=True)
class Term:
    """One term of a sum.

    Attributes:
        index: its place in the sum.
        weight: the weight.
        value: what it weighs.
        product: both multiplied, rounded to `DIGITS`.
    """

    index: int
    weight: float
    value: float
    product: float


@dataclass(frozen=True)
class Sum:
    """`terms + others + bias = total`, exactly, with every number rounded to `DIGITS`.

    Rounding each number by itself would leave the last digit of the sum wrong; `others` takes up that difference,
    which is at most half a unit of the last digit for each printed number.

    Attributes:
        terms: the largest ones by size, largest first.
        others: all other terms together.
        others_count: how many these are.
        zeros: how many of them are 0.
        weighted: terms and others together.
        bias: added to them.
        total: the result.
    """

    terms: tuple[Term, ...]
    others: float
    others_count: int
    zeros: int
    weighted: float
    bias: float
    total: float


def write_sum(weights: Tensor, values: Tensor, bias: float, total: float, terms: int = 6) -> Sum:
    """The sum `weights @ values + bias`.

    Args:
        weights: `(n,)`.
        values: `(n,)`.
        bias: added to it.
        total: the result as the network computed it.
        terms: how many are named, those that are 0 excepted.
    """
    products = weights.double() * values.double()
    order = products.abs().argsort(descending=True, stable=True)[:terms].tolist()
    named = tuple(
        Term(index, float(weights[index]), float(values[index]), _round(float(products[index])))
        for index in order
        if products[index] != 0
    )
    rounded_total, rounded_bias = _round(total), _round(bias)
    weighted = _round(rounded_total - rounded_bias)
    zeros = int((products == 0).sum())
    others = _round(weighted - sum(term.product for term in named))
    return Sum(named, others, len(products) - len(named), zeros, weighted, rounded_bias, rounded_total)


def number(value: float, digits: int = DIGITS) -> str:
    """A number with a proper minus sign, and none at 0."""
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def _round(value: float) -> float:
    return round(value, DIGITS) + 0.0  # no -0.0
