import math

import pytest
import torch

from playground.concepts.backpropagation.autograd_graph import record
from playground.concepts.backpropagation.chain_rule import MAX_PATHS, finite_differences, paths

VALUES = {"x": torch.tensor(0.5, dtype=torch.float64), "w": torch.tensor(2.0, dtype=torch.float64)}


def test_each_use_is_a_path_of_its_own():
    graph = record(lambda leaves: torch.sin(leaves["x"]) * leaves["w"] + leaves["x"] ** 2, VALUES)
    found = paths(graph, graph.leaf("x"))
    assert sorted(path.product for path in found) == pytest.approx(sorted([2 * math.cos(0.5), 1.0]))
    for path in found:
        assert graph.edges[path.edges[0]].source == graph.leaf("x")
        assert graph.edges[path.edges[-1]].target == len(graph.nodes) - 1
        for first, second in zip(path.edges, path.edges[1:], strict=False):
            assert graph.edges[first].target == graph.edges[second].source


def test_a_doubling_graph_has_two_to_the_depth_paths_and_they_are_limited():
    def forward(leaves):
        y = leaves["x"]
        for _ in range(10):
            y = y + y
        return y

    graph = record(forward, {"x": VALUES["x"]})
    assert len(paths(graph, graph.leaf("x"))) == MAX_PATHS
    assert float(graph.nodes[graph.leaf("x")].gradient) == 2**10


def test_finite_differences_are_near_the_closed_form():
    slope = finite_differences(lambda leaves: leaves["x"] ** 3 * leaves["w"], VALUES, "x")
    assert float(slope) == pytest.approx(3 * 0.25 * 2.0, rel=1e-8)


def test_finite_differences_of_a_matrix_have_its_shape():
    weight = torch.arange(6.0, dtype=torch.float64).reshape(2, 3)
    slopes = finite_differences(lambda leaves: (leaves["W"] ** 2).sum(), {"W": weight}, "W")
    torch.testing.assert_close(slopes, 2 * weight, rtol=1e-6, atol=1e-6)
    assert torch.equal(weight, torch.arange(6.0, dtype=torch.float64).reshape(2, 3))
