"""The autograd graph of a computation, walked from the `grad_fn` of its result, with the numbers that passed through it.

PyTorch keeps a graph of backward functions, not of values. So the forward pass runs under a mode that keeps the result
of every call, and the backward pass under hooks that keep what each function received and what it sent on.
Source: https://docs.pytorch.org/docs/stable/notes/autograd.html
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from playground.concepts.backpropagation.recording import Constant, Group, Recording, recorded
from playground.errors import ConfigurationError

MAX_NODES = 400
"""A larger graph is refused: nobody could read it."""

Forward = Callable[[Mapping[str, Tensor]], Tensor]
"""A computation: from named leaves to a scalar loss."""


@dataclass(frozen=True)
class Node:
    """One node of the graph.

    Attributes:
        operation: PyTorch's own name, such as `MulBackward0`, or `AccumulateGrad` for a leaf.
        name: the leaf's name; empty for an operation.
        value: what the forward pass computed here, float64; None where PyTorch keeps it to itself, inside of one call.
        gradient: of the loss with respect to that value; of the same shape.
        saved: the number that a power keeps for the way back, its exponent or its base; None without one.
        symbol: what a formula calls it, such as `z⁽¹⁾₂`; a leaf's name; empty for a result that nobody named.
        group: the neuron or the layer that it belongs to; None where the computation has none.
        constants: what the call was given that autograd has no node for.
    """

    operation: str
    name: str
    value: Tensor | None
    gradient: Tensor
    saved: float | None = None
    symbol: str = ""
    group: Group | None = None
    constants: tuple[Constant, ...] = ()

    @property
    def is_leaf(self) -> bool:
        """Whether it is an input or a parameter, where gradients are kept in `.grad`."""
        return self.operation == "AccumulateGrad"


@dataclass(frozen=True)
class Edge:
    """What a value is used for: from the node that made it to an operation that takes it.

    Attributes:
        source: the index of the node that made the value.
        target: the index of the operation that uses it.
        incoming: the gradient that came back to `target`.
        product: the gradient that `target` sends on to `source`: its local derivative times `incoming`.
        local: the local derivative, by calling the backward function with 1; None unless both ends are scalars.
    """

    source: int
    target: int
    incoming: Tensor
    product: Tensor
    local: float | None


@dataclass(frozen=True)
class AutogradGraph:
    """Nodes in the order of the forward pass, leaves first; the last one is the loss."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @property
    def loss(self) -> float:
        """The value of the last node."""
        value = self.nodes[-1].value
        assert value is not None  # the loss is the result of a call
        return float(value)

    def into(self, node: int) -> list[int]:
        """The edges that bring an operation its operands, by index, in the order of its arguments."""
        return [index for index, edge in enumerate(self.edges) if edge.target == node]

    def out_of(self, node: int) -> list[int]:
        """The edges along which a value is used, by index."""
        return [index for index, edge in enumerate(self.edges) if edge.source == node]

    @property
    def leaf_names(self) -> tuple[str, ...]:
        """The leaves that the loss depends on."""
        return tuple(node.name for node in self.nodes if node.is_leaf)

    def leaf(self, name: str) -> int:
        """The index of a leaf; KeyError for a name that the loss does not depend on."""
        for index, node in enumerate(self.nodes):
            if node.is_leaf and node.name == name:
                return index
        raise KeyError(name)


def record(forward: Forward, values: Mapping[str, Tensor]) -> AutogradGraph:
    """Run `forward` once forward and once backward, and keep everything.

    Args:
        forward: any PyTorch code from named leaves to a scalar.
        values: the leaves' values; they are copied, so nothing else sees the gradients.

    Raises:
        ConfigurationError: the result is no scalar, does not depend on any leaf, or has a graph over `MAX_NODES`.
    """
    leaves = {name: value.detach().double().clone().requires_grad_() for name, value in values.items()}
    with torch.enable_grad(), recorded() as recording:
        loss = forward(leaves)
        if loss.is_leaf and loss.requires_grad:
            loss = loss * 1  # the loss is an input itself: a graph needs one operation
    if loss.ndim != 0 or loss.grad_fn is None:
        raise ConfigurationError(
            f"Expected a scalar that depends on {', '.join(leaves)}, but got a tensor of shape {tuple(loss.shape)} "
            f"{'without a graph' if loss.grad_fn is None else ''}. Use at least one of them."
        )
    names = {id(leaf): name for name, leaf in leaves.items()}
    order = {name: place for place, name in enumerate(leaves)}
    functions = _walk(loss.grad_fn)
    functions.sort(key=lambda each: order[names[id(each.variable)]] if _is_leaf(each) else len(order))
    return _backward(loss, functions, names, recording)


def _walk(root: Any) -> list[Any]:
    """Every backward function behind `root`, in the order of the forward pass: leaves first, `root` last."""
    found, waiting = [root], [root]
    while waiting:
        for function, _ in waiting.pop().next_functions:
            if function is not None and function not in found:
                found.append(function)
                waiting.append(function)
        if len(found) > MAX_NODES:
            raise ConfigurationError(
                f"Expected a graph of at most {MAX_NODES} nodes, but this one is larger. Take a smaller computation."
            )
    return sorted(found, key=lambda function: (not _is_leaf(function), function._sequence_nr()))


def _backward(
    loss: Tensor, functions: list[Any], names: Mapping[int, str], recording: Recording
) -> AutogradGraph:
    received: dict[Any, Tensor] = {}
    sent: dict[Any, tuple[Tensor | None, ...]] = {}

    def keep(function: Any) -> Any:
        def hook(gradients_sent: Any, gradients_received: Any) -> None:
            received[function], sent[function] = gradients_received[0].clone(), gradients_sent

        return hook

    hooks = [function.register_hook(keep(function)) for function in functions]
    loss.backward(retain_graph=True)
    for hook in hooks:
        hook.remove()
    locals_ = {function: _local_derivatives(function, received[function]) for function in functions}
    index = {function: number for number, function in enumerate(functions)}
    _complete(functions, recording)
    groups = _groups(functions, recording)
    nodes = [_node(function, names, recording, received, groups.get(function)) for function in functions]
    edges = []
    for function in functions:
        for slot, (operand, _) in enumerate(function.next_functions):
            if operand is not None:
                product = sent[function][slot]
                assert product is not None  # an operand with a graph gets a gradient
                edges.append(
                    Edge(
                        index[operand],
                        index[function],
                        received[function],
                        product.clone(),
                        locals_[function][slot],
                    )
                )
    return AutogradGraph(tuple(nodes), tuple(edges))


def _node(
    function: Any, names: Mapping[int, str], recording: Recording, received: Mapping, group: Group | None
) -> Node:
    if _is_leaf(function):
        leaf = function.variable
        name = names[id(leaf)]
        return Node("AccumulateGrad", name, leaf.detach(), leaf.grad.clone(), symbol=name, group=group)
    value = recording.results.get(function)
    return Node(
        function.name(),
        "",
        None if value is None else value.detach(),
        received[function],
        _saved_number(function),
        recording.symbols.get(function, ""),
        group,
        recording.constants.get(function, ()),
    )


def _complete(functions: list[Any], recording: Recording) -> None:
    """Find results of operations inside of a call: kept by themselves, or by the operation that uses them."""
    for function in functions:
        for (operand, _), kept in zip(function.next_functions, ("_saved_self", "_saved_other"), strict=False):
            value = getattr(function, kept, None)
            if operand is not None and isinstance(value, Tensor):
                recording.results.setdefault(operand, value)
        result = getattr(function, "_saved_result", None)
        if function.name() == "AbsBackward0":
            result = function._saved_self.abs()
        if isinstance(result, Tensor):
            recording.results.setdefault(function, result)


def _groups(functions: list[Any], recording: Recording) -> dict[Any, Group]:
    """Each function's group: its own; that of what uses it for operations inside of a call, and for parameters."""
    groups: dict[Any, Group] = {}
    for function in reversed(functions):
        own = recording.groups.get(id(function.variable) if _is_leaf(function) else function)
        if own is not None:
            groups[function] = own
        if function in groups:
            for operand, _ in function.next_functions:
                if operand is not None and operand not in recording.groups:
                    groups[operand] = groups[function]
    return groups


def _saved_number(function: Any) -> float | None:
    """Of a power: its exponent, or its base where that is the number."""
    if function.name() == "PowBackward2":
        return float(function._saved_self)
    exponent = getattr(function, "_saved_exponent", None)
    return float(exponent) if isinstance(exponent, int | float) else None


def _local_derivatives(function: Any, received: Tensor) -> list[float | None]:
    """The derivative of an operation's result by each operand: its backward function called with 1."""
    if _is_leaf(function) or received.ndim != 0:
        return [None] * len(function.next_functions)
    answers = function(torch.ones_like(received))
    answers = answers if isinstance(answers, tuple) else (answers,)
    return [float(answer.detach()) if answer is not None and answer.ndim == 0 else None for answer in answers]


def _is_leaf(function: Any) -> bool:
    return hasattr(function, "variable")
