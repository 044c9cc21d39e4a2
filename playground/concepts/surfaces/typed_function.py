"""A function of x and y that a person types, as a surface to descend.

Text goes through a grammar (`typed_function_grammar`) to an unevaluated SymPy expression and its LaTeX
(`typed_function_expression`), and from there to torch operations (`typed_function_torch`). Python's `eval` and
`exec` have no part in it.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from torch import Tensor

from playground.concepts.surfaces.entry import Surface
from playground.errors import ConfigurationError
from playground.formatting import as_given, format_number

if TYPE_CHECKING:  # Lark and SymPy are slow to load: the first typed function does it
    from playground.concepts.surfaces.typed_function_grammar import Grammar

MAX_HALF_WIDTH = 1000.0


@dataclass(frozen=True)
class TypedFunction:
    """A function of a point, from text.

    Attributes:
        text: what was typed.
        latex: the same in LaTeX, neither simplified nor reordered.
        program: the same as Python source that defines `loss(point)`, and needs nothing but `import torch`.
        function: maps a point `(2,)` of any floating dtype to a scalar tensor of that dtype; differentiable, and
            works under `torch.vmap`. Outside its domain (`log(x)` at -1) it is NaN, as in PyTorch.
        on: the same from the two coordinates, scalar tensors.
    """

    text: str
    latex: str
    program: str
    function: Callable[[Tensor], Tensor] = field(repr=False, compare=False)
    on: Callable[[Tensor, Tensor], Tensor] = field(repr=False, compare=False)


@lru_cache(maxsize=256)
def parse_function(text: str) -> TypedFunction:
    """Read a function such as `x^2 + 2xy + sin(3y)`, `f(x, y) = (x-1)² + |y|` or `where(x < 0, x^2, √x)`.

    Spellings with one meaning are read too: x₁ and x₂ for the variables, `np.sin`, `÷`, `0,5`.

    Products may be written without a sign. `^` (or `**`) goes from right to left and before a minus; products and
    quotients go from left to right: `1/2x` is half of x. Constant parts are computed once, in float64.

    Raises:
        FunctionSyntaxError: the text is no such function, or has too many characters or operations.
    """
    from playground.concepts.surfaces.typed_function_expression import expression, latex
    from playground.concepts.surfaces.typed_function_torch import to_torch

    parsed = expression(_grammar().tree(text))
    whole = to_torch(parsed)
    of_coordinates = whole.function()
    return TypedFunction(
        text=text,
        latex=latex(parsed),
        program=f"def loss(point):\n    x, y = point\n    return {whole.source}\n",
        function=lambda point: of_coordinates(*point.unbind()),
        on=of_coordinates,
    )


def typed_surface(text: str, start: tuple[float, float] = (1.0, 1.0), half_width: float = 3.0) -> Surface:
    """The typed function as a surface, mapped from `-half_width` to `half_width` in both directions.

    Raises:
        FunctionSyntaxError: see `parse_function`.
        ConfigurationError: the half width is not in (0, 1000], or the start is not two finite numbers.
    """
    if not 0 < half_width <= MAX_HALF_WIDTH:  # NaN fails the comparison too
        raise ConfigurationError(
            f"Expected a half width above 0 and up to {format_number(MAX_HALF_WIDTH)}, but got {as_given(half_width)}. Try 3."
        )
    if len(start) != 2 or not all(map(math.isfinite, start)):
        raise ConfigurationError(f"Expected a start of two finite numbers, but got {start!r}. Try (1, 1).")
    typed = parse_function(text)
    return Surface(
        name="typed",
        label="Your own function",
        function=typed.function,
        start=(float(start[0]), float(start[1])),
        minima=(),
        window=((-half_width, half_width), (-half_width, half_width)),
        formula=rf"f(x, y) = {typed.latex}",
        gradient_formula="",
        notice="Nobody worked out this gradient: autograd finds it by going backwards through what you typed.",
        source="https://docs.pytorch.org/docs/stable/autograd.html",
        program=typed.program,
    )


@lru_cache(maxsize=1)
def _grammar() -> "Grammar":
    from playground.concepts.surfaces.typed_function_expression import ALIASES
    from playground.concepts.surfaces.typed_function_grammar import Grammar
    from playground.concepts.surfaces.typed_function_torch import (
        FUNCTIONS,
        FUNCTIONS_OF_SEVERAL,
        FUNCTIONS_OF_TWO,
    )

    return Grammar(FUNCTIONS, FUNCTIONS_OF_TWO, [*FUNCTIONS_OF_SEVERAL, "norm"], ALIASES)
