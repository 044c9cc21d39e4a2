"""What the nodes of an autograd graph do, in a sign and a rule: `MulBackward0` is ×, and its local derivative the other factor.

Source of the rules: `tools/autograd/derivatives.yaml` of PyTorch. They are words beside the numbers; the numbers
themselves come from PyTorch.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from playground.concepts.backpropagation.autograd_graph import AutogradGraph, Node
from playground.concepts.backpropagation.recording import Constant


@dataclass(frozen=True)
class Operation:
    """One kind of operation.

    Attributes:
        sign: what the node shows.
        rule: its local derivative in words.
        infix: whether the sign stands between two operands.
        word: what it is called in a sentence; the sign where that is a word.
        form: how the operation on one operand is written, where that is not `sign(operand)`: with `{}` for the operand,
            `{bare}` for it without parentheses, and `{constant}` for a number that is no node.
    """

    sign: str
    rule: str
    infix: bool = False
    form: str = ""
    word: str = ""

    @property
    def called(self) -> str:
        """What it is called in a sentence."""
        return self.word or self.sign

    @property
    def operands(self) -> int:
        """How many wires lead into it."""
        return 2 if self.infix or self.sign in ("min", "max", "MSE") else 1


OPERATIONS: dict[str, Operation] = {
    "Add": Operation("+", "a sum passes the gradient on unchanged", infix=True, word="sum"),
    "Sub": Operation(
        "−", "a difference passes it on, with a minus to what is subtracted", infix=True, word="difference"
    ),
    "Mul": Operation("×", "each factor gets the other factor", infix=True, word="product"),
    "Div": Operation(
        "÷", "1 / v for the numerator, −u / v² for the denominator", infix=True, word="quotient"
    ),
    "Neg": Operation("−", "the sign turns", word="change of sign"),
    "Rsub": Operation("−", "a minus, for what is subtracted", infix=True, word="difference"),
    "Reciprocal": Operation("1 ÷ u", "−1 / u²", form="1 ÷ {}", word="reciprocal"),
    "Pow": Operation("power", "n · uⁿ⁻¹", word="power"),
    "Pow1": Operation("uᵛ", "v · uᵛ⁻¹ for the base, uᵛ · ln u for the exponent", word="power"),
    "Pow2": Operation("cᵘ", "cᵘ · ln c", form="{constant} to the power of {}", word="power"),
    "Exp": Operation("exp", "the exponential itself", word="exponential"),
    "Log": Operation("ln", "1 / u", word="logarithm"),
    "Sqrt": Operation("√", "1 / (2 √u)", word="square root"),
    "Sin": Operation("sin", "cos u", word="sine"),
    "Cos": Operation("cos", "−sin u", word="cosine"),
    "Tan": Operation("tan", "1 + tan² u", word="tangent"),
    "Asin": Operation("arcsin", "1 / √(1 − u²)"),
    "Acos": Operation("arccos", "−1 / √(1 − u²)"),
    "Atan": Operation("arctan", "1 / (1 + u²)"),
    "Sinh": Operation("sinh", "cosh u"),
    "Cosh": Operation("cosh", "sinh u"),
    "Log10": Operation("log₁₀", "1 / (u · ln 10)", word="logarithm to base 10"),
    "Abs": Operation("|u|", "the sign of u", form="|{bare}|", word="absolute value"),
    "Minimum": Operation("min", "1 for the smaller one, 0 for the other", word="smaller one"),
    "Maximum": Operation("max", "1 for the larger one, 0 for the other", word="larger one"),
    "Tanh": Operation("tanh", "1 − tanh²"),
    "Sigmoid": Operation("σ", "σ (1 − σ)", word="sigmoid"),
    "Relu": Operation("ReLU", "1 above 0, else 0"),
    "LeakyRelu": Operation("leaky", "1 above 0, else its small slope", word="leaky ReLU"),
    "Elu": Operation("ELU", "its scale above 0; below, that of its exponential"),
    "Celu": Operation("CELU", "1 above 0; below, that of its exponential"),
    "Gelu": Operation("GELU", "Φ(u) + u · φ(u), of the normal distribution"),
    "Silu": Operation("SiLU", "σ + u · σ (1 − σ)"),
    "Mish": Operation("Mish", "tanh(s) + u · σ (1 − tanh² s), where s = ln(1 + eᵘ)"),
    "Softplus": Operation("softplus", "σ"),
    "LogSigmoid": Operation("ln σ", "1 − σ", word="log-sigmoid"),
    "Hardtanh": Operation("clip", "1 between its ends, else 0"),
    "Hardswish": Operation("hardswish", "(2u + 3) / 6 between −3 and 3; 0 below, 1 above"),
    "Hardsigmoid": Operation("hardσ", "1 / 6 between −3 and 3, else 0", word="hard sigmoid"),
    "Mm": Operation("matrix ×", "the other matrix, transposed", infix=True, word="matrix product"),
    "Permute": Operation("transpose", "the transpose again", word="transpose"),
    "T": Operation("transpose", "the transpose again", word="transpose"),
    "Squeeze": Operation("squeeze", "the same numbers in the old shape", word="squeeze"),
    "Sum": Operation("sum", "1 for each"),
    "Mean": Operation("mean", "1 / N for each"),
    "MseLoss": Operation("MSE", "2 (u − y) / N", word="mean squared error"),
}
"""By PyTorch's name without `Backward`; what is not here goes by that name."""

CONSTANT_FROM: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, result: result - a,
    "−": lambda a, result: a - result,
    "×": lambda a, result: result / a,
    "÷": lambda a, result: a / result,
}
"""The number that an operation on one operand `a` must have had for its result, by the operation's sign."""

SUPERSCRIPTS = str.maketrans("0123456789-.", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻·")


def constants_of(graph: AutogradGraph, index: int) -> tuple[Constant, ...]:
    """The operands of an operation that are no nodes; of two-operand operations alone: a power says its exponent."""
    node = graph.nodes[index]
    missing = 0 if node.is_leaf else operation_of(node).operands - len(graph.into(index))
    if missing <= 0:
        return ()
    found = node.constants[:missing]
    if name_of_function(node) == "Rsub":
        found = tuple(replace(constant, position=0) for constant in found)
    return found or (Constant("", _solved(graph, index), 1),) * missing


def _solved(graph: AutogradGraph, index: int) -> float | None:
    """The number inside of a call that an operation must have had for its result; None where that is not known."""
    node = graph.nodes[index]
    operand, sign = graph.nodes[graph.edges[graph.into(index)[0]].source].value, operation_of(node).sign
    if operand is None or node.value is None or operand.ndim or node.value.ndim or sign not in CONSTANT_FROM:
        return None
    a, result = float(operand), float(node.value)
    return None if sign in "×÷" and 0 in (a, result) else round(CONSTANT_FROM[sign](a, result), 10)


def name_of_function(node: Node) -> str:
    """PyTorch's name of an operation, without `Backward` and the number behind it."""
    return re.sub(r"Backward\d*$", "", node.operation)


def operation_of(node: Node) -> Operation:
    """The kind of an operation; a power with its exponent."""
    name = name_of_function(node)
    # A power by a number, by another value, and of a number: Backward0, 1 and 2.
    kind = OPERATIONS.get(name + node.operation[-1] if name == "Pow" and node.operation[-1] != "0" else name)
    if kind is None:
        return Operation(name, "its own rule")
    if node.operation == "PowBackward0" and node.saved is not None:
        exponent = _in_full(node.saved)
        raised = exponent.translate(SUPERSCRIPTS)
        lower = "" if node.saved == 2 else _in_full(node.saved - 1).translate(SUPERSCRIPTS)
        word = "square" if node.saved == 2 else "power"
        return Operation(f"( ){raised}", f"{exponent} · u{lower}", form=f"{{}}{raised}", word=word)
    if node.operation == "PowBackward2" and node.saved is not None:
        return replace(kind, sign=f"{_in_full(node.saved)}ᵘ")
    return kind


def _in_full(number: float) -> str:
    """Without a power of ten, which could not be raised: 1000001, 0.00001, 0.333333."""
    return np.format_float_positional(number, precision=6, trim="-")
