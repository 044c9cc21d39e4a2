"""The chain rule written out against autograd, to the last bit, for every activation, loss and optimizer."""

import copy
import functools
import itertools

import pytest
import torch
from torch import nn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.backpropagation.by_hand import BackwardByHand
from playground.concepts.losses.catalogue import LOSSES
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig, build_optimizer

SIZES = [(2, 1), (2, 4, 2, 1), (3, 8, 8, 8, 8, 8, 8, 1), (5, 7, 3)]


def network(sizes, activation, dtype=torch.float32):
    """Layers, and a module after each of them: none after the last."""
    torch.manual_seed(0)
    layers = [nn.Linear(*pair).to(dtype) for pair in itertools.pairwise(sizes)]
    return layers, [*[activation.build(dtype) for _ in layers[1:]], nn.Identity()]


def by_autograd(layers, activations, loss, inputs, targets):
    """What PyTorch says of a copy: the loss and every parameter's gradient."""
    model = nn.Sequential(*itertools.chain(*zip(copy.deepcopy(layers), activations, strict=True)))
    value = loss(model(inputs), targets)
    return value, torch.autograd.grad(value, list(model.parameters()))


def gradients(layers):
    return [parameter.grad for layer in layers for parameter in layer.parameters()]


@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("activation", NETWORK_ACTIVATIONS.values(), ids=NETWORK_ACTIVATIONS.keys())
def test_every_activation_and_depth(activation, sizes):
    layers, activations = network(sizes, activation)
    inputs, targets = 3 * torch.randn(10, sizes[0]), torch.randn(10, sizes[-1])
    value, expected = by_autograd(layers, activations, nn.MSELoss(), inputs, targets)
    assert torch.equal(BackwardByHand(layers, activations, nn.MSELoss())(inputs, targets)[0], value)
    for own, theirs in zip(gradients(layers), expected, strict=True):
        assert torch.equal(own, theirs)


@pytest.mark.parametrize("activation", NETWORK_ACTIVATIONS.values(), ids=NETWORK_ACTIVATIONS.keys())
def test_against_finite_differences(activation):
    layers, activations = network((2, 3, 1), activation, torch.float64)
    inputs, targets = torch.randn(6, 2).double(), torch.randn(6, 1).double()
    step = BackwardByHand(layers, activations, nn.MSELoss())
    step(inputs, targets)
    every = [parameter for layer in layers for parameter in layer.parameters()]
    for parameter, exact in [(parameter, parameter.grad.flatten().clone()) for parameter in every]:
        values = parameter.data.view(-1)
        for place in range(len(values)):
            kept, around = values[place].item(), []
            for change in (1e-6, -1e-6):
                values[place] = kept + change
                around.append(step(inputs, targets)[0].item())
            values[place] = kept
            assert exact[place].item() == pytest.approx((around[0] - around[1]) / 2e-6, abs=1e-7, rel=1e-6)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES.keys())
def test_every_loss(loss, reduction):
    sizes = (4, 6, 3) if loss.name == "cross_entropy" else (4, 6, 1)
    layers, activations = network(sizes, NETWORK_ACTIVATIONS["tanh"])
    if loss.kind == "probability":
        activations[-1] = nn.Sigmoid()
    inputs, targets = torch.randn(8, 4), torch.rand(8, sizes[-1])
    if loss.name == "cross_entropy":
        targets = torch.randint(3, (8,))
    module = loss.build(reduction)
    if loss.name not in ("mse", "cross_entropy"):
        module = functools.partial(loss.call, module)
    value, expected = by_autograd(layers, activations, module, inputs, targets)
    assert torch.equal(BackwardByHand(layers, activations, module)(inputs, targets)[0], value)
    for own, theirs in zip(gradients(layers), expected, strict=True):
        assert torch.equal(own, theirs)


@pytest.mark.parametrize(
    "loss",
    [
        nn.CrossEntropyLoss(label_smoothing=0.1),
        nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0, 3.0])),
        nn.CrossEntropyLoss(ignore_index=1),
    ],
    ids=["smoothed", "weighted", "one ignored"],
)
def test_cross_entropy_with_settings_of_its_own(loss):
    layers, activations = network((4, 6, 3), NETWORK_ACTIVATIONS["relu"])
    inputs, targets = torch.randn(8, 4), torch.tensor([0, 1, 2, 0, 1, 2, 0, 0])
    value, expected = by_autograd(layers, activations, loss, inputs, targets)
    assert torch.equal(BackwardByHand(layers, activations, loss)(inputs, targets)[0], value)
    for own, theirs in zip(gradients(layers), expected, strict=True):
        assert torch.equal(own, theirs)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_goes_on_from_its_gradients(name):
    layers, activations = network((2, 4, 2, 1), NETWORK_ACTIVATIONS["tanh"])
    plain = nn.Sequential(*itertools.chain(*zip(copy.deepcopy(layers), activations, strict=True)))
    config = OptimizerConfig(name, OPTIMIZERS[name].learning_rate)
    own = build_optimizer(config, [parameter for layer in layers for parameter in layer.parameters()])
    theirs = build_optimizer(config, plain.parameters())
    step, loss = BackwardByHand(layers, activations, nn.MSELoss()), nn.MSELoss()
    for _ in range(50):
        inputs, targets = torch.randn(10, 2), torch.randn(10, 1)
        theirs.zero_grad()
        expected = loss(plain(inputs), targets)
        expected.backward()
        theirs.step()
        assert torch.equal(step(inputs, targets)[0], expected)
        own.step()
