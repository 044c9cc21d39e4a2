"""Numbers, percentages and lists as sentences show them."""

import math
import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context
from functools import cache

# What cannot be seen, or turns the direction of what stands beside it: a name with them is not what it seems. The joiners
# U+200C and U+200D belong to words of some languages and to emoji, and are kept between two visible characters.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]|(?<![^\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f])"
)
_STACKED = re.compile(
    r"((?:[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]){4})"
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)


def on_one_line(text: object, most: int | None = None) -> str:
    """Text that somebody typed or brought, as a line that can be seen: at most `most` characters, the last then "…".

    Control characters and line breaks become spaces, what is invisible or turns the direction of others falls away, and of
    marks stacked on a letter four stay.
    """
    whole = str(text)
    if most is not None:
        whole = whole[: 8 * most + 64]  # before work on a text of any length
    shown = "".join(map(_visible, _INVISIBLE.sub("", unicodedata.normalize("NFC", whole))))
    line = _STACKED.sub(r"\1", " ".join(shown.split()))
    return line if most is None or len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _visible(character: str) -> str:
    kind = unicodedata.category(character)
    return "\ufffd" if kind in ("Cs", "Cn", "Co") else " " if kind in ("Cc", "Zl", "Zp") else character


def counted(number: int, noun: str) -> str:
    """`1 step`, `1,000 steps`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def format_percent(percent: float) -> str:
    """One digit after the point; never 100.0 % for a probability below 1, nor 0.0 % for one above 0."""
    if percent >= 99.95:
        return "100\u00a0%" if percent >= 100 else ">\u00a099.9\u00a0%"
    return "<\u00a00.1\u00a0%" if 0 < percent < 0.05 else f"{percent:.1f}\u00a0%"


def format_accuracy(accuracy: object) -> str:
    """A share 0..1 with two digits after the point; never 100 % for one below 1, nor 0.00 % for one above 0.

    An empty text for anything else, since a file may claim anything.
    """
    if isinstance(accuracy, bool) or not isinstance(accuracy, int | float) or not 0 <= accuracy <= 1:
        return ""
    if accuracy >= 0.99995:
        return "100\u00a0%" if accuracy == 1 else ">\u00a099.99\u00a0%"
    return "<\u00a00.01\u00a0%" if 0 < accuracy < 0.00005 else f"{100 * accuracy:.2f}\u00a0%"


def format_points(difference: float) -> str:
    """The distance of two shares 0..1 in percentage points: `2.67 points`, `1 point`."""
    number = format_number(100 * difference)
    return f"{number} point" if number == "1" else f"{number} points"


def format_number(number: float, digits: int = 3) -> str:
    """`digits` significant digits as a person writes them: 0.00379, −1.5, 7.23×10⁻⁶, ∞; whole numbers exactly.

    `components/number_text.js` writes numbers in the same way.
    """
    if not math.isfinite(number):
        return "not a number" if math.isnan(number) else "∞" if number > 0 else "−∞"
    if float(number).is_integer() and abs(number) < 1e5:
        return f"{number:.0f}".replace("-0", "0").replace("-", "−")
    # Half is rounded away from 0, as in a browser.
    rounded = _rounding(digits).create_decimal_from_float(float(abs(number)))
    sign, exponent = "−" if number < 0 else "", rounded.adjusted()
    if not -4 <= exponent <= 5:
        mantissa = _without_zeros(f"{rounded.scaleb(-exponent):f}")
        return f"{sign}{'' if mantissa == '1' else f'{mantissa}×'}10{str(exponent).translate(_SUPERSCRIPTS)}"
    return f"{sign}{_without_zeros(f'{rounded:f}')}"


def as_given(value: object) -> str:
    """A value that was not expected, as an error names it: a float as sentences write it, anything else as Python does."""
    if isinstance(value, float):
        return "no number" if math.isnan(value) else format_number(value, MOST_DIGITS)
    return repr(value)


def read_number(text: str) -> float:
    """What `format_number` wrote, such as 1.5×10⁻⁵ or −2, or a number as programs write it.

    Raises:
        ValueError: it is no number.
    """
    plain = text.strip().replace("−", "-")
    power = re.fullmatch(r"(?:(.+?)\s*[×*·]\s*|(-?))10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", plain)
    if power is None:
        return float(plain)
    mantissa, sign, exponent = power.groups()
    return float(f"{mantissa or f'{sign}1'}e{exponent.translate(_FROM_SUPERSCRIPTS)}")


@cache
def _rounding(digits: int) -> Context:
    return Context(prec=digits, rounding=ROUND_HALF_UP)


def _without_zeros(decimal: str) -> str:
    return decimal.rstrip("0").rstrip(".") if "." in decimal else decimal


_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_FROM_SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def format_probability(probability: float) -> str:
    """Four significant digits; near 1 as many as show three of what is missing, never 1 for a probability below it."""
    missing = 1 - probability
    digits = 4 if missing <= 0 else max(4, math.ceil(-math.log10(missing)) + 2)
    return format_number(probability, min(digits, 17))


def format_apart(*numbers: float, digits: int = 3) -> list[str]:
    """Each by `format_number`, with as many digits more as it takes that different numbers look different."""
    for more in range(digits, MOST_DIGITS):
        texts = [format_number(number, more) for number in numbers]
        if len(set(texts)) == len(set(numbers)):
            return texts
    return [format_number(number, MOST_DIGITS) for number in numbers]


MOST_DIGITS = 12
"""Of a number in a sentence: two that differ later only are equal but for rounding."""
