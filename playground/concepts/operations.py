"""What the nodes of an autograd graph do, in a sign and a rule: `MulBackward0` is ×, and its local derivative the other factor.

Source of the rules: `tools/autograd/derivatives.yaml` of PyTorch. They are words beside the numbers; the numbers
themselves come from PyTorch.
"""

import re
from dataclasses import dataclass

from playground.concepts.autograd_graph import Node


@dataclass(frozen=True)
class Operation:
    """One kind of operation.

    Attributes:
        sign: what the node shows.
        rule: its local derivative in words.
        infix: whether the sign stands between two operands.
    """

    sign: str
    rule: str
    infix: bool = False


OPERATIONS: dict[str, Operation] = {
    "Add": Operation("+", "a sum passes the gradient on unchanged", infix=True),
    "Sub": Operation("−", "a difference passes it on, with a minus to what is subtracted", infix=True),
    "Mul": Operation("×", "each factor gets the other factor", infix=True),
    "Div": Operation("÷", "1 / b for the numerator, −a / b² for the denominator", infix=True),
    "Neg": Operation("−", "the sign turns"),
    "Pow": Operation("power", "n · aⁿ⁻¹"),
    "Exp": Operation("exp", "the exponential itself"),
    "Log": Operation("ln", "1 / a"),
    "Sqrt": Operation("√", "1 / (2 √a)"),
    "Sin": Operation("sin", "cos a"),
    "Cos": Operation("cos", "−sin a"),
    "Tan": Operation("tan", "1 + tan² a"),
    "Abs": Operation("|a|", "the sign of a"),
    "Tanh": Operation("tanh", "1 − tanh²"),
    "Sigmoid": Operation("σ", "σ (1 − σ)"),
    "Relu": Operation("ReLU", "1 above 0, else 0"),
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


def operation_of(node: Node) -> Operation:
    """The kind of an operation; a power with its exponent."""
    name = re.sub(r"Backward\d*$", "", node.operation)
    kind = OPERATIONS.get(name)
    if kind is None:
        return Operation(name, "its own rule")
    if name == "Pow" and node.saved is not None:
        exponent = f"{node.saved:g}"
        return Operation(
            f"a{exponent.translate(SUPERSCRIPTS)}",
            f"{exponent} · a{f'{node.saved - 1:g}'.translate(SUPERSCRIPTS)}",
        )
    return kind
