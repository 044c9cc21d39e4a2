"""An autograd graph for the browser: where each node stands, what it says, the steps of its passes, and its paths."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor

from playground.concepts.backpropagation.autograd_graph import AutogradGraph, Forward, Node
from playground.concepts.backpropagation.chain_rule import finite_differences, paths
from playground.concepts.backpropagation.operations import operation_of
from playground.concepts.backpropagation.passes import Step, written

KINK = "They differ: right here the loss jumps, or has a kink, and no single slope."

SWEEPS = 12
"""Of the layout: after these nothing moves any more on graphs of this size."""

Place = tuple[int, float]


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
    places = layout(graph)
    return {
        "nodes": [
            {
                **_numbers(node),
                "kind": _kind(graph, index, inputs),
                "checked": node.is_leaf and node.name in (checks or {}),
                "column": places[index][0],
                "row": round(places[index][1], 3),
            }
            for index, node in enumerate(graph.nodes)
        ],
        "edges": [[edge.source, edge.target] for edge in graph.edges],
        "steps": [vars(step) for step in steps],
        "checks": {str(graph.leaf(name)): check for name, check in (checks or {}).items()},
        "alt": alt.replace("**", ""),
    }


def _numbers(node: Node) -> dict[str, Any]:
    """What a node says of its operation, its value and its gradient."""
    return {
        "sign": node.name if node.is_leaf else operation_of(node).sign,
        "operation": node.operation,
        "shape": "scalar" if node.gradient.ndim == 0 else "×".join(map(str, node.gradient.shape)),
        "value": _short(node.value),
        "gradient": _short(node.gradient),
        "values": written(node.value),
        "gradients": written(node.gradient),
    }


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


def layout(graph: AutogradGraph) -> list[Place]:
    """A column and a row for each node: an operation stands right of its operands, a leaf just left of its first use.

    Rows follow the mean of a node's neighbours, kept a row apart: the barycentre method of Sugiyama, Tagawa and Toda
    (https://doi.org/10.1109/TSMC.1981.4308636).
    """
    columns = _columns(graph)
    neighbours: list[list[int]] = [[] for _ in graph.nodes]
    for edge in graph.edges:
        neighbours[edge.source].append(edge.target)
        neighbours[edge.target].append(edge.source)
    members: dict[int, list[int]] = {}
    for index, column in enumerate(columns):
        members.setdefault(column, []).append(index)
    rows = [0.0] * len(columns)
    for indices in members.values():
        for row, index in enumerate(indices):
            rows[index] = row - len(indices) / 2
    for sweep in range(SWEEPS):
        for column in sorted(members, reverse=bool(sweep % 2)):
            _spread(members[column], neighbours, rows)
    lowest = min(rows)
    return [(column, row - lowest) for column, row in zip(columns, rows, strict=True)]


def _columns(graph: AutogradGraph) -> list[int]:
    columns = [0] * len(graph.nodes)
    for index, node in enumerate(graph.nodes):  # operands come before their operation
        if not node.is_leaf:
            columns[index] = 1 + max(
                (columns[graph.edges[edge].source] for edge in graph.into(index)), default=0
            )
    for index, node in enumerate(graph.nodes):
        if node.is_leaf:
            columns[index] = min(columns[graph.edges[edge].target] for edge in graph.out_of(index)) - 1
    return columns


def _spread(members: list[int], neighbours: list[list[int]], rows: list[float]) -> None:
    """Put a column's nodes near their neighbours, at least one row apart, centred where they would like to be."""
    wanted = {
        index: sum(rows[other] for other in neighbours[index]) / max(len(neighbours[index]), 1)
        for index in members
    }
    members.sort(key=lambda index: wanted[index])
    placed = [wanted[index] for index in members]
    for above, below in pairwise(range(len(placed))):
        placed[below] = max(placed[below], placed[above] + 1)
    shift = sum(wanted[index] - row for index, row in zip(members, placed, strict=True)) / len(placed)
    for index, row in zip(members, placed, strict=True):
        rows[index] = row + shift


def _short(value: Tensor | None) -> str:
    """What fits into a node: three digits, or the shape of a tensor."""
    if value is None or value.ndim:
        return "" if value is None else "×".join(map(str, value.shape))
    text = f"{float(value):.3g}"
    return "0" if text == "-0" else text.replace("-", "−")


def _factors(factors: tuple[float, ...]) -> str:
    """The product written out; factors of 1, which sums pass on, are left out."""
    others = [written(factor) for factor in factors if factor != 1]
    return " × ".join(f"({text})" if text.startswith("−") else text for text in others) or "1"
