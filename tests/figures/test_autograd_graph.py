import json

import torch

from playground.concepts.backpropagation.autograd_graph import record
from playground.concepts.backpropagation.neuron_passes import neuron_steps
from playground.concepts.backpropagation.small_net import SmallNet
from playground.figures.autograd_graph import chain_checks, graph_data

NETS = [SmallNet(1, (1,)), SmallNet(), SmallNet(3, (3, 3), "sigmoid"), SmallNet(3, (1, 3), "relu")]


def _recorded(net):
    values = net.scalars(net.weights(), torch.tensor([1.0, -0.5, 0.3][: net.inputs], dtype=torch.float64))
    forward = net.by_neurons(1.0)
    return forward, values, record(forward, values)


def test_every_number_is_text_and_the_largest_net_fits_into_100_kilobytes():
    net = NETS[2]
    forward, values, graph = _recorded(net)
    parameters = tuple(name for name in values if not name.startswith("x"))
    checks = chain_checks(graph, forward, values, graph.leaf_names)
    data = graph_data(graph, neuron_steps(graph, 0.1, parameters), ("x₁", "x₂", "x₃"), "alt", checks)
    assert len(json.dumps(data, allow_nan=False)) < 100_000
    kinds = [node["kind"] for node in data["nodes"]]
    assert kinds.count("input") == 3
    assert kinds.count("parameter") == len(parameters)
    assert kinds[-2:] == ["loss", "target"]


def test_a_check_shows_the_same_number_three_times():
    forward, values, graph = _recorded(NETS[1])
    for check in chain_checks(graph, forward, values, graph.leaf_names).values():
        assert check["sum"] == check["gradient"] == check["difference"]
        assert check["paths"]


def test_a_matrix_has_no_paths_but_a_gradient_and_its_check():
    net = NETS[1]
    values = {"x": torch.ones(1, 2, dtype=torch.float64), **net.weights()}
    forward = net.by_layers(torch.ones(1, dtype=torch.float64))
    check = chain_checks(record(forward, values), forward, values, ["W⁽¹⁾"])["W⁽¹⁾"]
    assert check["paths"] == []
    assert check["gradient"] == check["difference"]


def test_numbers_that_are_not_finite_are_words():
    graph = record(lambda leaves: torch.log(leaves["x"]), {"x": torch.tensor(-1.0)})
    data = graph_data(graph, (), (), "alt")
    assert data["nodes"][1]["value"] == "not a number"
    json.dumps(data, allow_nan=False)
