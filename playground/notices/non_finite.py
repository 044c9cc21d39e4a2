"""What ended a descent or a derivative that left the finite numbers: which operation, at which numbers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.concepts.descent import Trajectory
from playground.concepts.descent.update_trace import trace_updates
from playground.concepts.optimizers import OptimizerConfig
from playground.concepts.surfaces import Surface
from playground.concepts.surfaces.non_finite import NonFinite, find_non_finite
from playground.formatting import format_number

SIGNS = {"sqrt": "√", "log": "ln", "log10": "log₁₀", "log2": "log₂", "abs": "|a|", "cbrt": "∛"}
"""How operations are written that have a sign of their own."""
INFIX = {"add": "+", "sub": "−", "mul": "·", "div": "/", "mod": "mod"}
NO_VALUE = {
    "sqrt": "a negative number has no square root",
    "rsqrt": "only a number above 0 has one",
    "asin": "it takes only numbers from −1 to 1",
    "acos": "it takes only numbers from −1 to 1",
    "acosh": "it takes only numbers from 1 on",
    "atanh": "it takes only numbers between −1 and 1",
}
"""Why an operation has no value, where that does not depend on the operand."""
ROOTS = ("sqrt", "pow", "norm", "cbrt", "rsqrt")


@dataclass(frozen=True)
class Ending:
    """Why a descent left the finite numbers.

    Attributes:
        ran_away: its steps were too long, so that a smaller learning rate may help.
        words: sentences that tell the cause; empty where it ran away.
    """

    ran_away: bool
    words: str = ""


def describe_ending(trajectory: Trajectory, surface: Surface, optimizer: OptimizerConfig) -> Ending | None:
    """Why `trajectory` left the finite numbers, or will with its next step; None where it does not."""
    left, last = trajectory.diverged_at, trajectory.last_finite
    if left == 0:
        found = find_non_finite(surface, trajectory.points[0])
        return Ending(False, f"There {_of_value(found, trajectory)}." if found else "")
    if not bool(trajectory.gradients[last].isfinite().all()):
        return Ending(False, _no_gradient(trajectory, surface))
    if left is None:
        return None
    if not bool(trajectory.points[left].isfinite().all()):
        # An infinite step out of a finite gradient is too long, unless the optimizer divided by 0.
        number = bool(trajectory.points[left].isnan().any())
        words = _by_optimizer(trajectory, optimizer) if number else _divided_by_zero(trajectory, optimizer)
        return Ending(not words, words)
    return _at_the_value(trajectory, surface, left)


def _at_the_value(trajectory: Trajectory, surface: Surface, left: int) -> Ending:
    """The step `left` came to a point whose loss is not finite."""
    found = find_non_finite(surface, trajectory.points[left])
    if found is None or found.overflows:
        return Ending(True)
    place = _place(surface, trajectory.points[left])
    return Ending(
        False,
        f"Step {left:,} came to {place}, a place where the function has no value: {_of_value(found, trajectory)}. "
        "A smaller learning rate may stay where it has one.",
    )


def describe_non_finite(found: NonFinite, number: str = "float32") -> str:
    """One clause that names the operation, the numbers and what is wrong with them; `number` is the dtype's name."""
    return _value_clause(found, number) if found.of == "value" else _slope_clause(found, number)


def _of_value(found: NonFinite, trajectory: Trajectory) -> str:
    return describe_non_finite(found, _dtype(trajectory))


def _dtype(trajectory: Trajectory) -> str:
    return str(trajectory.points.dtype).removeprefix("torch.")


def _no_gradient(trajectory: Trajectory, surface: Surface) -> str:
    """The point has a loss, but no finite gradient."""
    last = trajectory.last_finite
    found = find_non_finite(surface, trajectory.points[last])
    where = "the start" if last == 0 else f"step {last:,}"
    begin = (
        f"At {where}, {_place(surface, trajectory.points[last])}, the loss is finite and its gradient is not"
    )
    if found is None:
        return f"{begin}: no step can be taken from there."
    if found.overflows:
        return f"{begin}: {_of_value(found, trajectory)}. Start nearer to the middle."
    mend = "start a little beside it" if last == 0 else "let another start or rate pass beside that point"
    if found.operation in ROOTS and found.operands[0] == 0:
        mend += ", or add a small number such as 10⁻¹² to what the root is taken of"
    return f"{begin}: {_of_value(found, trajectory)}. No smaller step mends that: {mend}."


def _by_optimizer(trajectory: Trajectory, optimizer: OptimizerConfig) -> str:
    """The gradient was finite, and the step that the optimizer made of it no number."""
    divided = _divided_by_zero(trajectory, optimizer)
    if divided:
        return divided
    last = trajectory.last_finite
    label = optimizer.optimizer.label
    if trajectory.states:
        trace = trace_updates(optimizer, trajectory)
        for line in trace.lines:
            numbers = trace.numbers[line.name][last]
            if not bool(numbers.isfinite().all()):
                return (
                    f"The gradient at step {last:,} was finite; in {label}'s own arithmetic the {line.label} "
                    f"({line.symbol}) was no finite number."
                )
    return f"The gradient at step {last:,} was finite; {label}'s own arithmetic left the finite numbers."


def _divided_by_zero(trajectory: Trajectory, optimizer: OptimizerConfig) -> str:
    """A sentence where the optimizer divided by a root of squared gradients of 0, and its ε added nothing."""
    if "epsilon" not in optimizer.values or trajectory.diverged_at is None:
        return ""
    epsilon = torch.tensor(optimizer.number("epsilon"), dtype=trajectory.points.dtype)
    broken = ~trajectory.points[trajectory.diverged_at].isfinite()
    gradients = trajectory.gradients[: trajectory.last_finite + 1][:, broken]
    if float(epsilon) != 0 or bool(gradients[-1].square().ne(0).any()):
        return ""
    zero = bool((gradients[-1] == 0).all())
    words = "the gradient is 0" if zero else f"the gradient's square is too small for {_dtype(trajectory)}"
    return (
        f"**{optimizer.optimizer.label} divided by 0** after step {trajectory.last_finite:,}: {words}, so the root of its "
        f"squares is 0, and ε = {format_number(optimizer.number('epsilon'))} adds nothing to it. "
        f"{'0 / 0 is no number. ' if zero else ''}An ε such as 10⁻⁸ prevents that."
    )


def _value_clause(found: NonFinite, number: str) -> str:
    written = _written(found.operation, found.operands)
    if found.overflows:
        return f"{written} is too large for {number}"
    return f"{written} has no value, for {_reason(found.operation, found.operands)}"


def _reason(operation: str, operands: Sequence[float]) -> str:
    if operation in NO_VALUE:
        return NO_VALUE[operation]
    if operation in ("div", "reciprocal", "mod"):
        return "nothing can be divided by 0"
    if operation in ("log", "log2", "log10", "log1p"):
        least = operands[0] + (operation == "log1p")
        return "the logarithm of 0 is infinite" if least == 0 else "a negative number has no logarithm"
    if operation == "pow":
        if operands[0] == 0:
            return "0 to a negative power is a division by 0"
        return "a negative number has powers with whole exponents only"
    return "it is no finite number"


def _slope_clause(found: NonFinite, number: str) -> str:
    if found.operation == "pow" and found.by == 1:
        base = _bracketed(found.operands[0])
        return (
            f"the slope of {base}ⁿ by its exponent n is {base}ⁿ · ln {base}, and {base} has no logarithm"
            if found.operands[0] < 0
            else f"the slope of {base}ⁿ by its exponent n needs ln 0, which is infinite"
        )
    if found.overflows:
        cause = f"{_written(found.operation, found.operands)} is too large for {number}"
    else:
        what = "infinite" if math.isinf(found.result) else "no number"
        cause = f"the slope of {_function(found)} at {format_number(found.operands[found.by])} is {what}"
    if found.times_zero:
        return f"{cause}, and the chain rule multiplies it by 0: ∞ · 0 is no number"
    if any(map(math.isnan, found.final)) and math.isinf(found.result):
        return f"{cause}, and what the chain rule makes of it is no number"
    return f"{cause}, and so the gradient is" if math.isinf(found.result) else cause


def _function(found: NonFinite) -> str:
    """The operation as a function of the operand at fault."""
    if found.operation == "pow":
        return f"a^{format_number(found.operands[1])}"
    if found.operation in INFIX:
        return f"{_written(found.operation, found.operands)} by its operand"
    return SIGNS.get(found.operation, found.operation)


def _written(operation: str, operands: Sequence[float]) -> str:
    """The operation with its numbers: `√(−1)`, `ln(0)`, `1 / 0`, `(−8) to the power of 0.333`."""
    if operation == "reciprocal":
        operation, operands = "div", (1.0, operands[0])
    if operation in INFIX and len(operands) > 1:
        return f"{_bracketed(operands[0])} {INFIX[operation]} {_bracketed(operands[1])}"
    if operation == "pow" and len(operands) > 1:
        return f"{_bracketed(operands[0])} to the power of {format_number(operands[1])}"
    return f"{SIGNS.get(operation, operation)}({', '.join(map(format_number, operands))})"


def _bracketed(number: float) -> str:
    return f"({format_number(number)})" if number < 0 else format_number(number)


def _place(surface: Surface, point: Tensor) -> str:
    numbers = ", ".join(format_number(value) for value in point.tolist())
    return f"({', '.join(surface.coordinates)}) = ({numbers})"
