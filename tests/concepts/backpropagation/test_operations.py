import pytest
import torch
from torch.nn import functional

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.backpropagation.autograd_graph import record
from playground.concepts.backpropagation.operations import OPERATIONS, operation_of

CALLS = {
    "Add": lambda x: x + x,
    "Sub": lambda x: x - 1,
    "Mul": lambda x: x * x,
    "Div": lambda x: x / 3,
    "Neg": lambda x: -x,
    "Pow": lambda x: x**2,
    "Pow1": lambda x: x**x,
    "Pow2": lambda x: 2**x,
    "Rsub": lambda x: 2 - x,
    "Reciprocal": lambda x: 1 / x,
    "Asin": torch.asin,
    "Acos": torch.acos,
    "Atan": torch.atan,
    "Sinh": torch.sinh,
    "Cosh": torch.cosh,
    "Log10": torch.log10,
    "Minimum": lambda x: torch.minimum(x, torch.ones_like(x)),
    "Maximum": lambda x: torch.maximum(x, torch.ones_like(x)),
    "LeakyRelu": functional.leaky_relu,
    "Elu": functional.elu,
    "Celu": functional.celu,
    "Gelu": functional.gelu,
    "Silu": functional.silu,
    "Mish": functional.mish,
    "Softplus": functional.softplus,
    "LogSigmoid": functional.logsigmoid,
    "Hardtanh": functional.hardtanh,
    "Hardswish": functional.hardswish,
    "Hardsigmoid": functional.hardsigmoid,
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
    "MseLoss": lambda x: functional.mse_loss(x, torch.zeros_like(x)),
}


def test_every_activation_that_networks_offer_has_its_rule():
    for entry in NETWORK_ACTIVATIONS.values():
        module = entry.build(torch.float64)
        graph = record(lambda leaves, module=module: module(leaves["x"]), {"x": torch.tensor(0.7)})
        assert "its own rule" not in [operation_of(node).rule for node in graph.nodes if not node.is_leaf]


@pytest.mark.parametrize("name", OPERATIONS)
def test_pytorch_calls_it_so(name):
    graph = record(lambda leaves: CALLS[name](leaves["x"]), {"x": torch.tensor(0.7)})
    signs = [operation_of(node).sign for node in graph.nodes if not node.is_leaf]
    assert {"Pow": "( )²", "Pow2": "2ᵘ"}.get(name, OPERATIONS[name].sign) in signs


def test_a_power_shows_its_exponent_and_its_rule():
    graph = record(lambda leaves: leaves["x"] ** -3, {"x": torch.tensor(0.7)})
    assert operation_of(graph.nodes[-1]).sign == "( )⁻³"
    assert operation_of(graph.nodes[-1]).rule == "-3 · u⁻⁴"


def test_an_operation_that_is_not_listed_goes_by_pytorchs_name():
    graph = record(lambda leaves: torch.erf(leaves["x"]), {"x": torch.tensor(0.7)})
    assert operation_of(graph.nodes[-1]).sign == "Erf"


@pytest.mark.parametrize(
    ("exponent", "sign", "rule"),
    [(0.00001, "( )⁰·⁰⁰⁰⁰¹", "0.00001 · u⁻⁰·⁹⁹⁹⁹⁹"), (1_000_001, "( )¹⁰⁰⁰⁰⁰¹", "1000001 · u¹⁰⁰⁰⁰⁰⁰")],
)
def test_an_exponent_is_written_in_full(exponent, sign, rule):
    x = torch.tensor(0.9, dtype=torch.float64)
    nodes = record(lambda leaves: leaves["x"] ** exponent, {"x": x}).nodes
    operation = operation_of(next(node for node in nodes if node.operation == "PowBackward0"))
    assert (operation.sign, operation.rule) == (sign, rule)
