import contextlib
import io
import re

import pytest
import torch

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.backpropagation.autograd_graph import record
from playground.concepts.backpropagation.dynamic_graph import PROGRAMS, inputs_of
from playground.concepts.backpropagation.small_net import SmallNet
from playground.concepts.module_definition import definitions_source
from playground.concepts.surfaces.typed_function import parse_function
from playground.snippets.backpropagation import dynamic_program, net_program, typed_program


def _printed(program, definitions=""):
    assert len(program.replace(definitions, "").splitlines()) <= 30  # besides the class it has to define
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(program, "<program>", "exec"), {})
    return output.getvalue()


@pytest.mark.parametrize("hidden", [(2,), (3, 3)])
@pytest.mark.parametrize("activation", NETWORK_ACTIVATIONS)
def test_the_networks_program_prints_the_pages_gradients(hidden, activation):
    net = SmallNet(2, hidden, activation, 1)
    entry = NETWORK_ACTIVATIONS[activation]
    definitions = definitions_source([entry.definition])
    program = net_program(net.weights(), entry.source_call(), [1.0, -0.5], 0.5, 0.1, definitions=definitions)
    printed = _printed(program, definitions).splitlines()
    values = {"x": torch.tensor([[1.0, -0.5]]), **net.weights()}
    graph = record(net.by_layers(torch.tensor([0.5], dtype=torch.float64)), values)
    assert printed[0] == f"loss {graph.loss:.6f}"
    for line, (name, weight) in zip(printed[1:], net.weights().items(), strict=True):
        gradient, updated = re.fullmatch(r"\w\d gradient (.*) updated (.*)", line).groups()
        expected = graph.nodes[graph.leaf(name)].gradient
        torch.testing.assert_close(torch.tensor(eval(gradient)).double(), expected, rtol=1e-5, atol=1e-6)
        torch.testing.assert_close(
            torch.tensor(eval(updated)).double(), weight - 0.1 * expected, rtol=1e-5, atol=1e-6
        )


def test_the_program_of_an_own_function_prints_its_derivatives():
    typed = parse_function("x^2 y + sin(x)")
    printed = _printed(typed_program(typed.program, 0.5, 2.0))
    x = torch.tensor(0.5, dtype=torch.float64)
    assert printed == f"f = {0.5 + x.sin():.6f}, df/dx = {2 + x.cos():.6f}, df/dy = 0.250000\n"


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("x", [-1.5, 3.0])
def test_the_program_with_a_decision_prints_the_pages_numbers(name, x):
    graph = record(PROGRAMS[name].forward, inputs_of(x, 1.2))
    gradient = float(graph.nodes[graph.leaf("w")].gradient)
    printed = _printed(dynamic_program(PROGRAMS[name].source, x, 1.2))
    assert printed == f"{graph.nodes[-1].operation} loss {graph.loss:.6f}, dloss/dw {gradient:.6f}\n"
