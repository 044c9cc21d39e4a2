"""One pass forward and one backward, node by node: what is computed, what comes back, and the product of the two."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.concepts.backpropagation.autograd_graph import AutogradGraph, Forward, Node
from playground.concepts.backpropagation.operations import Operation, constants_of, operation_of
from playground.formatting import format_number

SHOWN = 4
"""Numbers of a tensor that are written out before the dots."""


@dataclass(frozen=True)
class Step:
    """One step of a pass.

    Attributes:
        phase: `"start"`, `"forward"`, `"loss"`, `"backward"` or `"update"`.
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
        phase="start",
        title="What goes in",
        lines=(_list_of(graph, leaves), "Press Play, or step with the arrows."),
        nodes=tuple(leaves),
        values=tuple(leaves),
    )
    loss = Step(
        phase="loss",
        title="Turn round at the result",
        lines=(
            f"The result is {written(graph.nodes[-1].value)}.",
            "Its derivative by itself is 1: this is what goes back.",
        ),
        nodes=(operations[-1],),
        gradients=(operations[-1],),
    )
    return (
        first,
        *(_forward(graph, index) for index in operations),
        loss,
        *(_backward(graph, index) for index in reversed(operations)),
        update_step(graph, learning_rate, parameters),
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
    """How a node is called in a sentence: by its symbol, or by its operation and its value."""
    node = graph.nodes[index]
    return node.symbol or f"the {operation_of(node).called} {written(node.value)}"


def written(value: Tensor | float | None) -> str:
    """A number with four digits; a tensor as its shape and first numbers; '?' for a value that PyTorch kept to itself."""
    if value is None:
        return "?"
    if isinstance(value, Tensor) and value.ndim:
        numbers = ", ".join(written(float(number)) for number in value.flatten()[:SHOWN])
        shape = "×".join(str(size) for size in value.shape)
        return f"{shape} [{numbers}{', …' if value.numel() > SHOWN else ''}]"
    return format_number(float(value), 4)


def _forward(graph: AutogradGraph, index: int) -> Step:
    node, into = graph.nodes[index], graph.into(index)
    operation = operation_of(node)
    return Step(
        phase="forward",
        title=_title(node, f"the {operation.called} ({node.operation})"),
        lines=(f"{_arithmetic(graph, index, operation)} = {written(node.value)}",),
        nodes=(index,),
        edges=tuple(into),
        values=(index,),
    )


def _title(node: Node, words: str) -> str:
    """The layer or the neuron first, where there is one."""
    whole = f"{node.group.label}: {words}" if node.group else words
    return whole[0].upper() + whole[1:]


def _arithmetic(graph: AutogradGraph, index: int, kind: Operation) -> str:
    """The operation written out with its numbers."""
    texts = [written(graph.nodes[graph.edges[edge].source].value) for edge in graph.into(index)]
    for constant in constants_of(graph, index):
        number = "constant" if constant.value is None else written(constant.value)
        texts.insert(constant.position, number)
    if kind.infix:
        return f"{texts[0]} {kind.sign} {bracketed(texts[1])}"
    if kind.form:
        base = written(graph.nodes[index].saved)
        return kind.form.format(bracketed(texts[0]), bare=texts[0], constant=base)
    return f"{kind.sign}({', '.join(texts)})"


def _backward(graph: AutogradGraph, index: int) -> Step:
    node, into = graph.nodes[index], graph.into(index)
    operation = operation_of(node)
    lines = [f"Its local derivative: {operation.rule}."]
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
        title=_title(node, f"back through the {operation.called} ({node.operation})"),
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
    terms = " + ".join(bracketed(written(part)) for part in parts)
    return f"{name_of(graph, source)} was used {len(parts)} times: {terms} = {written(graph.nodes[source].gradient)}"


def update_step(graph: AutogradGraph, learning_rate: float, parameters: tuple[str, ...]) -> Step:
    """The last step: every parameter against its gradient."""
    lines, indices = [], []
    for name in parameters:
        index = graph.leaf(name)
        node = graph.nodes[index]
        assert node.value is not None  # a leaf has a value
        new = node.value - learning_rate * node.gradient
        lines.append(
            f"{name}: {written(node.value)} − {written(learning_rate)} · {bracketed(written(node.gradient))} = {written(new)}"
        )
        indices.append(index)
    return Step("update", "Update: a step against each gradient", tuple(lines), tuple(indices))


def _list_of(graph: AutogradGraph, indices: list[int]) -> str:
    return ", ".join(f"{graph.nodes[index].name} = {written(graph.nodes[index].value)}" for index in indices)


def bracketed(text: str) -> str:
    """A negative number in parentheses, as behind a sign."""
    return f"({text})" if text.startswith("−") else text
