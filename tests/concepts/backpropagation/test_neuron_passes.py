import re

import pytest
import torch

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.backpropagation.autograd_graph import record
from playground.concepts.backpropagation.neuron_passes import activation_slope, neuron_steps, neurons
from playground.concepts.backpropagation.operations import OPERATIONS, constants_of
from playground.concepts.backpropagation.passes import written
from playground.concepts.backpropagation.small_net import NOTATION, SmallNet, bias_name, weight_name

POINT = torch.tensor([0.5, -1.0, 1.5], dtype=torch.float64)
NETS = [SmallNet(1, (1,)), SmallNet(), SmallNet(2, (3,), "relu", 3), SmallNet(3, (3, 3), "squareplus", 1)]


def _recorded(net, target=0.75):
    values = net.scalars(net.weights(), POINT[: net.inputs])
    parameters = tuple(name for name in values if not name.startswith("x"))
    graph = record(net.by_neurons(target), values)
    return graph, neuron_steps(graph, 0.1, parameters, NOTATION)


def _sums(net):
    """Every neuron's weighted sum and activation by plain PyTorch: `(layer, neuron) -> (z, a)`."""
    values, found = POINT[: net.inputs], {}
    weights = list(net.weights().values())
    activation = NETWORK_ACTIVATIONS[net.activation].build(torch.float64)
    for layer, (weight, bias) in enumerate(zip(weights[::2], weights[1::2], strict=True), 1):
        sums = weight @ values + bias
        values = activation(sums)
        found |= {(layer, index): (z, a) for index, (z, a) in enumerate(zip(sums, values, strict=True), 1)}
    return found


@pytest.mark.parametrize("activation", NETWORK_ACTIVATIONS)
@pytest.mark.parametrize("sizes", [(1, (1,)), (2, (3, 2))])
def test_every_neuron_is_found_with_all_that_belongs_to_it(sizes, activation):
    net = SmallNet(*sizes, activation)
    graph, _ = _recorded(net)
    found, expected = neurons(graph), _sums(net)
    assert len(found) == sum(net.sizes[1:]) == len(expected)
    for neuron, ((layer, index), (z, a)) in zip(found, expected.items(), strict=True):
        last = layer == len(net.sizes) - 1
        label = "output layer, neuron 1" if last else f"hidden layer {layer}, neuron {index}"
        assert neuron.group.label == label
        assert graph.nodes[neuron.bias].name == bias_name(layer, index)
        names = [graph.nodes[weight].name for weight, *_ in neuron.products]
        assert names == [weight_name(layer, index, each) for each in range(1, net.sizes[layer - 1] + 1)]
        assert float(graph.nodes[neuron.total].value) == pytest.approx(float(z), rel=1e-12)
        assert float(graph.nodes[neuron.output].value) == pytest.approx(float(z if last else a), rel=1e-12)


@pytest.mark.parametrize("net", NETS, ids=str)
def test_every_operation_belongs_to_a_neuron_the_inputs_or_the_loss_and_has_all_its_wires(net):
    graph, _ = _recorded(net)
    kinds = [node.group.kind for node in graph.nodes]
    assert kinds.count("inputs") == net.inputs
    assert kinds.count("loss") == 2
    for index, node in enumerate(graph.nodes):
        name = re.sub(r"Backward\d*$", "", node.operation)
        if OPERATIONS.get(name) and OPERATIONS[name].infix:
            assert len(graph.into(index)) + len(constants_of(graph, index)) == 2


def test_the_target_is_an_operand_with_a_name():
    graph, _ = _recorded(SmallNet(), target=-0.3)
    (target,) = constants_of(graph, len(graph.nodes) - 2)
    assert (target.name, float(target.value), target.position) == ("y", -0.3, 1)


@pytest.mark.parametrize("net", NETS, ids=str)
def test_every_value_and_every_gradient_becomes_known_exactly_once_and_none_is_used_before(net):
    graph, found = _recorded(net)
    everything = list(range(len(graph.nodes)))
    assert sorted(index for step in found for index in step.values) == everything
    assert sorted(index for step in found for index in step.gradients) == everything
    known, slopes = set(), set()
    for step in found:
        known |= set(step.values)
        slopes |= set(step.gradients)
        if step.phase in ("forward", "loss"):
            assert {graph.edges[edge].source for edge in step.edges} <= known
        if step.phase == "backward":
            assert {graph.edges[edge].target for edge in step.edges} <= slopes


@pytest.mark.parametrize("net", NETS, ids=str)
def test_it_starts_with_the_notation_and_goes_neuron_by_neuron_there_and_back(net):
    _, found = _recorded(net)
    assert found[0].phase == "start"
    assert NOTATION in found[0].lines
    hidden = sum(net.hidden)
    assert [step.phase for step in found[1:]] == [
        *["forward"] * (2 * hidden + 1),
        "loss",
        *["backward"] * (2 * hidden + 2),
        "update",
    ]


@pytest.mark.parametrize("net", NETS, ids=str)
def test_a_title_names_layer_and_neuron_and_autograds_names_stand_in_parentheses_at_the_end(net):
    _, found = _recorded(net)
    for step in found[1:-1]:
        assert step.title.startswith(("Hidden layer", "Output layer, neuron", "Loss"))
        *words, names = step.lines
        assert re.fullmatch(r"\(.*Backward\d.*\)", names)
        assert not any("Backward" in line for line in (step.title, *words))


def _number(text):
    return float(text.strip("()").replace("−", "-"))


@pytest.mark.parametrize("net", NETS, ids=str)
def test_every_product_that_is_written_out_is_that_product(net):
    graph, found = _recorded(net)
    lines = [line for step in found if step.phase == "backward" for line in step.lines]
    written_out = [
        match
        for line in lines
        for match in re.findall(r"(\(?−?[\d.e+−]+\)?) × (\(?−?[\d.e+−]+\)?) = (\S+?)(?:,|$)", line)
    ]
    weights = sum(len(neuron.products) for neuron in neurons(graph))
    assert len(written_out) == 2 * weights + sum(net.hidden)
    for first, second, product in written_out:
        assert _number(product) == pytest.approx(_number(first) * _number(second), rel=2e-3, abs=1e-6)


@pytest.mark.parametrize("activation", NETWORK_ACTIVATIONS)
def test_an_activations_slope_is_that_of_torch_autograd(activation):
    net = SmallNet(2, (2,), activation)
    graph, _ = _recorded(net)
    for neuron in neurons(graph)[:-1]:
        z = graph.nodes[neuron.total].value.clone().requires_grad_()
        NETWORK_ACTIVATIONS[activation].build(torch.float64)(z).backward()
        assert activation_slope(graph, neuron) == pytest.approx(float(z.grad), rel=1e-9, abs=1e-12)


def test_the_weighted_sum_is_written_out_with_names_and_numbers():
    graph, found = _recorded(SmallNet())
    lines = found[3].lines
    assert lines[0] == "z⁽¹⁾₂ = w⁽¹⁾₂₁·x₁ + w⁽¹⁾₂₂·x₂ + b⁽¹⁾₂"
    z = graph.nodes[neurons(graph)[1].total].value
    assert lines[1].endswith(f"= {written(z)}")


def test_a_value_that_several_neurons_use_says_how_its_gradient_adds_up():
    _, found = _recorded(SmallNet(1, (1, 3)))
    (line,) = [line for step in found for line in step.lines if "a part from each neuron" in line]
    terms, total = re.fullmatch(r"∂L/∂a⁽¹⁾₁ = (.*) = (\S+), a part .*", line).groups()
    assert _number(total) == pytest.approx(sum(map(_number, terms.split(" + "))), abs=2e-3)


@pytest.mark.parametrize("net", NETS, ids=str)
def test_one_notation_names_everything_and_no_square_is_called_a(net):
    graph, found = _recorded(net)
    names = {node.symbol for node in graph.nodes if node.symbol}
    layered = r"[wbza]⁽[¹²³]⁾[₁₂₃]{1,2}"
    assert all(re.fullmatch(rf"{layered}|x[₁₂₃]|ŷ|ŷ − y|L", name) for name in names)
    text = " ".join(line for step in found for line in (step.title, *step.lines))
    assert not re.search(r"[wbza][¹²³]", text)
