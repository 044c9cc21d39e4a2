"""Typed functions of the plane, whose errors name its variables: x₁ and x₂, where `parse_function` says x and y."""

import re

from playground.concepts.surfaces.typed_function import TypedFunction, parse_function
from playground.errors import FunctionSyntaxError

_QUOTE_OR_VARIABLE = re.compile(r'("[^"]*")|(?<![A-Za-z])(x1|x2|x|y)(?![A-Za-z0-9])')
_NAMES = {"x": "x₁", "y": "x₂", "x1": "x", "x2": "y"}
"""The spellings that the page shows come first, so the others become the alternative."""


def parse_plane_function(text: str) -> TypedFunction:
    """`parse_function`, for a function that the page calls one of x₁ and x₂; the text may use either spelling.

    Raises:
        FunctionSyntaxError: the text is no such function. What is quoted from it stays as it was typed.
    """
    try:
        return parse_function(text)
    except FunctionSyntaxError as error:
        raise FunctionSyntaxError(
            _QUOTE_OR_VARIABLE.sub(lambda found: found[1] or _NAMES[found[2]], str(error)),
            error.text,
            error.position,
        ) from None
