"""One pass forward and one backward, node by node: what is computed, what comes back, and the product of the two."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.concepts.backpropagation.autograd_graph import AutogradGraph, Forward, Node
from playground.concepts.backpropagation.operations import Operation, name_of_function, operation_of

SHOWN = 4
"""Numbers of a tensor that are written out before the dots."""
CONSTANT_FROM: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, result: result - a,
    "−": lambda a, result: a - result,
    "×": lambda a, result: result / a,
    "÷": lambda a, result: a / result,
    "c − a": lambda a, result: result + a,
}
"""The number that an operation on one operand `a` must have had for its result, by the operation's sign."""


@dataclass(frozen=True)
class Step:
    """One step of a pass.

    Attributes:
        phase: `"forward"`, `"loss"`, `"backward"` or `"update"`.
        title: what happens, in a few words.
        lines: the arithmetic, with the numbers of this very pass.
        nodes: indices of the nodes that light up.
        edges: indices of the edges along which something flows.
        values: nodes whose value is known from now on.
        gradients: nodes whose gradient is known from now on.
    """

    phase: str
    title: str
    lines: tuple[str, ...]
    nodes: tuple[int, ...]
    edges: tuple[int, ...] = ()
    values: tuple[int, ...] = ()
    gradients: tuple[int, ...] = ()


def steps(graph: AutogradGraph, learning_rate: float, parameters: tuple[str, ...]) -> tuple[Step, ...]:
    """Both passes: forward node by node, the loss, backward node by node, and the update.

    Args:
        graph: a recorded pass.
        learning_rate: of the plain gradient step at the end.
        parameters: the leaves that are updated, by name; the others are inputs.
    """
    operations = [index for index, node in enumerate(graph.nodes) if not node.is_leaf]
    leaves = [index for index, node in enumerate(graph.nodes) if node.is_leaf]
    first = Step(
        phase="forward",
        title="The leaves: inputs and parameters",
        lines=(_list_of(graph, leaves),),
        nodes=tuple(leaves),
        values=tuple(leaves),
    )
    loss = Step(
        phase="loss",
        title="Turn round at the loss",
        lines=(f"loss = {written(graph.nodes[-1].value)}", "∂loss/∂loss = 1: this is what goes back."),
        nodes=(operations[-1],),
        gradients=(operations[-1],),
    )
    return (
        first,
        *(_forward(graph, index) for index in operations),
        loss,
        *(_backward(graph, index) for index in reversed(operations)),
        _update(graph, learning_rate, parameters),
    )


def loss_after_update(
    graph: AutogradGraph,
    forward: Forward,
    values: Mapping[str, Tensor],
    learning_rate: float,
    parameters: tuple[str, ...],
) -> float:
    """The loss of the same example once every parameter has taken its step."""
    updated = dict(values)
    for name in parameters:
        updated[name] = values[name].double() - learning_rate * graph.nodes[graph.leaf(name)].gradient
    with torch.no_grad():
        return float(forward(updated))


def name_of(graph: AutogradGraph, index: int) -> str:
    """How a node is called in a sentence: its own name for a leaf, its operation and its value otherwise."""
    node = graph.nodes[index]
    return node.name if node.is_leaf else f"[{operation_of(node).sign} = {written(node.value)}]"


def written(value: Tensor | float | None) -> str:
    """A number with four digits; a tensor as its shape and first numbers; '?' for a value that PyTorch kept to itself."""
    if value is None:
        return "?"
    if isinstance(value, Tensor) and value.ndim:
        numbers = ", ".join(written(float(number)) for number in value.flatten()[:SHOWN])
        shape = "×".join(str(size) for size in value.shape)
        return f"{shape} [{numbers}{', …' if value.numel() > SHOWN else ''}]"
    text = f"{float(value):.4g}"
    return "0" if text == "-0" else text.replace("-", "−")


def _forward(graph: AutogradGraph, index: int) -> Step:
    node, into = graph.nodes[index], graph.into(index)
    operands = [graph.nodes[graph.edges[edge].source].value for edge in into]
    arithmetic = _arithmetic(operation_of(node), operands, node)
    return Step(
        phase="forward",
        title=f"Forward: {name_of_function(node)}",
        lines=(f"{arithmetic} = {written(node.value)}",),
        nodes=(index,),
        edges=tuple(into),
        values=(index,),
    )


def _arithmetic(kind: Operation, operands: list[Tensor | None], node: Node) -> str:
    """The operation written out with its numbers."""
    texts = [written(operand) for operand in operands]
    if kind.infix and len(texts) == 2:
        return f"{texts[0]} {kind.sign} {_bracketed(texts[1])}"
    constant = _constant(kind.sign, operands[0], node)
    if kind.infix:
        return f"{texts[0]} {kind.sign} {_bracketed(constant)}"
    if kind.form:
        return kind.form.format(_bracketed(texts[0]), bare=texts[0], constant=constant)
    return f"{kind.sign}({', '.join(texts)})"


def _constant(sign: str, operand: Tensor | None, node: Node) -> str:
    """The number that was no tensor, for which the graph has no node: saved, or as operand and result imply."""
    if node.saved is not None:
        return written(node.saved)
    if operand is None or node.value is None or operand.ndim or node.value.ndim:
        return "constant"
    a, result = float(operand), float(node.value)
    if sign in "×÷" and 0 in (a, result):
        return "constant"
    solve = CONSTANT_FROM.get(sign)
    return written(round(solve(a, result), 10)) if solve else "constant"


def _backward(graph: AutogradGraph, index: int) -> Step:
    node, into = graph.nodes[index], graph.into(index)
    lines = [f"{node.operation}: {operation_of(node).rule}."]
    for number in into:
        edge = graph.edges[number]
        to = name_of(graph, edge.source)
        if edge.local is None:
            lines.append(f"to {to}: incoming {written(edge.incoming)} → {written(edge.product)}")
        else:
            lines.append(
                f"to {to}: local {written(edge.local)} × incoming {written(edge.incoming)} = {written(edge.product)}"
            )
    sources = tuple(dict.fromkeys(graph.edges[number].source for number in into))
    lines += [_gathered(graph, source) for source in sources if _is_last_use(graph, index, source)]
    complete = tuple(source for source in sources if _is_last(graph, index, source))
    return Step(
        phase="backward",
        title=f"Backward through {operation_of(node).sign}",
        lines=tuple(lines),
        nodes=(index, *sources),
        edges=tuple(into),
        gradients=complete,
    )


def _is_last(graph: AutogradGraph, index: int, source: int) -> bool:
    """Whether no earlier operation still has to send a gradient to `source`: the way back goes from late to early."""
    return index == min(graph.edges[edge].target for edge in graph.out_of(source))


def _is_last_use(graph: AutogradGraph, index: int, source: int) -> bool:
    return len(graph.out_of(source)) > 1 and _is_last(graph, index, source)


def _gathered(graph: AutogradGraph, source: int) -> str:
    parts = [
        graph.edges[edge].product
        for edge in sorted(graph.out_of(source), key=lambda edge: -graph.edges[edge].target)
    ]
    terms = " + ".join(_bracketed(written(part)) for part in parts)
    return f"{name_of(graph, source)} was used {len(parts)} times: {terms} = {written(graph.nodes[source].gradient)}"


def _update(graph: AutogradGraph, learning_rate: float, parameters: tuple[str, ...]) -> Step:
    lines, indices = [], []
    for name in parameters:
        index = graph.leaf(name)
        node = graph.nodes[index]
        assert node.value is not None  # a leaf has a value
        new = node.value - learning_rate * node.gradient
        lines.append(
            f"{name}: {written(node.value)} − {written(learning_rate)} · {_bracketed(written(node.gradient))} = {written(new)}"
        )
        indices.append(index)
    return Step("update", "Update: a step against each gradient", tuple(lines), tuple(indices))


def _list_of(graph: AutogradGraph, indices: list[int]) -> str:
    return ", ".join(f"{graph.nodes[index].name} = {written(graph.nodes[index].value)}" for index in indices)


def _bracketed(text: str) -> str:
    return f"({text})" if text.startswith("−") else text
