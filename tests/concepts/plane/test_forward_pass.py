"""The forward pass and one step against plain PyTorch and numpy."""

import numpy as np
import pytest
import torch
from torch import nn

from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig
from playground.concepts.plane.forward_pass import forward_pass, one_step
from playground.concepts.plane.network import PlaneNetwork, in_one_vector
from playground.concepts.plane.training import PlaneTraining

NETWORK = PlaneNetwork(hidden=(4, 3), activations=("tanh", "relu"), outputs=2, seed=3)


def test_every_layer_multiplies_adds_and_bends():
    weights = torch.randn(NETWORK.parameters)
    inputs = torch.randn(5, 2)
    passes = forward_pass(NETWORK, weights, inputs)
    values, place = inputs.numpy().astype(np.float64), 0
    for layer, bend in zip(passes, [np.tanh, lambda z: np.maximum(z, 0), lambda z: z], strict=True):
        fan_out, fan_in = layer.weight.shape
        weight = weights[place : place + fan_out * fan_in].reshape(fan_out, fan_in).numpy()
        bias = weights[place + fan_out * fan_in : place + fan_out * (fan_in + 1)].numpy()
        place += fan_out * (fan_in + 1)
        sums = np.einsum("oi,ni->no", weight, values) + bias
        assert layer.sums.numpy() == pytest.approx(sums, abs=1e-5)
        values = bend(sums)
        assert layer.outputs.numpy() == pytest.approx(values, abs=1e-5)
    assert place == NETWORK.parameters
    assert [layer.activation for layer in passes] == ["tanh", "relu", None]


def test_the_same_activation_twice_is_applied_twice():
    network = PlaneNetwork(hidden=(2, 2), activations=("tanh", "tanh"))
    passes = forward_pass(network, torch.ones(network.parameters), torch.ones(1, 2))
    assert passes[1].inputs.tolist() == [pytest.approx([np.tanh(3.0)] * 2)]
    assert passes[1].outputs.tolist() == [pytest.approx([np.tanh(2 * np.tanh(3.0) + 1)] * 2)]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_one_step_is_a_step_of_pytorch(name):
    training = PlaneTraining(optimizer=OptimizerConfig(name, 0.05))
    network = PlaneNetwork()
    weights = in_one_vector(network.build()).detach().clone()
    points, targets = torch.randn(6, 2), torch.tensor([0, 1, 0, 1, 1, 0])
    step = one_step(network, training, weights, (points, points, targets), "two classes")
    model, loss = network.build(), nn.BCEWithLogitsLoss()
    optimizer = OPTIMIZERS[name].build(model.parameters(), 0.05, OPTIMIZERS[name].defaults)
    value = loss(model(points)[:, 0], targets.float())
    value.backward()
    first = model[0].weight
    assert step.loss == pytest.approx(value.item())
    assert step.before == pytest.approx(first[0, 0].item())
    assert step.gradient == pytest.approx(first.grad[0, 0].item(), rel=1e-5)
    optimizer.step()
    assert step.after == pytest.approx(first[0, 0].item())
    assert step.loss_after == pytest.approx(loss(model(points)[:, 0], targets.float()).item(), rel=1e-5)
