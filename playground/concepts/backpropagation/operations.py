"""What the nodes of an autograd graph do, in a sign and a rule: `MulBackward0` is ×, and its local derivative the other factor.

Source of the rules: `tools/autograd/derivatives.yaml` of PyTorch. They are words beside the numbers; the numbers
themselves come from PyTorch.
"""

import re
from dataclasses import dataclass

from playground.concepts.backpropagation.autograd_graph import Node


@dataclass(frozen=True)
class Operation:
    """One kind of operation.

    Attributes:
        sign: what the node shows.
        rule: its local derivative in words.
        infix: whether the sign stands between two operands.
        form: how the operation on one operand is written, where that is not `sign(operand)`: with `{}` for the operand,
            `{bare}` for it without parentheses, and `{constant}` for a number that is no node.
    """

    sign: str
    rule: str
    infix: bool = False
    form: str = ""


OPERATIONS: dict[str, Operation] = {
    "Add": Operation("+", "a sum passes the gradient on unchanged", infix=True),
    "Sub": Operation("−", "a difference passes it on, with a minus to what is subtracted", infix=True),
    "Mul": Operation("×", "each factor gets the other factor", infix=True),
    "Div": Operation("÷", "1 / b for the numerator, −a / b² for the denominator", infix=True),
    "Neg": Operation("−", "the sign turns"),
    "Rsub": Operation("c − a", "a minus, for what is subtracted", form="{constant} − {}"),
    "Reciprocal": Operation("1 ÷ a", "−1 / a²", form="1 ÷ {}"),
    "Pow": Operation("power", "n · aⁿ⁻¹"),
    "Pow1": Operation("aᵇ", "b · aᵇ⁻¹ for the base, aᵇ · ln a for the exponent"),
    "Pow2": Operation("cᵃ", "cᵃ · ln c", form="{constant} to the power of {}"),
    "Exp": Operation("exp", "the exponential itself"),
    "Log": Operation("ln", "1 / a"),
    "Sqrt": Operation("√", "1 / (2 √a)"),
    "Sin": Operation("sin", "cos a"),
    "Cos": Operation("cos", "−sin a"),
    "Tan": Operation("tan", "1 + tan² a"),
    "Asin": Operation("arcsin", "1 / √(1 − a²)"),
    "Acos": Operation("arccos", "−1 / √(1 − a²)"),
    "Atan": Operation("arctan", "1 / (1 + a²)"),
    "Sinh": Operation("sinh", "cosh a"),
    "Cosh": Operation("cosh", "sinh a"),
    "Log10": Operation("log₁₀", "1 / (a · ln 10)"),
    "Abs": Operation("|a|", "the sign of a", form="|{bare}|"),
    "Minimum": Operation("min", "1 for the smaller one, 0 for the other"),
    "Maximum": Operation("max", "1 for the larger one, 0 for the other"),
    "Tanh": Operation("tanh", "1 − tanh²"),
    "Sigmoid": Operation("σ", "σ (1 − σ)"),
    "Relu": Operation("ReLU", "1 above 0, else 0"),
    "LeakyRelu": Operation("leaky", "1 above 0, else its small slope"),
    "Elu": Operation("ELU", "its scale above 0; below, that of its exponential"),
    "Celu": Operation("CELU", "1 above 0; below, that of its exponential"),
    "Gelu": Operation("GELU", "Φ(a) + a · φ(a), of the normal distribution"),
    "Silu": Operation("SiLU", "σ + a · σ (1 − σ)"),
    "Mish": Operation("Mish", "tanh(s) + a · σ (1 − tanh² s), where s = ln(1 + eᵃ)"),
    "Softplus": Operation("softplus", "σ"),
    "LogSigmoid": Operation("ln σ", "1 − σ"),
    "Hardtanh": Operation("clip", "1 between its ends, else 0"),
    "Hardswish": Operation("hardswish", "(2a + 3) / 6 between −3 and 3; 0 below, 1 above"),
    "Hardsigmoid": Operation("hardσ", "1 / 6 between −3 and 3, else 0"),
    "Mm": Operation("matrix ×", "the other matrix, transposed", infix=True),
    "Permute": Operation("transpose", "the transpose again"),
    "T": Operation("transpose", "the transpose again"),
    "Squeeze": Operation("squeeze", "the same numbers in the old shape"),
    "Sum": Operation("sum", "1 for each"),
    "Mean": Operation("mean", "1 / N for each"),
    "MseLoss": Operation("MSE", "2 (a − y) / N"),
}
"""By PyTorch's name without `Backward`; what is not here goes by that name."""

SUPERSCRIPTS = str.maketrans("0123456789-.", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻·")


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
        exponent = f"{node.saved:g}"
        raised = exponent.translate(SUPERSCRIPTS)
        rule = f"{exponent} · a{f'{node.saved - 1:g}'.translate(SUPERSCRIPTS)}"
        return Operation(f"a{raised}", rule, form=f"{{}}{raised}")
    return kind
