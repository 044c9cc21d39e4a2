import pytest
import torch

from playground.concepts.backpropagation.autograd_graph import MAX_NODES, record
from playground.errors import ConfigurationError

VALUES = {"w": torch.tensor(0.5), "x": torch.tensor(2.0), "b": torch.tensor(-0.25)}


def _neuron(leaves):
    return (torch.tanh(leaves["w"] * leaves["x"] + leaves["b"]) - 1) ** 2


def test_the_nodes_are_those_behind_grad_fn_in_forward_order():
    graph = record(_neuron, VALUES)
    operations = [node.operation for node in graph.nodes if not node.is_leaf]
    assert operations == ["MulBackward0", "AddBackward0", "TanhBackward0", "SubBackward0", "PowBackward0"]
    assert set(graph.leaf_names) == set(VALUES)
    for edge in graph.edges:
        assert edge.source < edge.target


def test_values_are_those_of_the_forward_pass():
    graph = record(_neuron, VALUES)
    z = torch.tensor(0.75, dtype=torch.float64)
    expected = [1.0, 0.75, torch.tanh(z), torch.tanh(z) - 1, (torch.tanh(z) - 1) ** 2]
    values = [float(node.value) for node in graph.nodes if not node.is_leaf]
    assert values == pytest.approx([float(value) for value in expected], rel=1e-12)
    assert graph.loss == values[-1]


def test_gradients_are_those_of_the_closed_form():
    graph = record(_neuron, VALUES)
    h = torch.tanh(torch.tensor(0.75, dtype=torch.float64))
    by_sum = float(2 * (h - 1) * (1 - h**2))
    assert float(graph.nodes[graph.leaf("b")].gradient) == pytest.approx(by_sum, rel=1e-12)
    assert float(graph.nodes[graph.leaf("w")].gradient) == pytest.approx(by_sum * 2.0, rel=1e-12)
    assert float(graph.nodes[graph.leaf("x")].gradient) == pytest.approx(by_sum * 0.5, rel=1e-12)


def test_every_edge_is_local_derivative_times_incoming_gradient():
    graph = record(_neuron, VALUES)
    for edge in graph.edges:
        assert float(edge.product) == pytest.approx(edge.local * float(edge.incoming), rel=1e-12)


def test_a_node_gathers_what_comes_back_along_all_its_uses():
    graph = record(lambda leaves: leaves["x"] * leaves["x"] + 3 * leaves["x"], {"x": torch.tensor(2.0)})
    index = graph.leaf("x")
    assert len(graph.out_of(index)) == 3
    assert sum(float(graph.edges[edge].product) for edge in graph.out_of(index)) == 7.0
    assert float(graph.nodes[index].gradient) == 7.0


def test_gradients_of_tensors_have_their_values_shapes():
    values = {"x": torch.ones(4, 2), "W": torch.ones(3, 2)}
    graph = record(lambda leaves: (leaves["x"] @ leaves["W"].T).relu().mean(), values)
    for node in graph.nodes:
        assert node.value is not None
        assert node.gradient.shape == node.value.shape
    assert {edge.local for edge in graph.edges} == {None}


def test_the_values_handed_in_are_left_alone():
    weight = torch.tensor(1.0, requires_grad=True)
    record(lambda leaves: leaves["w"] ** 2, {"w": weight})
    assert weight.grad is None


def test_it_works_under_no_grad():
    with torch.no_grad():
        assert len(record(_neuron, VALUES).nodes) == 8


def test_a_leaf_that_is_not_used_is_no_part_of_the_graph():
    graph = record(lambda leaves: leaves["w"] ** 2, VALUES)
    assert graph.leaf_names == ("w",)
    with pytest.raises(KeyError):
        graph.leaf("x")


@pytest.mark.parametrize(
    "forward", [lambda leaves: torch.tensor(1.0), lambda leaves: torch.stack([leaves["w"], leaves["x"]])]
)
def test_what_has_no_gradient_is_refused(forward):
    with pytest.raises(ConfigurationError, match=r"Expected a scalar that depends on w, x, b"):
        record(forward, VALUES)


def test_a_graph_that_nobody_could_read_is_refused():
    def long(leaves):
        y = leaves["w"]
        for _ in range(MAX_NODES):
            y = y * 1.01
        return y

    with pytest.raises(ConfigurationError, match=f"at most {MAX_NODES} nodes"):
        record(long, VALUES)
