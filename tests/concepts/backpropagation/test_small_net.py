import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.backpropagation.autograd_graph import record
from playground.concepts.backpropagation.chain_rule import finite_differences, paths
from playground.concepts.backpropagation.small_net import SmallNet, bias_name, weight_name
from playground.errors import ConfigurationError

SIZES = st.integers(1, 3)
SMOOTH = [name for name in NETWORK_ACTIVATIONS if name in ("sigmoid", "tanh", "gelu", "silu", "softplus")]


def _sequential(net):
    """The same network out of `torch.nn`'s own layers."""
    layers = []
    weights = list(net.weights().values())
    for number, (weight, bias) in enumerate(zip(weights[::2], weights[1::2], strict=True)):
        linear = nn.Linear(weight.shape[1], weight.shape[0], dtype=torch.float64)
        with torch.no_grad():
            linear.weight.copy_(weight)
            linear.bias.copy_(bias)
        layers += (
            [linear, NETWORK_ACTIVATIONS[net.activation].build()] if number < len(net.hidden) else [linear]
        )
    return nn.Sequential(*layers)


nets = st.builds(
    SmallNet,
    SIZES,
    st.lists(SIZES, min_size=1, max_size=2).map(tuple),
    st.sampled_from(SMOOTH),
    st.integers(0, 9999),
)
points = st.lists(st.floats(-2, 2, width=32), min_size=3, max_size=3)


@settings(max_examples=40, deadline=None)
@given(nets, points, st.floats(-2, 2, width=32))
def test_gradients_equal_those_of_torch_nn_finite_differences_and_the_sum_over_paths(net, point, target):
    x = torch.tensor(point[: net.inputs], dtype=torch.float64)
    forward, values = net.by_neurons(target), net.scalars(net.weights(), x)
    graph = record(forward, values)
    model = _sequential(net)
    loss = nn.functional.mse_loss(model(x)[0], torch.tensor(target, dtype=torch.float64))
    loss.backward()
    assert graph.loss == pytest.approx(loss.item(), rel=1e-10, abs=1e-12)
    linears = [layer for layer in model if isinstance(layer, nn.Linear)]
    for layer, linear in enumerate(linears, 1):
        for to in range(1, linear.out_features + 1):
            expected = {bias_name(layer, to): linear.bias.grad[to - 1]}
            for source in range(1, linear.in_features + 1):
                expected[weight_name(layer, to, source)] = linear.weight.grad[to - 1, source - 1]
            for name, gradient in expected.items():
                index = graph.leaf(name)
                close = pytest.approx(gradient.item(), rel=1e-9, abs=1e-11)
                assert float(graph.nodes[index].gradient) == close
                assert sum(path.product for path in paths(graph, index)) == close
                difference = float(finite_differences(forward, values, name))
                assert difference == pytest.approx(gradient.item(), rel=1e-5, abs=1e-7)


@settings(max_examples=25, deadline=None)
@given(nets, points, st.floats(-2, 2, width=32))
def test_whole_layers_give_the_same_loss_and_gradients(net, point, target):
    x = torch.tensor(point[: net.inputs], dtype=torch.float64)
    weights = net.weights()
    neurons = record(net.by_neurons(target), net.scalars(weights, x))
    layers = record(net.by_layers(torch.tensor([target], dtype=torch.float64)), {"x": x[None], **weights})
    assert layers.loss == pytest.approx(neurons.loss, rel=1e-10, abs=1e-12)
    first = layers.nodes[layers.leaf("W⁽¹⁾")].gradient
    for to in range(net.hidden[0]):
        for source in range(net.inputs):
            scalar = neurons.nodes[neurons.leaf(weight_name(1, to + 1, source + 1))].gradient
            assert float(first[to, source]) == pytest.approx(float(scalar), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("activation", NETWORK_ACTIVATIONS)
def test_every_activation_of_the_catalogue_goes_through_the_graph(activation):
    net = SmallNet(activation=activation)
    graph = record(net.by_neurons(1.0), net.scalars(net.weights(), torch.tensor([0.7, -0.4])))
    for index, node in enumerate(graph.nodes):
        if node.is_leaf:
            total = sum(path.product for path in paths(graph, index))
            assert total == pytest.approx(float(node.gradient), rel=1e-9, abs=1e-12)


def test_weights_are_drawn_within_the_bound_of_torch_nn_linear_and_repeat():
    net = SmallNet(3, (3, 2), seed=7)
    assert [tuple(value.shape) for value in net.weights().values()] == [
        (3, 3),
        (3,),
        (2, 3),
        (2,),
        (1, 2),
        (1,),
    ]
    for name, value in net.weights().items():
        fan_in = net.sizes["¹²³".index(name[2])]
        assert value.abs().max() <= fan_in**-0.5 + 0.005
        torch.testing.assert_close(value, net.weights()[name])
    assert not torch.equal(net.weights()["W⁽¹⁾"], SmallNet(3, (3, 2), seed=8).weights()["W⁽¹⁾"])


@pytest.mark.parametrize(
    ("inputs", "hidden"), [(0, (2,)), (4, (2,)), (2, ()), (2, (1, 1, 1)), (2, (4,)), (2, (0,))]
)
def test_sizes_that_nobody_could_read_are_refused(inputs, hidden):
    with pytest.raises(ConfigurationError, match="Expected 1 to 3 inputs"):
        SmallNet(inputs, hidden)


def test_an_unknown_activation_is_refused():
    with pytest.raises(ConfigurationError, match=r"Expected an activation out of .*'swoosh'"):
        SmallNet(activation="swoosh")
