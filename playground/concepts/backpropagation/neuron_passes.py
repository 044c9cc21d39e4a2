"""One pass forward and one backward, neuron by neuron: weighted sum, activation, and the chain rule back through both.

For graphs whose operations say which neuron they belong to (`SmallNet.by_neurons`). The numbers are those of the
recorded pass; the derivative of an activation is the product of PyTorch's local derivatives along it.
Source: https://doi.org/10.1038/323533a0
"""

from collections import Counter
from dataclasses import dataclass

from playground.concepts.backpropagation.autograd_graph import AutogradGraph
from playground.concepts.backpropagation.operations import constants_of
from playground.concepts.backpropagation.passes import Step, bracketed, name_of, update_step, written
from playground.concepts.backpropagation.recording import Group


@dataclass(frozen=True)
class Neuron:
    """Where in the graph a neuron's operations are.

    Attributes:
        group: what is said of it.
        bias: the index of its bias.
        products: for each weight: the indices of weight, of the value it multiplies, and of their product.
        sums: the indices of its sums; the last one is the weighted sum.
        activation: the indices of the operations behind it, in order; empty where there are none.
    """

    group: Group
    bias: int
    products: tuple[tuple[int, int, int], ...]
    sums: tuple[int, ...]
    activation: tuple[int, ...]

    @property
    def total(self) -> int:
        """The weighted sum's index."""
        return self.sums[-1]

    @property
    def output(self) -> int:
        """The index of what the next layer gets."""
        return self.activation[-1] if self.activation else self.total


def neurons(graph: AutogradGraph) -> tuple[Neuron, ...]:
    """The neurons of a graph in forward order; empty for a graph that has none."""
    members: dict[Group, list[int]] = {}
    for index, node in enumerate(graph.nodes):
        if node.group is not None and node.group.kind == "neuron":
            members.setdefault(node.group, []).append(index)
    found = [_neuron(graph, group, indices) for group, indices in members.items()]
    return tuple(sorted(found, key=lambda neuron: neuron.total))


def _neuron(graph: AutogradGraph, group: Group, members: list[int]) -> Neuron:
    leaves = {index for index in members if graph.nodes[index].is_leaf}
    total = next(
        index for index in members if graph.nodes[index].symbol[:1] in ("z", "ŷ") and index not in leaves
    )
    products, sums = [], []
    for index in members:
        if index in leaves or index > total:
            continue
        sources = [graph.edges[edge].source for edge in graph.into(index)]
        if graph.nodes[index].operation.startswith("Mul"):
            weight, value = sources
            products.append((weight, value, index))
        else:
            sums.append(index)
    (bias,) = leaves - {weight for weight, _, _ in products}
    behind = tuple(index for index in members if index > total and index not in leaves)
    return Neuron(group, bias, tuple(products), tuple(sums), behind)


def neuron_steps(
    graph: AutogradGraph, learning_rate: float, parameters: tuple[str, ...], notation: str = ""
) -> tuple[Step, ...]:
    """Both passes of a network of neurons with one squared error.

    Args:
        graph: a recorded pass of `SmallNet.by_neurons`.
        learning_rate: of the plain gradient step at the end.
        parameters: the leaves that are updated, by name; the others are inputs.
        notation: how the numbers are called, for the first step.
    """
    found = neurons(graph)
    forward = [step for neuron in found for step in _forward(graph, neuron)]
    backward = [step for neuron in reversed(found) for step in _backward(graph, neuron)]
    return (
        _start(graph, parameters, notation),
        *forward,
        _loss(graph, found[-1]),
        _loss_backward(graph, found[-1]),
        *backward,
        update_step(graph, learning_rate, parameters),
    )


def _start(graph: AutogradGraph, parameters: tuple[str, ...], notation: str) -> Step:
    leaves = tuple(index for index, node in enumerate(graph.nodes) if node.is_leaf)
    inputs = [_valued(graph, index) for index in leaves if graph.nodes[index].name not in parameters]
    known = f"{', '.join(inputs)}, and the target y = {written(_target(graph))}. The weights are random. Press Play."
    return Step(
        phase="start",
        title="One example goes in",
        lines=tuple(line for line in (known, notation) if line),
        nodes=tuple(index for index in leaves if graph.nodes[index].name not in parameters),
        values=leaves,
    )


def _forward(graph: AutogradGraph, neuron: Neuron) -> list[Step]:
    nodes, total = graph.nodes, graph.nodes[neuron.total]
    bias = nodes[neuron.bias]
    names = [f"{nodes[weight].symbol}·{nodes[value].symbol}" for weight, value, _ in neuron.products]
    numbers = [
        f"{bracketed(written(nodes[weight].value))}·{bracketed(written(nodes[value].value))}"
        for weight, value, _ in neuron.products
    ]
    inside = (*(product for *_, product in neuron.products), *neuron.sums)
    weighted = Step(
        phase="forward",
        title=f"{_title(neuron)}: the weighted sum {total.symbol}",
        lines=(
            f"{total.symbol} = {' + '.join([*names, bias.symbol])}",
            f"= {' + '.join([*numbers, bracketed(written(bias.value))])} = {written(total.value)}",
            _autograd(graph, inside),
        ),
        nodes=(*inside, *(weight for weight, *_ in neuron.products), neuron.bias),
        edges=tuple(edge for index in inside for edge in graph.into(index)),
        values=inside,
    )
    return [weighted, _activated(graph, neuron)] if neuron.activation else [weighted]


def _activated(graph: AutogradGraph, neuron: Neuron) -> Step:
    total, output = graph.nodes[neuron.total], graph.nodes[neuron.output]
    called = neuron.group.function
    return Step(
        phase="forward",
        title=f"{_title(neuron)}: its activation {output.symbol}",
        lines=(
            f"{output.symbol} = {called}({total.symbol}) = {called}({written(total.value)}) = {written(output.value)}",
            _autograd(graph, neuron.activation),
        ),
        nodes=neuron.activation,
        edges=tuple(edge for index in neuron.activation for edge in graph.into(index)),
        values=neuron.activation,
    )


def _loss(graph: AutogradGraph, last: Neuron) -> Step:
    members = tuple(range(last.total + 1, len(graph.nodes)))
    output, target, loss = graph.nodes[last.total].value, _target(graph), graph.nodes[-1].value
    return Step(
        phase="loss",
        title="Loss: how far the output is from the target",
        lines=(
            f"L = (ŷ − y)² = ({written(output)} − {bracketed(written(target))})² = {written(loss)}",
            _autograd(graph, members),
        ),
        nodes=members,
        edges=tuple(edge for index in members for edge in graph.into(index)),
        values=members,
    )


def _loss_backward(graph: AutogradGraph, last: Neuron) -> Step:
    error, output = graph.nodes[-2], graph.nodes[last.total]
    members = tuple(range(last.total + 1, len(graph.nodes)))
    return Step(
        phase="backward",
        title="Loss: turn round",
        lines=(
            "∂L/∂L = 1: this is what goes back.",
            f"∂L/∂ŷ = 2 · (ŷ − y) = 2 · {bracketed(written(error.value))} = {written(output.gradient)}",
            _autograd(graph, tuple(reversed(members))),
        ),
        nodes=(*members, last.total),
        edges=tuple(edge for index in members for edge in graph.into(index)),
        gradients=(*members, last.total),
    )


def _backward(graph: AutogradGraph, neuron: Neuron) -> list[Step]:
    through = [_through_activation(graph, neuron)] if neuron.activation else []
    return [*through, _to_weights(graph, neuron)]


def _through_activation(graph: AutogradGraph, neuron: Neuron) -> Step:
    total, output = graph.nodes[neuron.total], graph.nodes[neuron.output]
    slope = activation_slope(graph, neuron)
    inside = tuple(index for index in neuron.activation if index != neuron.output)
    return Step(
        phase="backward",
        title=f"{_title(neuron)}: back through its activation",
        lines=(
            *_gathered(graph, neuron.output),
            f"{_d(total.symbol)} = {_d(output.symbol)} · {neuron.group.function}′({total.symbol}) = "
            f"{written(output.gradient)} × {bracketed(written(slope))} = {written(total.gradient)}",
            _autograd(graph, tuple(reversed(neuron.activation))),
        ),
        nodes=(*neuron.activation, neuron.total),
        edges=tuple(edge for index in neuron.activation for edge in graph.into(index)),
        gradients=(*inside, neuron.total),
    )


def _to_weights(graph: AutogradGraph, neuron: Neuron) -> Step:
    nodes, total = graph.nodes, graph.nodes[neuron.total]
    back, came = _d(total.symbol), bracketed(written(total.gradient))
    lines = []
    for weight, value, _ in neuron.products:
        factor = bracketed(written(nodes[value].value))
        lines.append(
            f"{_d(nodes[weight].symbol)} = {back} · {nodes[value].symbol} = {came} × {factor} = {written(nodes[weight].gradient)}"
        )
    lines.append(f"{_d(nodes[neuron.bias].symbol)} = {back} · 1 = {written(nodes[neuron.bias].gradient)}")
    sent = [_passed_on(graph, neuron, *each) for each in neuron.products]
    lines.append(f"Back to the layer before: {', '.join(sent)}")
    products = tuple(product for *_, product in neuron.products)
    inside = (*products, *(index for index in neuron.sums if index != neuron.total))
    weights = tuple(weight for weight, *_ in neuron.products)
    complete = tuple(value for _, value, product in neuron.products if _is_first_use(graph, value, product))
    return Step(
        phase="backward",
        title=f"{_title(neuron)}: to its weights, and to what came in",
        lines=(*lines, _autograd(graph, tuple(reversed((*products, *neuron.sums))))),
        nodes=(*inside, neuron.total, *weights, neuron.bias, *(value for _, value, _ in neuron.products)),
        edges=tuple(edge for index in (*inside, neuron.total) for edge in graph.into(index)),
        gradients=(*inside, *weights, neuron.bias, *complete),
    )


def activation_slope(graph: AutogradGraph, neuron: Neuron) -> float:
    """The derivative of a neuron's output by its weighted sum: local derivatives multiplied, and added over all ways."""
    slopes = dict.fromkeys((neuron.total, *neuron.activation), 0.0)
    slopes[neuron.output] = 1.0
    for index in reversed(neuron.activation):
        for number in graph.into(index):
            edge = graph.edges[number]
            assert edge.local is not None  # every node of a neuron is a scalar
            slopes[edge.source] += slopes[index] * edge.local
    return slopes[neuron.total]


def _passed_on(graph: AutogradGraph, neuron: Neuron, weight: int, value: int, product: int) -> str:
    (sent,) = (graph.edges[edge].product for edge in graph.into(product) if graph.edges[edge].source == value)
    came = bracketed(written(graph.nodes[neuron.total].gradient))
    factor = bracketed(written(graph.nodes[weight].value))
    return f"{graph.nodes[value].symbol} gets {came} × {factor} = {written(sent)}"


def _gathered(graph: AutogradGraph, index: int) -> list[str]:
    """Where a value was used by several neurons: what came back from each, added up."""
    parts = [graph.edges[edge].product for edge in graph.out_of(index)]
    if len(parts) < 2:
        return []
    terms = " + ".join(bracketed(written(part)) for part in parts)
    symbol = name_of(graph, index)
    return [
        f"{_d(symbol)} = {terms} = {written(graph.nodes[index].gradient)}, a part from each neuron that used {symbol}"
    ]


def _is_first_use(graph: AutogradGraph, value: int, product: int) -> bool:
    """Whether no earlier product still has to send a gradient to `value`: the way back goes from late to early."""
    return product == min(graph.edges[edge].target for edge in graph.out_of(value))


def _target(graph: AutogradGraph) -> float:
    """The target, an operand of the subtraction before the square."""
    (constant,) = constants_of(graph, len(graph.nodes) - 2)
    assert constant.value is not None
    return float(constant.value)


def _autograd(graph: AutogradGraph, indices: tuple[int, ...]) -> str:
    """PyTorch's names of the nodes, for those who want them."""
    counts = Counter(graph.nodes[index].operation for index in indices)
    names = [name if count == 1 else f"{count} {name}" for name, count in counts.items()]
    return f"({', '.join(names)})"


def _valued(graph: AutogradGraph, index: int) -> str:
    return f"{graph.nodes[index].name} = {written(graph.nodes[index].value)}"


def _title(neuron: Neuron) -> str:
    return neuron.group.label.capitalize()


def _d(symbol: str) -> str:
    return f"∂L/∂{symbol}"
