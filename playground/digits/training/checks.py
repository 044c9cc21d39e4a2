"""Checks of numbers and names in a config, each a function that raises a `ConfigurationError`."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from playground.errors import ConfigurationError
from playground.formatting import as_given, format_number

Check = Callable[[Any], None]
"""Raises `ConfigurationError` for a value that is out of range."""


def whole_between(noun: str, lowest: int, highest: int) -> Check:
    """A whole number from `lowest` to `highest`; `noun` is what the error calls it, such as `"batch size"`."""

    def check(value: Any) -> None:
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            raise ConfigurationError(
                f"Expected a {noun} from {lowest} to {highest:,}, a whole number, but got {as_given(value)}. "
                "Choose a number in that range."
            )

    return check


def share(noun: str, highest: float = 1.0) -> Check:
    """A number from 0 to `highest`."""

    def check(value: Any) -> None:
        if not (_is_number(value) and 0 <= value <= highest):
            raise ConfigurationError(
                f"Expected a {noun} from 0 to {format_number(highest)}, but got {as_given(value)}. Choose a number in that range"
                f"{', or none' if highest == 1 else ''}."
            )

    return check


def seconds(noun: str) -> Check:
    """A finite number above 0."""

    def check(value: Any) -> None:
        if not (_is_number(value) and 0 < value < math.inf):
            raise ConfigurationError(
                f"Expected a {noun} above 0 seconds, but got {as_given(value)}. Choose a longer one or none."
            )

    return check


def one_of(noun: str, names: Mapping[str, Any]) -> Check:
    """A key of a catalogue, looked up at each check."""

    def check(value: Any) -> None:
        if value not in names:
            raise ConfigurationError(
                f"Expected a {noun} out of {', '.join(names)}, but got {value!r}. Choose one of these."
            )

    return check


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
