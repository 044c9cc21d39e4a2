"""Numbers as sentences show them; the components in the browser write them alike (`number_text.js`)."""

import ast
import json
import math
import re
from pathlib import Path

import pytest

from playground.formatting import (
    MOST_DIGITS,
    as_given,
    format_accuracy,
    format_apart,
    format_number,
    format_points,
    format_probability,
    read_number,
)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.00379, "0.00379"),
        (-1.5, "−1.5"),
        (7.232e-6, "7.23×10⁻⁶"),
        (1e-8, "10⁻⁸"),
        (-2e-8, "−2×10⁻⁸"),
        (3.4e20, "3.4×10²⁰"),
        (123456.7, "123000"),
        (1000, "1000"),
        (-0.0, "0"),
        (0.99996, "1"),
        (float("inf"), "∞"),
        (float("-inf"), "−∞"),
        (float("nan"), "not a number"),
    ],
)
def test_three_digits_and_powers_of_ten(number, text):
    assert format_number(number) == text


@pytest.mark.parametrize("number", [0.0, -1.5, 0.001, 1e-5, -1e-5, 1.5e-7, 2e20, 123456.0, 0.00012345])
def test_what_is_written_can_be_typed(number):
    assert read_number(format_number(number, MOST_DIGITS)) == number


def test_numbers_of_programs_are_read_and_words_are_not():
    assert read_number(" 1e-05 ") == read_number("1*10⁻⁵") == 1e-5
    for text in ("", "ten", "10⁻", "x×10⁻⁵"):
        with pytest.raises(ValueError, match="float"):
            read_number(text)


def test_more_digits_tell_numbers_apart():
    assert format_number(0.99999912, 10) == "0.99999912"
    assert format_number(-0.066667, 4) == "−0.06667"


@pytest.mark.parametrize(
    ("numbers", "texts"),
    [
        ((0.003791, 0.003794), ["0.003791", "0.003794"]),
        ((0.25, 0.5), ["0.25", "0.5"]),
        ((2.0, 2.0), ["2", "2"]),
        ((-1.32588, -1.23390), ["−1.33", "−1.23"]),
        ((1.0, 1.0 + 1e-15), ["1", "1"]),
    ],
)
def test_different_numbers_look_different(numbers, texts):
    assert format_apart(*numbers) == texts


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (0.33333, "0.3333"),
        (1.0, "1"),
        (0.0, "0"),
        (0.9999877, "0.9999877"),
        (0.99951, "0.99951"),
        (0.9871, "0.9871"),
        (2e-9, "2×10⁻⁹"),
    ],
)
def test_a_probability_below_1_is_never_1(probability, text):
    assert format_probability(probability) == text


@pytest.mark.parametrize(
    ("accuracy", "text"),
    [
        (1, "100 %"),
        (59_999 / 60_000, "> 99.99 %"),
        (0.9999, "99.99 %"),
        (0.97844, "97.84 %"),
        (1 / 60_000, "< 0.01 %"),
        (0.0, "0.00 %"),
        (1.01, ""),
        (float("nan"), ""),
        ("0.9", ""),
        (True, ""),
    ],
)
def test_an_accuracy_below_1_is_never_100_percent(accuracy, text):
    assert format_accuracy(accuracy).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("shares", "text"),
    [
        ((0.98, 0.97), "1 point"),
        ((0.9795, 0.9784), "0.11 points"),
        ((0.9, 0.9 - 1 / 30_000), "0.00333 points"),
    ],
)
def test_points_are_never_0_between_different_shares(shares, text):
    assert format_points(shares[0] - shares[1]) == text


def test_the_browser_writes_the_numbers_of_this_table():
    """`number_text.test.mjs` reads the same table: the two notations are one."""
    table = json.loads((Path(__file__).parent / "ui/components/number_texts.json").read_text())
    assert len(table) > 500
    for number, digits, text in table:
        assert format_number(number, digits) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2e6, "2×10⁶"),
        (-1e-5, "−10⁻⁵"),
        (0.1, "0.1"),
        (7, "7"),
        (math.nan, "no number"),
        (True, "True"),
        ("a", "'a'"),
    ],
)
def test_an_error_names_what_came_as_sentences_write_it(value, text):
    assert as_given(value) == text


def sentences_with_powers_of_ten(source):
    """The f-strings with words in them that leave a number to Python's `g` or `e`, which write 1e-05."""
    for string in ast.walk(ast.parse(source)):
        if isinstance(string, ast.JoinedStr):
            words = "".join(part.value for part in string.values if isinstance(part, ast.Constant))
            formats = [
                ast.unparse(part.format_spec) for part in string.values if getattr(part, "format_spec", None)
            ]
            if " " in words and "\\" not in words and any(re.search("[eEgG]['\"]$", one) for one in formats):
                yield ast.unparse(string)


def test_no_sentence_leaves_a_number_to_pythons_notation():
    assert [*sentences_with_powers_of_ten('f"{x:.3g} steps"')], "the test finds what it looks for"
    root = Path(__file__).parents[1]
    sources = [*root.glob("*.py"), *(root / "pages").glob("*.py"), *(root / "playground").rglob("*.py")]
    found = {str(path): [*sentences_with_powers_of_ten(path.read_text(encoding="utf-8"))] for path in sources}
    assert {path: strings for path, strings in found.items() if strings} == {}
