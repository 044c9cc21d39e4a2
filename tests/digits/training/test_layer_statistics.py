"""Gradient norms against plain autograd, dead units against networks in which they are dead by construction."""

import math

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.digits.models import ModelConfig, build_model
from playground.digits.training.layer_statistics import (
    DEAD_SLOPE,
    measure_layers,
    record_activation_inputs,
    share_dead,
)

IMAGES = torch.rand(12, 28, 28, generator=torch.Generator().manual_seed(0))
LABELS = torch.arange(12) % 10


def measured(model):
    model.zero_grad(set_to_none=True)
    with record_activation_inputs(model) as inputs:
        loss = F.cross_entropy(model(IMAGES), LABELS)
    loss.backward()
    return measure_layers(model, inputs)


def dead_shares(model):
    return [layer.dead for layer in measured(model)]


def test_gradient_norms_of_an_mlp_equal_plain_autograds():
    model = build_model(ModelConfig("mlp", (30, 20), "tanh"), seed=1)
    layers = measured(model)
    plain = nn.Sequential(
        nn.Flatten(), nn.Linear(784, 30), nn.Tanh(), nn.Linear(30, 20), nn.Tanh(), nn.Linear(20, 10)
    )
    plain.load_state_dict(dict(zip(plain.state_dict(), model.state_dict().values(), strict=True)))
    weights = [plain[index].weight for index in (1, 3, 5)]
    gradients = torch.autograd.grad(nn.CrossEntropyLoss()(plain(IMAGES), LABELS), weights)
    assert [layer.layer for layer in layers] == ["fc1", "fc2", "fc3"]
    for layer, gradient in zip(layers, gradients, strict=True):
        assert layer.gradient_norm == pytest.approx(
            math.sqrt((gradient.double() ** 2).sum().item()), rel=1e-5
        )


def test_gradient_norms_of_the_cnn_equal_plain_autograds():
    model = build_model(ModelConfig("cnn"), seed=1)
    layers = measured(model)
    copy = build_model(ModelConfig("cnn"), seed=1)
    names = ["features.0", "features.4", "features.8", "classifier"]
    weights = [copy.get_submodule(name).weight for name in names]
    gradients = torch.autograd.grad(F.cross_entropy(copy(IMAGES), LABELS), weights)
    assert [layer.layer for layer in layers] == names
    for layer, gradient in zip(layers, gradients, strict=True):
        assert layer.gradient_norm == pytest.approx(
            math.sqrt((gradient.double() ** 2).sum().item()), rel=1e-4
        )
    assert layers[-1].dead is None


def test_relu_units_that_never_get_a_positive_input_are_dead():
    model = build_model(ModelConfig("mlp", (8, 4)), seed=0)
    with torch.no_grad():
        model.fc1.weight.zero_()
        model.fc1.bias.copy_(torch.tensor([1.0, -1, -1, -1, 1, 1, 1, 1]))  # 3 of 8 are always below 0
        model.fc2.weight.zero_()
        model.fc2.bias.copy_(torch.tensor([-1.0, 2, 2, 0]))  # 0 counts too: ReLU's slope there is 0
    assert dead_shares(model) == [3 / 8, 2 / 4, None]


def test_a_unit_that_is_alive_for_one_image_alone_is_not_dead():
    inputs = torch.full((12, 3), -1.0)
    inputs[7, 2] = 0.1
    assert share_dead(inputs, "relu") == pytest.approx(2 / 3)


def test_a_channel_is_dead_when_no_pixel_of_no_image_passes():
    inputs = torch.full((2, 4, 3, 3), -1.0)
    inputs[1, 0, 2, 1] = 1.0
    assert share_dead(inputs, "relu") == 3 / 4


def test_channels_of_the_cnn_whose_normalisation_shifts_them_below_zero_are_dead():
    model = build_model(ModelConfig("cnn"), seed=0)
    with torch.no_grad():
        model.features[5].weight.fill_(1e-3)
        model.features[5].bias.fill_(1.0)
        model.features[5].bias[:16] = -1.0  # 16 of 64
    shares = dead_shares(model)
    assert shares[1] == 16 / 64
    assert shares[0] == 0


@pytest.mark.parametrize(
    ("activation", "slope"), [("sigmoid", lambda y: y * (1 - y)), ("tanh", lambda y: 1 - y * y)]
)
def test_saturated_units_are_dead(activation, slope):
    assert slope(NETWORK_ACTIVATIONS[activation].build()(torch.tensor(6.0))) < DEAD_SLOPE
    assert slope(NETWORK_ACTIVATIONS[activation].build()(torch.tensor(1.0))) > DEAD_SLOPE
    model = build_model(ModelConfig("mlp", (5,), activation), seed=0)
    with torch.no_grad():
        model.fc1.weight.zero_()
        model.fc1.bias.copy_(torch.tensor([6.0, -6, 1, -1, 0]))
    assert dead_shares(model) == [2 / 5, None]


def test_each_layer_is_measured_by_its_own_activation():
    model = build_model(ModelConfig("mlp", (4, 4, 4), "relu, leaky_relu, tanh"), seed=0)
    with torch.no_grad():
        for layer in (model.fc1, model.fc2, model.fc3):
            layer.weight.zero_()
            layer.bias.copy_(torch.tensor([-2.0, -1, 1, 6]))  # ReLU: two dead; Tanh: one
    assert dead_shares(model) == [2 / 4, None, 1 / 4, None]


@pytest.mark.parametrize("activation", NETWORK_ACTIVATIONS)
@pytest.mark.parametrize("name", ["mlp", "cnn"])
def test_every_activation_is_measured_and_the_hooks_are_gone(name, activation):
    model = build_model(ModelConfig(name, (6, 5), activation), seed=0)
    layers = measured(model)
    never = activation in ("linear", "leaky_relu")
    assert [layer.dead is None for layer in layers] == [never] * (len(layers) - 1) + [True]
    assert never or all(0 <= layer.dead <= 1 for layer in layers[:-1])
    assert not any(part._forward_pre_hooks for part in model.modules())


def test_a_layer_without_a_gradient_has_the_norm_0():
    model = build_model(ModelConfig("mlp", (6,)), seed=0)
    assert [layer.gradient_norm for layer in measure_layers(model, [torch.ones(2, 6)])] == [0, 0]


def test_the_norm_is_the_weights_gradients_alone():
    model = build_model(ModelConfig("mlp", (6,)), seed=0)
    for parameter in model.parameters():
        parameter.grad = torch.zeros_like(parameter)
    model.fc1.weight.grad[0, :2] = torch.tensor([3.0, 4.0])
    model.fc1.bias.grad[0] = 100
    assert measure_layers(model, [torch.ones(2, 6)])[0].gradient_norm == pytest.approx(5)
