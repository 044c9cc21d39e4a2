import re
from itertools import combinations, product

import pytest
import torch

from playground.concepts.backpropagation.autograd_graph import record
from playground.concepts.backpropagation.dynamic_graph import PROGRAMS, inputs_of
from playground.concepts.backpropagation.small_net import SmallNet
from playground.concepts.surfaces.typed_function import parse_function
from playground.figures.autograd_graph import graph_data
from playground.figures.graph_layout import HEIGHT

SECOND = (None, 1, 2, 3)
NETS = [
    SmallNet(inputs, (hidden,) if second is None else (hidden, second))
    for inputs, hidden, second in product((1, 2, 3), (1, 2, 3), SECOND)
]
TYPED = ["(x*y + sin(x))^2", "2 - 3x/y", "2^x + min(x, 2)", "1/x", "x", "x+1+2x+3x*y", "|x| + relu(y) - 4"]


def _of_neurons(net):
    values = net.scalars(net.weights(), torch.tensor([1.0, -0.5, 0.3][: net.inputs], dtype=torch.float64))
    return graph_data(record(net.by_neurons(1.0), values), (), ("x₁", "x₂", "x₃"), "alt")


def _of_layers(net):
    values = {"x": torch.ones(1, net.inputs, dtype=torch.float64), **net.weights()}
    graph = record(net.by_layers(torch.ones(1, dtype=torch.float64)), values)
    return graph_data(graph, (), ("x",), "alt")


def _of_text(text):
    typed = parse_function(text)
    values = {name: torch.tensor(number, dtype=torch.float64) for name, number in (("x", 1.0), ("y", 0.5))}
    return graph_data(record(lambda leaves: typed.on(leaves["x"], leaves["y"]), values), (), (), "alt")


def _of_program(name):
    graph = record(PROGRAMS[name].forward, inputs_of(PROGRAMS[name].usual[1], 1.2))
    return graph_data(graph, (), ("x",), "alt")


PICTURES = {
    **{f"neurons {net.sizes}": lambda net=net: _of_neurons(net) for net in NETS},
    "squareplus": lambda: _of_neurons(SmallNet(3, (3, 3), "squareplus")),
    "softsign": lambda: _of_neurons(SmallNet(2, (2,), "softsign")),
    "linear": lambda: _of_neurons(SmallNet(2, (2,), "linear")),
    **{f"layers {net.sizes}": lambda net=net: _of_layers(net) for net in NETS[::7]},
    **{text: lambda text=text: _of_text(text) for text in TYPED},
    **{name: lambda name=name: _of_program(name) for name in PROGRAMS},
}


def _apart(first, second):
    (x1, y1, w1, h1), (x2, y2, w2, h2) = first, second
    return x1 + w1 <= x2 + 0.2 or x2 + w2 <= x1 + 0.2 or y1 + h1 <= y2 + 0.2 or y2 + h2 <= y1 + 0.2


def _box(node):
    return node["x"], node["y"], node["width"], HEIGHT


@pytest.mark.parametrize("name", PICTURES)
def test_nothing_overlaps_and_everything_lies_within_the_picture(name):
    data = PICTURES[name]()
    for boxes in ([_box(node) for node in data["nodes"]], [group["box"] for group in data["groups"]]):
        for first, second in combinations(boxes, 2):
            assert _apart(first, second), (first, second)
        for x, y, width, height in boxes:
            assert x >= -0.2
            assert y >= -0.2
            assert x + width <= data["size"][0] + 0.2
            assert y + height <= data["size"][1] + 0.2


@pytest.mark.parametrize("name", PICTURES)
def test_every_node_lies_within_its_groups_border_and_has_one(name):
    data = PICTURES[name]()
    members = [index for group in data["groups"] for index in group["members"]]
    assert sorted(members) == (list(range(len(data["nodes"]))) if members else [])
    for group in data["groups"]:
        x, y, width, height = group["box"]
        for index in group["members"]:
            left, top, across, down = _box(data["nodes"][index])
            assert x <= left
            assert y <= top
            assert left + across <= x + width + 0.2
            assert top + down <= y + height + 0.2


@pytest.mark.parametrize("name", PICTURES)
def test_wires_go_to_the_right_or_within_a_column(name):
    data = PICTURES[name]()
    for source, target in data["edges"]:
        first, second = data["nodes"][source], data["nodes"][target]
        to_the_right = first["x"] + first["width"] <= second["x"] + 0.2
        within = first["x"] < second["x"] + second["width"] and second["x"] < first["x"] + first["width"]
        assert to_the_right or within


@pytest.mark.parametrize("name", PICTURES)
def test_every_operation_of_two_operands_has_two_wires(name):
    data = PICTURES[name]()
    into = [target for _, target in data["edges"]]
    for index, node in enumerate(data["nodes"]):
        if node["sign"] in "+×÷" or (node["sign"] == "−" and node["operation"] != "NegBackward0"):
            assert into.count(index) == 2, node


def test_the_labels_name_layer_neuron_and_formula():
    data = _of_neurons(SmallNet(2, (2, 3)))
    said = {f"{group['label']}: {group['formula']}" for group in data["groups"]}
    assert "hidden layer 1, neuron 2: z = w·x + b, a = tanh(z)" in said
    assert "hidden layer 2, neuron 3: z = w·a + b, a = tanh(z)" in said
    assert "output layer, neuron 1: ŷ = w·a + b" in said
    assert "loss: L = (ŷ − y)²" in said


def test_the_loss_is_called_l_and_the_target_y():
    nodes = _of_neurons(SmallNet())["nodes"]
    assert [node["sign"] for node in nodes if node["kind"] == "loss"] == ["L = ( )²"]
    assert [(node["sign"], node["value"]) for node in nodes if node["kind"] == "target"] == [("y", "1")]
    assert not any(re.fullmatch(r"a[²³]", node["sign"]) for node in nodes)
