"""The chain rule along every path: from a leaf to the loss, the product of the local derivatives; then their sum."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.concepts.backpropagation.autograd_graph import AutogradGraph, Forward

STEP = 1e-5
"""Of the central difference: its error is of the order of the step's square, its rounding of 1e-16 / step."""
MAX_PATHS = 200


@dataclass(frozen=True)
class Path:
    """One way from a leaf to the loss.

    Attributes:
        edges: indices into the graph's edges, from the leaf to the loss.
        factors: the local derivative of each.
    """

    edges: tuple[int, ...]
    factors: tuple[float, ...]

    @property
    def product(self) -> float:
        """What this way adds to the derivative."""
        return math.prod(self.factors)


def paths(graph: AutogradGraph, leaf: int) -> tuple[Path, ...]:
    """Every way from a leaf to the loss, at most `MAX_PATHS` of them; for graphs of scalars.

    The sum of their products is the derivative of the loss by the leaf.
    """
    uses: dict[int, list[int]] = {}
    for index, edge in enumerate(graph.edges):
        uses.setdefault(edge.source, []).append(index)
    found: list[Path] = []
    waiting: list[tuple[int, tuple[int, ...]]] = [(leaf, ())]
    while waiting and len(found) < MAX_PATHS:
        node, way = waiting.pop()
        if node == len(graph.nodes) - 1:
            found.append(Path(way, tuple(_factor(graph, index) for index in way)))
            continue
        waiting += [(graph.edges[index].target, (*way, index)) for index in reversed(uses[node])]
    return tuple(found)


def finite_differences(forward: Forward, values: Mapping[str, Tensor], name: str) -> Tensor:
    """`(loss(v + h) - loss(v - h)) / 2h` for each number of the leaf `name`, with `h = STEP`; float64, of its shape."""
    value = values[name].double()
    slopes = torch.empty(value.numel(), dtype=torch.float64)
    for index in range(value.numel()):
        losses = []
        for step in (STEP, -STEP):
            moved = value.clone()
            moved.view(-1)[index] += step
            with torch.no_grad():
                losses.append(float(forward({**values, name: moved})))
        slopes[index] = (losses[0] - losses[1]) / (2 * STEP)
    return slopes.view(value.shape)


def _factor(graph: AutogradGraph, index: int) -> float:
    local = graph.edges[index].local
    return math.nan if local is None else local
