"""The forward pass and one step against plain PyTorch and numpy."""

import numpy as np
import pytest
import torch
from torch import nn

from playground.concepts.forward_pass import forward_pass, one_step
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig
from playground.concepts.plane.network import PlaneNetwork
from playground.digits.checkpoints import load_pretrained

NETWORK = PlaneNetwork(hidden=(4, 3), activations=("tanh", "relu"), outputs=2, seed=3)


def test_every_layer_multiplies_adds_and_bends():
    weights = torch.randn(NETWORK.parameters)
    inputs = torch.randn(5, 2)
    passes = forward_pass(NETWORK.with_weights(weights), NETWORK.activations, inputs)
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


def test_one_example_of_a_batch_has_the_numbers_that_it_has_alone():
    model, inputs = list(NETWORK.build()), torch.randn(3, 2)
    batch, alone = (forward_pass(model, NETWORK.activations, given) for given in (inputs, inputs[1:2]))
    for layer, own in zip(batch, alone, strict=True):
        one = layer.of(1)
        assert one.activation == own.activation
        for name in ("inputs", "weight", "bias", "sums", "outputs"):
            assert torch.allclose(getattr(one, name), getattr(own, name)), name


def test_the_same_activation_twice_is_applied_twice():
    tanh, first, second = nn.Tanh(), nn.Linear(2, 2), nn.Linear(2, 2)
    passes = forward_pass([first, tanh, second, tanh, nn.Linear(2, 1)], ("tanh", "tanh"), torch.ones(1, 2))
    assert torch.equal(passes[1].inputs, first(torch.ones(1, 2)).tanh())
    assert torch.equal(passes[2].inputs, second(passes[1].inputs).tanh())


def test_the_network_of_the_article_reads_as_a_plain_sequential_does():
    model = load_pretrained("mlp").model
    images = torch.randint(0, 256, (3, 28, 28), dtype=torch.uint8)
    plain = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
    tensors = list(model.state_dict().values())
    plain.load_state_dict(dict(zip(plain.state_dict(), tensors, strict=True)))
    hidden, output = forward_pass(model.layers()[1:], ["relu"], images.flatten(1) / 255)
    assert [tuple(part.shape) for part in (hidden.inputs, hidden.weight, hidden.sums)] == [
        (3, 784),
        (128, 784),
        (3, 128),
    ]
    assert torch.allclose(hidden.outputs, plain[:3](images / 255))
    assert torch.allclose(output.outputs, plain(images / 255))
    assert output.activation is None


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_one_step_is_a_step_of_pytorch(name):
    inputs, targets = torch.randn(6, 2), torch.tensor([[0.0], [1], [0], [1], [1], [0]])
    model, loss = PlaneNetwork().build(), nn.BCEWithLogitsLoss()
    step = one_step(model, loss, OptimizerConfig(name, 0.05), inputs, targets)
    assert all(parameter.grad is None for parameter in model.parameters())  # the step is a copy's
    optimizer = OPTIMIZERS[name].build(model.parameters(), 0.05, OPTIMIZERS[name].defaults)
    value = loss(model(inputs), targets)
    value.backward()
    first, place = model[0].weight, (step.neuron, step.input)
    assert step.loss == pytest.approx(value.item())
    assert step.before == pytest.approx(first[place].item())
    assert step.gradient == pytest.approx(first.grad[place].item(), rel=1e-5)
    assert abs(step.gradient) == pytest.approx(first.grad.abs().max().item(), rel=1e-5)
    optimizer.step()
    assert step.after == pytest.approx(first[place].item())
    assert step.loss_after == pytest.approx(loss(model(inputs), targets).item(), rel=1e-5)
