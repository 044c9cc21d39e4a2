import re

import pytest
import torch

from playground.concepts.backpropagation.autograd_graph import record
from playground.concepts.backpropagation.passes import loss_after_update, steps, written
from playground.concepts.backpropagation.small_net import SmallNet

NET = SmallNet(2, (2,), "tanh", 3)
POINT = torch.tensor([0.5, -1.0], dtype=torch.float64)
VALUES = NET.scalars(NET.weights(), POINT)
PARAMETERS = tuple(name for name in VALUES if not name.startswith("x"))
FORWARD = NET.by_neurons(1.0)
GRAPH = record(FORWARD, VALUES)
STEPS = steps(GRAPH, 0.1, PARAMETERS)


def _number(text):
    return float(text.replace("−", "-").strip("()"))


def test_the_passes_go_forward_turns_at_the_loss_comes_back_and_updates():
    operations = sum(not node.is_leaf for node in GRAPH.nodes)
    phases = [step.phase for step in STEPS]
    assert phases == ["start"] + ["forward"] * operations + ["loss"] + ["backward"] * operations + ["update"]


def test_every_value_and_every_gradient_becomes_known_exactly_once():
    everything = list(range(len(GRAPH.nodes)))
    assert sorted(index for step in STEPS for index in step.values) == everything
    assert sorted(index for step in STEPS for index in step.gradients) == everything


def test_nothing_is_used_before_it_is_known():
    known, slopes = set(), set()
    for step in STEPS:
        if step.phase == "forward" and step.edges:
            assert {GRAPH.edges[edge].source for edge in step.edges} <= known
        if step.phase == "backward":
            assert {GRAPH.edges[edge].target for edge in step.edges} <= slopes
        known |= set(step.values)
        slopes |= set(step.gradients)


def test_every_backward_line_multiplies_as_it_says():
    lines = [line for step in STEPS for line in step.lines if line.startswith("to ")]
    assert len(lines) == len(GRAPH.edges)
    for line in lines:
        local, incoming, product = re.fullmatch(r"to .*: local (\S+) × incoming (\S+) = (\S+)", line).groups()
        assert _number(product) == pytest.approx(_number(local) * _number(incoming), rel=2e-3, abs=1e-6)


def test_every_forward_line_ends_with_the_nodes_value():
    for step in STEPS:
        if step.phase == "forward" and step.edges:
            assert step.lines[0].endswith(f"= {written(GRAPH.nodes[step.nodes[0]].value)}")


@pytest.mark.parametrize(
    ("function", "x", "line"),
    [
        (lambda x: x - 3, 0.5, "0.5 − 3 = −2.5"),
        (lambda x: x + 0.25, -0.5, "−0.5 + 0.25 = −0.25"),
        (lambda x: x * -2, 1.5, "1.5 × (−2) = −3"),
        (lambda x: x * 4, 0.0, "0 × 4 = 0"),
        (lambda x: x / 4, 2.0, "2 ÷ 4 = 0.5"),
        (lambda x: 2 - x, -1.0, "2 − (−1) = 3"),
        (lambda x: 1 / x, 4.0, "1 ÷ 4 = 0.25"),
        (torch.abs, -1.5, "|−1.5| = 1.5"),
        (lambda x: x**2, -3.0, "(−3)² = 9"),
        (lambda x: 2**x, 3.0, "2 to the power of 3 = 8"),
        (lambda x: 2**x, 0.0, "2 to the power of 0 = 1"),
        (lambda x: (-2) ** x, 3.0, "−2 to the power of 3 = −8"),
        (lambda x: (-2) ** x, 2.0, "−2 to the power of 2 = 4"),
        (lambda x: (-2) ** x, 0.5, "−2 to the power of 0.5 = not a number"),
        (torch.tanh, 0.0, "tanh(0) = 0"),
    ],
)
def test_the_arithmetic_is_written_out_with_every_number(function, x, line):
    graph = record(lambda leaves: function(leaves["x"]), {"x": torch.tensor(x)})
    assert next(step.lines[0] for step in steps(graph, 0.1, ("x",)) if step.phase == "forward") == line


def test_the_leaves_stand_in_the_order_in_which_they_were_given():
    assert GRAPH.leaf_names == tuple(VALUES)


def test_an_input_that_two_neurons_use_says_how_its_gradient_adds_up():
    (line,) = [line for step in STEPS for line in step.lines if line.startswith("x₁ was used")]
    parts, total = line.split(": ")[1].split(" = ")
    assert _number(total) == pytest.approx(sum(_number(part) for part in parts.split(" + ")), abs=2e-3)


def test_the_update_is_that_of_torch_optim():
    leaves = {name: value.clone().requires_grad_() for name, value in VALUES.items()}
    optimizer = torch.optim.SGD([leaves[name] for name in PARAMETERS], lr=0.1)
    FORWARD(leaves).backward()
    optimizer.step()
    for name, line in zip(PARAMETERS, STEPS[-1].lines, strict=True):
        assert line.startswith(f"{name}: {written(VALUES[name])} − 0.1 · ")
        assert line.endswith(f"= {written(leaves[name].detach())}")
    after = loss_after_update(GRAPH, FORWARD, VALUES, 0.1, PARAMETERS)
    assert after == pytest.approx(FORWARD(leaves).item(), rel=1e-12)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-0.25, "−0.25"),
        (-0.0, "0"),
        (123456.0, "123500"),
        (None, "?"),
        (float("nan"), "not a number"),
        (torch.tensor([[1.0, -2.0]]), "1×2 [1, −2]"),
        (torch.zeros(3, 2), "3×2 [0, 0, 0, 0, …]"),
    ],
)
def test_numbers_are_short_and_shapes_are_said(value, text):
    assert written(value) == text


def test_a_title_is_in_plain_words_with_autograds_name_in_parentheses():
    graph = record(
        lambda leaves: torch.sin(leaves["x"]) ** 2 * leaves["w"],
        {"x": torch.tensor(0.5), "w": torch.tensor(2.0)},
    )
    titles = [step.title for step in steps(graph, 0.1, ("x", "w"))]
    assert titles[0] == "What goes in"
    assert titles[1:4] == [
        "The sine (SinBackward0)",
        "The square (PowBackward0)",
        "The product (MulBackward0)",
    ]
    assert titles[5] == "Back through the product (MulBackward0)"


def test_whole_layers_are_named_first():
    values = {"x": POINT[None], **NET.weights()}
    graph = record(NET.by_layers(torch.ones(1, dtype=torch.float64)), values)
    titles = [step.title for step in steps(graph, 0.1, tuple(NET.weights()))]
    assert "Hidden layer 1: the matrix product (MmBackward0)" in titles
    assert "Output layer: back through the sum (AddBackward0)" in titles
    assert "Loss: the square (PowBackward0)" in titles
