import pytest
import torch

from playground.concepts.backpropagation.autograd_graph import record
from playground.concepts.backpropagation.operations import constants_of
from playground.concepts.backpropagation.recording import Group, grouped, named

VALUES = {"x": torch.tensor(0.5), "w": torch.tensor(-2.0)}
GROUP = Group("neuron", 1, 2, "hidden layer 1", "neuron 2", "z = w·x")


def test_a_group_holds_what_is_computed_in_it_and_the_parameters_that_it_uses():
    def forward(leaves):
        with grouped(GROUP):
            inner = named("z", leaves["w"] * 3)
        return inner + leaves["x"]

    graph = record(forward, VALUES)
    assert {node.symbol or node.operation: node.group for node in graph.nodes} == {
        "x": None,
        "w": GROUP,
        "z": GROUP,
        "AddBackward0": None,
    }


def test_what_happens_inside_of_a_call_belongs_to_its_group():
    def forward(leaves):
        with grouped(GROUP):
            return torch.nn.functional.softsign(leaves["x"])

    assert {node.group for node in record(forward, {"x": VALUES["x"]}).nodes} == {GROUP}


def test_without_a_recording_names_and_groups_do_nothing():
    with grouped(GROUP):
        assert named("z", VALUES["x"]) is VALUES["x"]


@pytest.mark.parametrize(
    ("function", "constant"),
    [
        (lambda x: x - 3, (1, 3.0)),
        (lambda x: 3 - x, (0, 3.0)),
        (lambda x: 2 * x, (1, 2.0)),
        (lambda x: x / 4, (1, 4.0)),
        (lambda x: x + torch.tensor(0.25), (1, 0.25)),
        (lambda x: torch.minimum(x, torch.tensor(2.0)), (1, 2.0)),
        (lambda x: x * 0, (1, 0.0)),
    ],
)
def test_a_number_beside_a_tensor_is_a_constant_of_its_operation(function, constant):
    graph = record(lambda leaves: function(leaves["x"]), {"x": VALUES["x"]})
    ((found),) = constants_of(graph, len(graph.nodes) - 1)
    assert (found.position, float(found.value)) == constant


def test_a_number_inside_of_a_call_follows_from_its_result():
    graph = record(lambda leaves: torch.nn.functional.softsign(leaves["x"]), {"x": VALUES["x"]})
    added = [index for index, node in enumerate(graph.nodes) if node.operation == "AddBackward0"]
    assert [float(each.value) for each in constants_of(graph, added[0])] == [1.0]  # x / (1 + |x|)


def test_an_operation_with_all_its_operands_has_no_constant():
    graph = record(lambda leaves: torch.tanh(leaves["x"] * leaves["w"]) ** 2, VALUES)
    assert not any(constants_of(graph, index) for index in range(len(graph.nodes)))
