"""The small CNN in training: at less cost, with the numbers of its layers one after the other."""

import copy

import pytest
import torch
from torch import nn
from torch.nn import functional

from playground.digits.datasets import load_digits
from playground.digits.models import ModelConfig, build_model, to_input
from playground.digits.models.memory_format import to_channels_last, trains_channels_last


@pytest.fixture(scope="module")
def batch():
    digits = load_digits("embedded")
    return to_input(digits.train_images[:32]), digits.train_labels[:32]


def gradients(network, images, labels):
    loss = functional.cross_entropy(network(images), labels)
    return loss, torch.autograd.grad(loss, list(network.parameters()))


@pytest.mark.parametrize("last", [False, True], ids=["usual order", "channels last"])
@pytest.mark.parametrize("activation", ["relu", "tanh, relu, leaky_relu", "gelu"])
def test_pooling_first_changes_no_bit(activation, last, batch):
    network = build_model(ModelConfig("cnn", activation=activation), 0).train()
    if last:
        to_channels_last(network)
    layers = nn.Sequential(nn.Unflatten(1, (1, 28)), *copy.deepcopy(network).layers()).train()
    for _ in range(2):  # the second time with other running statistics
        (loss, own), (expected_loss, expected) = gradients(network, *batch), gradients(layers, *batch)
        assert torch.equal(loss, expected_loss)
        assert all(torch.equal(one, other) for one, other in zip(own, expected, strict=True))
    network.eval(), layers.eval()
    assert torch.equal(network(batch[0]), layers(batch[0]))


def test_another_order_in_memory_differs_by_rounding_alone():
    # Digits have even areas, where the largest of four equal sums is one or another by the last bit: noise has none.
    torch.manual_seed(0)
    images, labels = torch.rand(32, 28, 28), torch.randint(10, (32,))
    network = build_model(ModelConfig("cnn"), 0).train()
    exact_loss, exact = gradients(copy.deepcopy(network).double(), images.double(), labels)
    to_channels_last(network)
    loss, own = gradients(network, images, labels)
    assert abs(loss - exact_loss) < 1e-6
    for one, expected in zip(own, exact, strict=True):
        assert (one - expected).norm() < 1e-5 * expected.norm()
    assert own[3].is_contiguous(memory_format=torch.channels_last)
    assert not own[3].is_contiguous()


def test_only_convolutions_ask_for_it():
    assert trains_channels_last(build_model(ModelConfig("layers", layers="conv 4 3, relu, linear 10"), 0))
    assert not trains_channels_last(build_model(ModelConfig(), 0))
