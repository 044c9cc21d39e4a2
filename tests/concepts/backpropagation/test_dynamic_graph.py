import pytest
import torch

from playground.concepts.backpropagation.autograd_graph import record
from playground.concepts.backpropagation.dynamic_graph import PROGRAMS, inputs_of

INPUTS = [-4.0, -1.5, 0.0, 0.5, 2.0, 3.7]


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("x", INPUTS)
@pytest.mark.parametrize("w", [-2.0, 0.0, 1.2])
def test_the_text_computes_what_the_program_computes(name, x, w):
    program = PROGRAMS[name]
    leaves = {key: value.requires_grad_() for key, value in inputs_of(x, w).items()}
    names = {"torch": torch, **leaves}
    exec(program.source, names)
    graph = record(program.forward, inputs_of(x, w))
    assert graph.loss == names["loss"].item()
    names["loss"].backward()
    assert float(graph.nodes[graph.leaf("w")].gradient) == leaves["w"].grad.item()


@pytest.mark.parametrize("name", PROGRAMS)
def test_its_usual_inputs_leave_different_graphs(name):
    kinds = [
        [node.operation for node in record(PROGRAMS[name].forward, inputs_of(x, 1.2)).nodes]
        for x in PROGRAMS[name].usual
    ]
    assert kinds[0] != kinds[1]


def test_a_larger_input_goes_round_the_loop_more_often():
    rounds = [
        sum(
            node.operation == "DivBackward0"
            for node in record(PROGRAMS["while"].forward, inputs_of(x, 1.0)).nodes
        )
        for x in (0.5, 1.5, 3.0)
    ]
    assert rounds == [0, 1, 2]
