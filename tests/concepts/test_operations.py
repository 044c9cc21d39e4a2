import pytest
import torch

from playground.concepts.autograd_graph import record
from playground.concepts.operations import OPERATIONS, operation_of

CALLS = {
    "Add": lambda x: x + x,
    "Sub": lambda x: x - 1,
    "Mul": lambda x: x * x,
    "Div": lambda x: x / 3,
    "Neg": lambda x: -x,
    "Pow": lambda x: x**2,
    "Exp": torch.exp,
    "Log": torch.log,
    "Sqrt": torch.sqrt,
    "Sin": torch.sin,
    "Cos": torch.cos,
    "Tan": torch.tan,
    "Abs": torch.abs,
    "Tanh": torch.tanh,
    "Sigmoid": torch.sigmoid,
    "Relu": torch.relu,
    "Mm": lambda x: (x.view(1, 1) @ torch.ones(1, 1, dtype=x.dtype)).sum(),
    "Permute": lambda x: x.view(1, 1).permute(1, 0).sum(),
    "T": lambda x: x.view(1, 1).t().sum(),
    "Squeeze": lambda x: x.view(1).squeeze(0),
    "Sum": lambda x: x.view(1).sum(),
    "Mean": lambda x: x.view(1).mean(),
    "MseLoss": lambda x: torch.nn.functional.mse_loss(x, torch.zeros_like(x)),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_pytorch_calls_it_so(name):
    graph = record(lambda leaves: CALLS[name](leaves["x"]), {"x": torch.tensor(0.7)})
    signs = [operation_of(node).sign for node in graph.nodes if not node.is_leaf]
    assert ("a²" if name == "Pow" else OPERATIONS[name].sign) in signs


def test_a_power_shows_its_exponent_and_its_rule():
    graph = record(lambda leaves: leaves["x"] ** -3, {"x": torch.tensor(0.7)})
    assert operation_of(graph.nodes[-1]).sign == "a⁻³"
    assert operation_of(graph.nodes[-1]).rule == "-3 · a⁻⁴"


def test_an_operation_that_is_not_listed_goes_by_pytorchs_name():
    graph = record(lambda leaves: torch.erf(leaves["x"]), {"x": torch.tensor(0.7)})
    assert operation_of(graph.nodes[-1]).sign == "Erf"
