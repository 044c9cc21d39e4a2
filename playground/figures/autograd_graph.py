"""An autograd graph for the browser: neurons and layers, where each node stands, what it says, the steps of its passes, and its paths."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from playground.concepts.backpropagation.autograd_graph import AutogradGraph, Forward
from playground.concepts.backpropagation.chain_rule import finite_differences, paths
from playground.concepts.backpropagation.neuron_passes import neurons
from playground.concepts.backpropagation.operations import constants_of, operation_of
from playground.concepts.backpropagation.passes import Step, written
from playground.concepts.backpropagation.recording import Constant
from playground.figures.graph_layout import Frame, Item, layout, text_width
from playground.formatting import format_number
from playground.markdown import first_sentence

KINK = "They differ: right here the loss jumps, or has a kink, and no single slope."

UNKNOWN = "?"
"""Of a number inside of one call, which PyTorch keeps to itself."""


@dataclass(frozen=True)
class _Operand:
    """A constant on the picture: autograd has no node for it, but its operation has a wire from it."""

    constant: Constant
    target: int


def graph_data(
    graph: AutogradGraph,
    steps: tuple[Step, ...],
    inputs: tuple[str, ...],
    alt: str,
    checks: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """All that the component needs, as JSON.

    Args:
        graph: a recorded pass.
        steps: its passes; empty for a picture that stands still.
        inputs: the leaves that are no parameters.
        alt: the takeaway in Markdown, for who cannot see the picture.
        checks: of `chain_checks`, what a click on a leaf shows.
    """
    operands = [
        _Operand(constant, index)
        for index in range(len(graph.nodes))
        for constant in constants_of(graph, index)
    ]
    nodes = [
        *(_node(graph, index, inputs, checks or {}) for index in range(len(graph.nodes))),
        *(_constant(operand) for operand in operands),
    ]
    edges = [(edge.source, edge.target) for edge in graph.edges]
    edges += [(len(graph.nodes) + number, operand.target) for number, operand in enumerate(operands)]
    places = layout(_items(graph, operands, nodes), edges)
    for node, (x, y), width in zip(nodes, places.corners, places.widths, strict=True):
        node |= {"x": round(x, 1), "y": round(y, 1), "width": round(width, 1)}
    return {
        "nodes": nodes,
        "edges": edges,
        "groups": [_group(frame, nodes) for frame in places.frames],
        "size": [round(places.width, 1), round(places.height, 1)],
        "steps": [vars(step) for step in steps],
        "checks": {str(graph.leaf(name)): check for name, check in (checks or {}).items()},
        "alt": first_sentence(alt),
    }


def _node(
    graph: AutogradGraph, index: int, inputs: tuple[str, ...], checks: Mapping[str, Any]
) -> dict[str, Any]:
    """What a node says of its operation, its value and its gradient."""
    node = graph.nodes[index]
    sign = node.name if node.is_leaf else operation_of(node).sign
    return {
        "sign": f"L = {sign}" if node.symbol == "L" else sign,
        "name": node.symbol or sign,
        "operation": node.operation,
        "kind": _kind(graph, index, inputs),
        "checked": node.is_leaf and node.name in checks,
        "shape": "scalar" if node.gradient.ndim == 0 else "×".join(map(str, node.gradient.shape)),
        "value": _short(node.value),
        "gradient": _short(node.gradient),
        "values": written(node.value),
        "gradients": written(node.gradient),
    }


def _constant(operand: _Operand) -> dict[str, Any]:
    value, name = operand.constant.value, operand.constant.name
    if isinstance(value, int | float):
        value = torch.tensor(float(value), dtype=torch.float64)
    short = UNKNOWN if value is None else _short(value)
    return {
        "sign": name or short,
        "name": name or short,
        "operation": "",
        "kind": "target" if name else "constant",
        "checked": False,
        "shape": "scalar" if value is None or value.ndim == 0 else "×".join(map(str, value.shape)),
        "value": short if name else "",
        "gradient": "",
        "values": UNKNOWN if value is None else written(value),
        "gradients": "",
    }


def _items(graph: AutogradGraph, operands: list[_Operand], nodes: list[dict[str, Any]]) -> list[Item]:
    products = {index for neuron in neurons(graph) for *_, index in neuron.products}
    sums = {index for neuron in neurons(graph) for index in neuron.sums}
    items = []
    for index, node in enumerate(graph.nodes):
        text = max(
            f"{nodes[index]['sign']} {nodes[index]['value']}", nodes[index]["gradient"], key=text_width
        )
        role = "leaf" if node.is_leaf else "operation"
        items.append(Item(text, role, node.group, index in products, index in sums))
    for operand, shown in zip(operands, nodes[len(graph.nodes) :], strict=True):
        items.append(Item(f"{shown['sign']} {shown['value']}", "constant", graph.nodes[operand.target].group))
    return items


def _group(frame: Frame, nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """A neuron or a layer: its border, what stands on it, and the numbers that say most of it."""
    group = frame.group
    shown = [index for index in frame.members if _is_shown(nodes[index])]

    def order(index: int) -> tuple[bool, int]:
        return nodes[index]["kind"] != "target", index

    return {
        "label": group.label,
        "where": group.where,
        "who": group.who,
        "formula": group.formula,
        "layer": group.layer,
        "box": [round(each, 1) for each in (frame.x, frame.y, frame.width, frame.height)],
        "members": list(frame.members),
        "values": [[_brief(group.kind, nodes[index]["name"]), index] for index in sorted(shown, key=order)],
        "slope": min(shown, default=-1) if group.kind in ("neuron", "layer") else -1,
    }


def _is_shown(node: Mapping[str, Any]) -> bool:
    """Whether a number stands for its neuron: what has a symbol of its own, but no weight."""
    return node["kind"] in ("input", "target") or (
        node["kind"] in ("operation", "loss")
        and node["name"][:1] in "zaŷLZA"
        and node["name"] not in (node["sign"], "ŷ − y")
    )


def _brief(kind: str, name: str) -> str:
    """Inside of its neuron a symbol needs no indices."""
    return name[0] if kind in ("neuron", "layer") else name


def _kind(graph: AutogradGraph, index: int, inputs: tuple[str, ...]) -> str:
    """`input`, `parameter`, `operation`, or `loss` for the last operation."""
    node = graph.nodes[index]
    if node.is_leaf:
        return "input" if node.name in inputs else "parameter"
    return "loss" if index == len(graph.nodes) - 1 else "operation"


def chain_checks(
    graph: AutogradGraph, forward: Forward, values: Mapping[str, Tensor], leaves: Iterable[str]
) -> dict[str, dict[str, Any]]:
    """For each of `leaves`: its paths with their products, their sum, PyTorch's `.grad` and the finite difference.

    A tensor has no paths of its own: its gradient stands beside the finite differences alone.
    """
    checks = {}
    for name in leaves:
        index = graph.leaf(name)
        gradient = graph.nodes[index].gradient
        ways = paths(graph, index) if gradient.ndim == 0 else ()
        difference = finite_differences(forward, values, name)
        checks[name] = {
            "name": name,
            "paths": [
                {"edges": list(way.edges), "factors": _factors(way.factors), "product": written(way.product)}
                for way in ways
            ],
            "sum": written(sum(way.product for way in ways)),
            "gradient": written(gradient),
            "difference": written(difference),
            "note": "" if torch.allclose(gradient, difference, rtol=0.01, atol=1e-4) else KINK,
        }
    return checks


def _short(value: Tensor | None) -> str:
    """What fits into a node: three digits, or the shape of a tensor."""
    if value is None or value.ndim:
        return "" if value is None else "×".join(map(str, value.shape))
    return format_number(float(value))


def _factors(factors: tuple[float, ...]) -> str:
    """The product written out; factors of 1, which sums pass on, are left out."""
    others = [written(factor) for factor in factors if factor != 1]
    return " × ".join(f"({text})" if text.startswith("−") else text for text in others) or "1"
